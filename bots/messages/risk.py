"""What is said about risk: how near each limit is, what would hit the first one, and what time brings."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "limit_tomorrow": {"fr": "{name} après la remise à zéro", "en": "{name} after the reset"},
    "limit_position_risk": {"fr": "risque d'une position", "en": "risk of one position"},
    "limit_group_risk": {"fr": "risque du groupe de comptes", "en": "risk of the group of accounts"},
    "limit_class_leverage": {"fr": "levier de la classe", "en": "leverage of the class"},
    "limit_class_lots": {"fr": "lots ou contrats de la classe", "en": "lots or contracts of the class"},
    "risk_missing": {
        "fr": "Le risque ne peut pas être chiffré : {what}. Rien de neuf n'est pris tant que c'est ainsi.",
        "en": "The risk cannot be told in numbers: {what}. Nothing new is taken on as long as that is so.",
    },
    "risk_worth": {
        "fr": "Fonds propres {equity}. Si tout tourne au pire en même temps : {loss} de perte.",
        "en": "Equity {equity}. If everything goes wrong at once: a loss of {loss}.",
    },
    "risk_floors": {"fr": "Pertes (règles {ruleset}) :", "en": "Losses (ruleset {ruleset}):"},
    "risk_floor": {
        "fr": "  {name} : {headroom} de marge, soit {share} de ce qui est permis ({allowance}) · garde {guard}, plancher de la firme {floor}",
        "en": "  {name}: {headroom} left, {share} of what is allowed ({allowance}) · guard {guard}, the firm's floor {floor}",
    },
    "risk_floor_after": {
        "fr": "      au pire des cas il en resterait {after}",
        "en": "      if the worst came, {after} of it would stay",
    },
    "risk_floor_beyond": {
        "fr": "      au pire des cas la garde serait dépassée de {beyond}",
        "en": "      if the worst came, the guard would be passed by {beyond}",
    },
    "risk_floor_hit": {
        "fr": "  {name} : la garde est touchée, {beyond} en dessous · garde {guard}, plancher de la firme {floor}",
        "en": "  {name}: the guard is hit, {beyond} below it · guard {guard}, the firm's floor {floor}",
    },
    "risk_first": {
        "fr": "La première touchée serait : {name}, après {room} de perte.",
        "en": "The first to be hit would be: {name}, after a loss of {room}.",
    },
    "risk_holdings": {
        "fr": "Jusqu'où chaque prix peut aller contre toi, le reste inchangé :",
        "en": "How far each price may move against you, the rest unchanged:",
    },
    "risk_holding": {
        "fr": "  {quantity} {symbol} : de {price} à {hit} ({share}, {move})",
        "en": "  {quantity} {symbol}: from {price} to {hit} ({share}, {move})",
    },
    "risk_atrs": {
        "fr": " · {atrs} fois son amplitude moyenne sur {ranges} jour(s) ({atr})",
        "en": " · {atrs} times its average true range over {ranges} day(s) ({atr})",
    },
    "risk_no_atr": {
        "fr": " · pas assez de jours pour une amplitude moyenne",
        "en": " · too few days for an average true range",
    },
    "risk_leave": {
        "fr": " · le bureau sort à {leave}, à un saut de la garde",
        "en": " · the desk leaves at {leave}, one gap from the guard",
    },
    "risk_stop_first": {"fr": " · le stop à {stop} sort avant", "en": " · the stop at {stop} is out before"},
    "risk_never": {
        "fr": "  {quantity} {symbol} à {price} : aucun prix ne touche la garde à lui seul",
        "en": "  {quantity} {symbol} at {price}: no price of it alone hits the guard",
    },
    "risk_now": {
        "fr": "  {quantity} {symbol} à {price} : la garde est déjà touchée",
        "en": "  {quantity} {symbol} at {price}: the guard is hit already",
    },
    "risk_nearest": {
        "fr": "Le plus près : {symbol}, à {hit}.",
        "en": "The nearest: {symbol}, at {hit}.",
    },
    "risk_nothing_held": {
        "fr": "Aucune position : aucun prix ne peut toucher une garde.",
        "en": "No position: no price can hit a guard.",
    },
    "risk_sizes": {"fr": "Tailles, pris sur permis :", "en": "Sizes, used of allowed:"},
    "risk_size": {
        "fr": "  {name} : {used} sur {allowed}, reste {left}",
        "en": "  {name}: {used} of {allowed}, {left} left",
    },
    "risk_size_of": {
        "fr": "  {name} ({of}) : {used} sur {allowed}, reste {left}",
        "en": "  {name} ({of}): {used} of {allowed}, {left} left",
    },
    "risk_size_each": {"fr": "  {name} : au plus {allowed}", "en": "  {name}: at most {allowed}"},
    "risk_consistency": {
        "fr": "Régularité : {today} aujourd'hui ; à partir de {allowed}, plus rien de neuf avant la remise à zéro.",
        "en": "Consistency: {today} today; from {allowed} on, nothing new is opened until the reset.",
    },
    "risk_flat": {
        "fr": "Tout doit être fermé le {at} (New York), {wall} {zone}{left}.",
        "en": "Everything has to be closed by {at} (New York), {wall} {zone}{left}.",
    },
    "risk_flat_due": {
        "fr": "Tout doit être fermé maintenant ({wall} {zone}) : rien de neuf avant la reprise.",
        "en": "Everything has to be closed now ({wall} {zone}): nothing new until trading begins again.",
    },
    "risk_reset": {
        "fr": "Prochaine remise à zéro : {at} (New York), {wall} {zone}{left}.",
        "en": "Next reset: {at} (New York), {wall} {zone}{left}.",
    },
    "risk_left": {"fr": ", dans {span}", "en": ", in {span}"},
    # What lifts a state.
    "lift_hard": {
        "fr": "Une personne le lève : /reprendre, puis la confirmation.",
        "en": "A person lifts it: /resume, then the confirmation.",
    },
    "lift_soft": {
        "fr": "Cela se lève de soi-même le {at} (New York) ; /reprendre le fait avant, avec confirmation.",
        "en": "It lifts by itself on {at} (New York); /resume does so earlier, with a confirmation.",
    },
    "lift_soft_unknown": {
        "fr": "Cela se lève de soi-même à la prochaine remise à zéro ; /reprendre le fait avant, avec confirmation.",
        "en": "It lifts by itself at the next reset; /resume does so earlier, with a confirmation.",
    },
    "lift_cause": {
        "fr": "Cela passe de soi-même quand la cause disparaît.",
        "en": "It passes by itself once the cause is gone.",
    },
    "lift_strangers": {
        "fr": "Une personne adopte ce que le journal ne connaît pas : /reprendre. Le fermer suffit aussi.",
        "en": "A person adopts what the journal does not know: /resume. Closing it does as well.",
    },
    "lift_guard": {
        "fr": "Tant que les fonds propres restent sous la garde, le compte s'arrête de nouveau.",
        "en": "As long as equity stays below the guard, the account halts again.",
    },
    "short_risk": {
        "fr": "{name} : {headroom} de marge, {loss} au pire des cas",
        "en": "{name}: {headroom} left, {loss} in the worst case",
    },
    "short_risk_nearest": {
        "fr": "{name} : {headroom} de marge ; le plus près {symbol} à {hit}",
        "en": "{name}: {headroom} left; the nearest {symbol} at {hit}",
    },
}
