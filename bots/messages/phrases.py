"""What the desk says in few words, in the reader's language: causes, alarms, obstacles, checks, and words inside verdicts."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    # Causes of a state.
    "cause_kill": {"fr": "arrêt d'urgence", "en": "kill switch"},
    "cause_restored": {"fr": "remis depuis une sauvegarde", "en": "restored from a backup"},
    "cause_night": {
        "fr": "un saut à la réouverture pourrait passer la garde « {limit} »",
        "en": "a jump over the close could pass the {limit} guard",
    },
    "cause_gap": {
        "fr": "à un saut de la garde « {limit} »",
        "en": "one gap from the {limit} guard",
    },
    "cause_guard": {"fr": "garde « {limit} » atteinte", "en": "{limit} guard reached"},
    "cause_jumped": {
        "fr": "{symbol} a sauté plus loin que le modèle ne le prévoit",
        "en": "{symbol} jumped beyond its gap",
    },
    "cause_failures": {"fr": "trop de rejets ou d'ordres sans réponse", "en": "rejects and unknown outcomes"},
    "cause_strangers": {"fr": "ordres ou positions inconnus", "en": "unknown orders or positions"},
    "cause_worst_case": {"fr": "pire des cas au-delà d'un plancher", "en": "worst case beyond a floor"},
    "cause_worst_case_of": {
        "fr": "pire des cas au-delà du plancher : {limit}",
        "en": "worst case beyond the floor: {limit}",
    },
    "cause_flat_by": {
        "fr": "tout doit être fermé à {wall} ({zone})",
        "en": "everything has to be closed by {wall} ({zone})",
    },
    "cause_missing": {"fr": "information manquante : {what}", "en": "missing fact: {what}"},
    "cause_stale": {"fr": "prix trop ancien pour {symbol}", "en": "stale quote for {symbol}"},
    "cause_no_quote": {"fr": "pas de prix fiable pour {symbol}", "en": "no sound quote for {symbol}"},
    "cause_unknown_order": {
        "fr": "ordre {order} sans réponse depuis {seconds} s",
        "en": "order {order} is unknown for {seconds} s",
    },
    "cause_bare": {"fr": "{symbol} est resté sans protection", "en": "{symbol} was left without protection"},
    "cause_exit": {"fr": "une sortie de {symbol} est sans réponse", "en": "an exit of {symbol} is unknown"},
    "cause_ghost_fill": {
        "fr": "exécution de {order}, qui n'était jamais arrivé",
        "en": "fill of {order}, which never arrived",
    },
    "cause_clock_jumped": {"fr": "l'horloge de la machine a sauté", "en": "the wall clock jumped"},
    "cause_clock_apart": {
        "fr": "l'horloge de la machine et celle de la place ont {seconds} s d'écart",
        "en": "the wall clock and the venue's are {seconds} s apart",
    },
    "cause_stood_still": {
        "fr": "le bureau est resté arrêté {seconds} s",
        "en": "the desk stood still for {seconds} s",
    },
    "cause_full": {"fr": "le journal ne peut plus être écrit", "en": "the journal cannot be written"},
    "alarm_not_resumed": {
        "fr": "la reprise n'a pas eu lieu : quelque chose est arrivé depuis l'accord, regarde et redemande",
        "en": "not resumed: something has happened since it was approved, look and ask again",
    },
    "alarm_not_flat": {
        "fr": "le compte n'est pas encore à plat, il doit l'être à {time} UTC",
        "en": "the account is not flat yet, and has to be by {time} UTC",
    },
    "cause_clock_behind": {
        "fr": "l'horloge de la machine est en retard sur le journal",
        "en": "the wall clock is behind the journal",
    },
    "cause_watch": {"fr": "la surveillance a échoué ({error})", "en": "the watch failed ({error})"},
    "cause_reconciling": {"fr": "comparaison avec la place en cours", "en": "being compared with its venue"},
    # Facts that may be missing.
    "fact_size": {
        "fr": "une taille, ou un risque avec son stop",
        "en": "a size: quantity, notional, or risk with a stop",
    },
    "fact_rate": {"fr": "un taux de change pour {currency}", "en": "a rate for {currency}"},
    "fact_instrument": {"fr": "l'instrument {symbol}", "en": "the instrument {symbol}"},
    "fact_order": {"fr": "la quantité de l'ordre {order}", "en": "the quantity of order {order}"},
    "fact_equity": {"fr": "les fonds propres", "en": "the equity"},
    "fact_reference": {"fr": "les valeurs de référence du jour", "en": "the day's reference values"},
    # Alarms, and why an act did not happen.
    "alarm_cancel": {"fr": "annulation sans réponse de la place", "en": "the venue did not answer a cancellation"},
    "alarm_amend": {"fr": "modification sans réponse de la place", "en": "the venue did not answer a change"},
    "alarm_venue": {"fr": "la place ne répond pas", "en": "the venue does not answer"},
    "alarm_strange": {"fr": "inconnu du journal : {names}", "en": "not known to the journal: {names}"},
    "alarm_order": {"fr": "ordre sans réponse", "en": "unknown order"},
    "alarm_update": {
        "fr": "une nouvelle de la place n'a pas pu être notée",
        "en": "news of the venue could not be taken in",
    },
    "alarm_exit": {
        "fr": "sortie de {symbol} rejetée ({attempt} sur {most})",
        "en": "exit of {symbol} rejected ({attempt} of {most})",
    },
    "alarm_data": {"fr": "pas de cours du marché", "en": "no market data"},
    "alarm_bare": {"fr": "{symbol} sans protection : je le ferme", "en": "no protection for {symbol}: closing it"},
    "alarm_never": {"fr": "un ordre n'est jamais arrivé à la place", "en": "an order never arrived at the venue"},
    "desk_alarm": {"fr": "ALARME ({account}, {at}) : {what}", "en": "ALARM ({account}, {at}): {what}"},
    "alarm_halted": {"fr": "le bureau a tout arrêté : {cause}", "en": "the desk has halted everything: {cause}"},
    "alarm_state": {"fr": "l'état du compte a changé", "en": "the state of the account has changed"},
    "obstacle_moving": {"fr": "le marché avance déjà", "en": "the market is already moving"},
    "obstacle_end": {
        "fr": "les cours s'arrêtent avant : avance de moins de séances",
        "en": "prices end before that: advance by fewer sessions",
    },
    "obstacle_end_symbol": {
        "fr": "les cours de {symbol} s'arrêtent avant : ferme {symbol}, ou avance de moins de séances",
        "en": "prices of {symbol} end before that: close {symbol}, or advance by fewer sessions",
    },
    "venue_final": {"fr": "cet ordre est terminé", "en": "that order is over"},
    "venue_triggered": {"fr": "cet ordre est déjà déclenché", "en": "that order has been triggered already"},
    "venue_too_small": {"fr": "une plus grande part est déjà exécutée", "en": "more than that is filled already"},
    "venue_no_leg": {"fr": "cet ordre n'a pas de protection à changer", "en": "that order has no protection to change"},
    "venue_no_position": {"fr": "il n'y a plus de position à réduire", "en": "there is no position left to reduce"},
    "venue_bad_bracket": {"fr": "stop et objectif du mauvais côté", "en": "stop and target on the wrong side"},
    "venue_bad_prices": {
        "fr": "prix qui ne vont pas avec ce type d'ordre",
        "en": "prices that do not suit the order's type",
    },
    "venue_bad_number": {"fr": "nombre refusé par la place", "en": "a number that the venue does not take"},
    "venue_bad_step": {"fr": "prix ou quantité hors du pas", "en": "price or quantity off the venue's step"},
    "venue_no_data": {"fr": "pas de cours à ce moment", "en": "no prices at this time"},
    "venue_too_late": {"fr": "l'échéance de l'ordre est passée", "en": "the order's end has passed"},
    "venue_unknown_order": {"fr": "la place ne connaît pas cet ordre", "en": "the venue does not know that order"},
    # Why a request was not even judged.
    "no_account": {
        "fr": "je ne connais pas de compte {account} ; /statut les montre",
        "en": "I know no account {account}; /status shows them",
    },
    "no_flat_yet": {
        "fr": "le bureau ferme encore les positions : redemande dans un instant",
        "en": "the desk is still flattening: ask again in a moment",
    },
    "no_change_yet": {
        "fr": "l'ordre {order} est déjà en cours de modification : attends la réponse de la place",
        "en": "order {order} is being changed already: wait until its venue has answered",
    },
    "no_such_haste": {
        "fr": "{count} modifications et annulations en une minute : attends un peu ; fermer marche toujours",
        "en": "{count} changes and cancellations within a minute: wait a little; closing still works",
    },
    "no_ticket": {
        "fr": "cette demande n'attend plus de confirmation",
        "en": "that request waits for no confirmation any more",
    },
    "no_such_symbol": {
        "fr": "{symbol} n'est pas coté ici ; /cours montre ce qui se traite",
        "en": "{symbol} is not listed here; /quotes shows what can be traded",
    },
    "no_price_now": {
        "fr": "pas de prix pour {symbol} maintenant : dis une quantité au lieu d'un montant",
        "en": "no price for {symbol} now: say a quantity instead of an amount",
    },
    "no_belief": {
        "fr": "le journal du bureau ne contient plus ce qu'il contenait : rien qui prenne du risque n'est envoyé. Lance eva audit verify, puis remets une bonne copie de EVA_HOME",
        "en": "the desk's journal no longer holds what it held before: nothing that raises risk is sent. Run eva audit verify, then put back a good copy of EVA_HOME",
    },
    # Arguments of another form than a tool takes.
    "wrong_symbol": {"fr": "de quel titre parles-tu ? (AAPL, par exemple)", "en": "which symbol is meant? (AAPL, say)"},
    "wrong_count": {
        "fr": "{field} : un nombre entier de {least} à {most}",
        "en": "{field}: a whole number from {least} to {most}",
    },
    "wrong_word": {"fr": "{field} : au choix {words}", "en": "{field}: one of {words}"},
    "wrong_number": {
        "fr": "{field} : un nombre simple, comme 10 ou 185.5",
        "en": "{field}: a plain number, such as 10 or 185.5",
    },
    "wrong_twice": {
        "fr": "{field} : un prix ou une distance, pas les deux",
        "en": "{field}: a price or a distance, not both",
    },
    "wrong_fraction": {
        "fr": "{field} : une part entre 0 et 1, comme 0.02 pour 2 %",
        "en": "{field}: a fraction between 0 and 1, such as 0.02 for 2%",
    },
    "wrong_units": {"fr": "{field} : une distance en prix, comme 5", "en": "{field}: a distance in price, such as 5"},
    "wrong_distance": {
        "fr": "{field} : {distance} à partir de {entry} ne laisse aucun prix",
        "en": "{field}: {distance} from {entry} leaves no price",
    },
    "wrong_size": {
        "fr": "une seule taille : une quantité, un montant, un risque ou une part",
        "en": "one size alone: a quantity, an amount, a risk or a share",
    },
    "wrong_share": {
        "fr": "une part entre 0 et 1, comme 0.5, ou un tiers",
        "en": "a share between 0 and 1, such as 0.5, or a third",
    },
    "wrong_change": {
        "fr": "dis ce qui doit changer : stop, objectif, limite, seuil ou quantité",
        "en": "say what should change: stop, target, limit, trigger or quantity",
    },
    "wrong_amount": {
        "fr": "combien de {symbol} ? une quantité, une part, ou un montant comme 2000 USD",
        "en": "how much of {symbol}? a quantity, a share, or an amount such as 2000 USD",
    },
    "wrong_of": {
        "fr": "un graphique de quoi ? equity, ou un titre comme AAPL",
        "en": "a chart of what? equity, or a symbol such as AAPL",
    },
    "wrong_acts": {
        "fr": "plusieurs actes d'un coup : seulement des fermetures, réductions et annulations",
        "en": "several acts at once: only closes, reductions and cancellations",
    },
    "wrong_acts_many": {
        "fr": "au plus {most} actes à la fois ({count} demandés)",
        "en": "at most {most} acts at once ({count} asked)",
    },
    "wrong_acts_same": {
        "fr": "deux des actes concernent la même chose ({name}) : dis-la une fois",
        "en": "two of the acts are about the same thing ({name}): say it once",
    },
    "changed_meanwhile": {
        "fr": "la situation a changé entre-temps",
        "en": "the situation has changed meanwhile",
    },
    "field_count": {"fr": "le nombre", "en": "the count"},
    "field_period": {"fr": "la période", "en": "the period"},
    "field_only": {"fr": "le filtre", "en": "the filter"},
    "field_stop_pct": {"fr": "le stop en pour cent", "en": "the stop in percent"},
    "field_stop_off": {"fr": "la distance du stop", "en": "the stop's distance"},
    "field_target_pct": {"fr": "l'objectif en pour cent", "en": "the target in percent"},
    "field_target_off": {"fr": "la distance de l'objectif", "en": "the target's distance"},
    # Why there is no picture.
    "chart_no_home": {
        "fr": "je n'ai pas de dossier où garder un graphique",
        "en": "there is no home folder to keep a chart in",
    },
    "chart_no_folder": {
        "fr": "le dossier des graphiques {folder} ne peut pas servir ({why})",
        "en": "the folder of charts {folder} cannot be used ({why})",
    },
    "chart_slow": {
        "fr": "le graphique a pris plus de {seconds} s, je l'ai arrêté",
        "en": "the chart took longer than {seconds} s and was stopped",
    },
    "chart_failed": {
        "fr": "le graphique n'a pas pu être dessiné ({why})",
        "en": "the chart could not be drawn ({why})",
    },
    # Words inside verdicts.
    "kind_order": {"fr": "un ordre", "en": "an order"},
    "kind_close": {"fr": "une fermeture", "en": "a close"},
    "kind_reduce": {"fr": "une réduction", "en": "a reduction"},
    "kind_cancel": {"fr": "une annulation", "en": "a cancellation"},
    "kind_amend": {"fr": "une modification", "en": "a change"},
    "kind_halt": {"fr": "un arrêt", "en": "a halt"},
    "kind_resume": {"fr": "une relance", "en": "a resume"},
    "kind_advance": {"fr": "une avance du marché", "en": "an advance of the market"},
    "principal_owner": {"fr": "propriétaire", "en": "owner"},
    "principal_admin": {"fr": "administrateur", "en": "admin"},
    "principal_trader": {"fr": "trader", "en": "trader"},
    "principal_viewer": {"fr": "lecteur", "en": "viewer"},
    "principal_subscriber": {"fr": "abonné", "en": "subscriber"},
    "principal_schedule": {"fr": "planification", "en": "schedule"},
    "principal_webhook": {"fr": "webhook", "en": "webhook"},
    "class_stock": {"fr": "actions", "en": "stocks"},
    "class_etf": {"fr": "fonds cotés", "en": "exchange-traded funds"},
    "class_future": {"fr": "contrats à terme", "en": "futures"},
    "class_fx": {"fr": "devises", "en": "currencies"},
    "class_crypto": {"fr": "cryptomonnaies", "en": "crypto"},
    "class_index": {"fr": "indices", "en": "indices"},
    "class_metal": {"fr": "métaux", "en": "metals"},
    "class_commodity": {"fr": "matières premières", "en": "commodities"},
    "class_option": {"fr": "options", "en": "options"},
    "class_bond": {"fr": "obligations", "en": "bonds"},
    "ordertype_market": {"fr": "au marché", "en": "market"},
    "ordertype_limit": {"fr": "à cours limité", "en": "limit"},
    "ordertype_stop": {"fr": "à seuil", "en": "stop"},
    "ordertype_stop_limit": {"fr": "à seuil et limite", "en": "stop-limit"},
    "sessions_range": {
        "fr": "on avance de 1 à {most} séances à la fois ({value} demandées)",
        "en": "the market advances by 1 to {most} sessions at a time ({value} asked)",
    },
}
