"""What is said about a verdict: why, with which numbers, what would pass instead, and what would change the answer."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "why_head": {"fr": "Ton dernier refus : {what}", "en": "Your last refusal: {what}"},
    "why_head_other": {"fr": "Refusé à {who} : {what}", "en": "Refused to {who}: {what}"},
    "why_head_deny": {"fr": "Refusé : {what}", "en": "Refused: {what}"},
    "why_head_approval": {
        "fr": "Une personne doit confirmer ({tier}) : {what}",
        "en": "A person has to confirm ({tier}): {what}",
    },
    "why_head_shrunk": {
        "fr": "Accepté pour {kept} au lieu de {asked} : {what}. Une quantité est arrondie vers moins de risque, au pas de l'instrument.",
        "en": "Allowed for {kept} instead of {asked}: {what}. A quantity is rounded towards less risk, to the instrument's step.",
    },
    "why_head_allow": {
        "fr": "Accepté, rien ne s'y opposait : {what}",
        "en": "Allowed, nothing spoke against it: {what}",
    },
    "why_line": {
        "fr": "  - {why}\n    règle {rule}, code {code}, chiffres : {numbers}",
        "en": "  - {why}\n    rule {rule}, code {code}, numbers: {numbers}",
    },
    "why_advice": {"fr": "    → {advice}", "en": "    → {advice}"},
    "why_limits": {
        "fr": "Décidé le {at} · ticket {ticket} · limites {hash}",
        "en": "Decided on {at} · ticket {ticket} · limits {hash}",
    },
    "why_limits_only": {"fr": "Limites {hash}", "en": "Limits {hash}"},
    "why_answer": {"fr": "Réponse d'une personne : {answer}", "en": "A person's answer: {answer}"},
    "why_tier_T1": {
        "fr": "Réponds par les six caractères de l'empreinte, au clavier d'un terminal.",
        "en": "Answer with the six characters of the digest, at a terminal's keyboard.",
    },
    "why_tier_T2": {
        "fr": "Sur le bureau lui-même : eva desk approve {ticket}, avec le code de l'authentificateur.",
        "en": "At the desk itself: eva desk approve {ticket}, with the authenticator's code.",
    },
    "why_order": {"fr": "  ordre {id} : {status}", "en": "  order {id}: {status}"},
    "why_order_reason": {"fr": "  ordre {id} : {status} ({reason})", "en": "  order {id}: {status} ({reason})"},
    "why_none": {"fr": "Je ne t'ai rien refusé jusqu'ici.", "en": "I have refused you nothing so far."},
    "why_none_in": {
        "fr": "Sur le compte {account}, je ne t'ai rien refusé jusqu'ici.",
        "en": "On account {account} I have refused you nothing so far.",
    },
    "why_unknown": {
        "fr": "Je ne trouve ni ticket, ni ordre, ni code de ce nom ({about}) dans les {looked} dernières lignes du journal. /decisions montre les dernières décisions ; /pourquoi seul, le dernier refus.",
        "en": "I find no ticket, order or reason code of that name ({about}) in the last {looked} rows of the journal. /decisions shows the latest decisions; /why alone the last refusal.",
    },
    # What would pass now.
    "pass_now": {"fr": "Tel quel, l'ordre passerait maintenant.", "en": "As it stands, the order would pass now."},
    "pass_now_approval": {
        "fr": "Tel quel, il passerait maintenant avec une confirmation ({tier}).",
        "en": "As it stands, it would pass now with a confirmation ({tier}).",
    },
    "pass_most": {
        "fr": "La plus grande quantité qui passerait maintenant : {quantity}.",
        "en": "The largest quantity that would pass now: {quantity}.",
    },
    "pass_most_about": {
        "fr": "Jusqu'à {quantity} cela passerait maintenant (cherché en {calls} essais, un peu plus passerait peut-être).",
        "en": "Up to {quantity} it would pass now (searched in {calls} tries, slightly more might pass).",
    },
    "pass_none": {
        "fr": "Ce n'est pas une question de taille : même le plus petit pas est refusé [{codes}].",
        "en": "Size is not the point: even the smallest step is refused [{codes}].",
    },
    # What set a state.
    "why_state": {"fr": "État du compte : {state}", "en": "State of the account: {state}"},
    "why_state_since": {
        "fr": "État du compte : {state}, depuis le {at} UTC (ligne {n} du journal)",
        "en": "State of the account: {state}, since {at} UTC (row {n} of the journal)",
    },
    "why_state_numbers": {
        "fr": "  alors : fonds propres {equity}, pire des cas {loss}",
        "en": "  then: equity {equity}, worst case {loss}",
    },
    "why_state_floor": {
        "fr": "  {name} : garde {guard}, plancher {floor}",
        "en": "  {name}: guard {guard}, floor {floor}",
    },
    # A reason code by itself.
    "why_code": {"fr": "{code}, règle {rule} : « {text} »", "en": '{code}, rule {rule}: "{text}"'},
    "why_code_always": {
        "fr": "Elle regarde chaque demande, les sorties aussi.",
        "en": "It looks at every request, exits included.",
    },
    "why_code_raising": {
        "fr": "Elle ne regarde que ce qui prend du risque : une sortie n'est jamais arrêtée par elle.",
        "en": "It looks only at what raises risk: it never stops an exit.",
    },
    # What to change, by rule, or by code where that says more.
    "advice_access": {
        "fr": "demande-le sous un rôle qui le permet, avec tes propres mots",
        "en": "ask under a role that may, in your own words",
    },
    "advice_duplicate_id": {"fr": "renvoie-le comme un nouveau message", "en": "send it as a new message"},
    "advice_numbers": {"fr": "redis-le avec des nombres simples", "en": "say it again with plain numbers"},
    "advice_instrument": {
        "fr": "/cours montre ce qui se traite ; /ordres les ordres que l'on peut changer",
        "en": "/quotes shows what can be traded; /orders what can be changed",
    },
    "advice_snapshot": {
        "fr": "attends que la place ait confirmé les positions, quelques secondes",
        "en": "wait until the venue has confirmed the positions, a few seconds",
    },
    "advice_free_quantity": {
        "fr": "réduis d'au plus ce qui reste libre, ou annule la sortie en cours",
        "en": "reduce by no more than what is free, or cancel the exit under way",
    },
    "advice_replay_only": {
        "fr": "seul un compte rejoué avance, et jamais en arrière",
        "en": "only a replayed account advances, and never backwards",
    },
    "advice_resume": {"fr": "/statut montre ce qui reste à lever", "en": "/status shows what is left to lift"},
    "advice_account": {
        "fr": "nomme le compte, et l'ordre par son propre numéro",
        "en": "name the account, and the order by its own id",
    },
    "advice_switch": {
        "fr": "/risque dit ce qui tient le compte et ce qui le relance",
        "en": "/risk says what holds the account and what lifts it",
    },
    "advice_expiry": {
        "fr": "redemande-le, avec une échéance à venir",
        "en": "ask again, with an end that is still to come",
    },
    "advice_duplicate": {
        "fr": "si tu le veux vraiment deux fois, attends quelques secondes",
        "en": "if you do want it twice, wait a few seconds",
    },
    "advice_rate": {
        "fr": "attends : le compte des demandes se vide avec le temps",
        "en": "wait: the count empties with time",
    },
    "advice_session_open": {
        "fr": "/horaires dit quand le marché ouvre",
        "en": "/hours says when the market opens",
    },
    "advice_fresh_quote": {
        "fr": "attends un prix récent et un écart normal",
        "en": "wait for a recent price and a normal spread",
    },
    "advice_price_collar": {
        "fr": "rapproche le prix du marché, du côté permis",
        "en": "bring the price nearer to the market, on the side that is allowed",
    },
    "advice_stop_required": {
        "fr": "donne un stop du côté qui protège, par exemple « stop à 2 % »",
        "en": 'give a stop on the protecting side, such as "stop 2% below"',
    },
    "advice_oco_group": {
        "fr": "mets dans un groupe des ordres du même titre",
        "en": "group only orders of the same symbol",
    },
    "advice_order_notional": {"fr": "demande moins par ordre", "en": "ask for less in one order"},
    "advice_symbol_exposure": {
        "fr": "demande moins, ou réduis d'abord ce titre",
        "en": "ask for less, or reduce that symbol first",
    },
    "advice_gross_exposure": {
        "fr": "demande moins, ou ferme d'abord une autre position",
        "en": "ask for less, or close another position first",
    },
    "advice_leverage": {
        "fr": "demande moins, ou ferme d'abord une autre position",
        "en": "ask for less, or close another position first",
    },
    "advice_ruleset": {
        "fr": "les règles de la firme doivent être vérifiées : eva firms check",
        "en": "the firm's rules have to be checked again: eva firms check",
    },
    "advice_flat_by": {
        "fr": "attends la reprise ; /risque dit quand tout doit être fermé",
        "en": "wait until trading begins again; /risk says when everything has to be closed",
    },
    "advice_news": {
        "fr": "attends que la fenêtre de l'annonce soit passée",
        "en": "wait until the window of the release is over",
    },
    "advice_asset_class": {
        "fr": "choisis une classe que le programme admet, ou moins de cette classe",
        "en": "choose a class that the programme allows, or less of this one",
    },
    "advice_position_risk": {
        "fr": "rapproche le stop, ou demande moins",
        "en": "bring the stop nearer, or ask for less",
    },
    "advice_strategy_type": {
        "fr": "déclare le type de la stratégie, un que le programme admet",
        "en": "declare the strategy's type, one that the programme allows",
    },
    "advice_hedging": {
        "fr": "ferme d'abord l'autre sens",
        "en": "close the other side first",
    },
    "advice_shorting": {
        "fr": "cet instrument ne se vend pas à découvert, ou a expiré : prends-en un autre",
        "en": "this instrument cannot be shorted, or has expired: take another one",
    },
    "advice_margin": {
        "fr": "demande moins : la marge du courtier ne suffit pas",
        "en": "ask for less: the broker's margin does not suffice",
    },
    "advice_day_trades": {
        "fr": "garde la position jusqu'à demain, ou attends que les aller-retours comptés soient plus anciens",
        "en": "hold until tomorrow, or wait until the day trades counted are older",
    },
    "advice_cash_account": {
        "fr": "achète avec de l'argent réglé, et ne vends que ce que tu as",
        "en": "buy with settled cash, and sell only what you hold",
    },
    "advice_group_risk": {
        "fr": "demande moins, ou réduis un autre compte du groupe",
        "en": "ask for less, or reduce another account of the group",
    },
    "advice_second_source": {
        "fr": "attends que les deux sources de prix soient d'accord",
        "en": "wait until both price sources agree",
    },
    "advice_consistency": {
        "fr": "attends la remise à zéro : un plus grand gain aujourd'hui gênerait le programme",
        "en": "wait for the reset: a larger gain today would get in the programme's way",
    },
    "advice_loss_headroom": {
        "fr": "demande moins, rapproche le stop, ou réduis d'abord une position",
        "en": "ask for less, bring the stop nearer, or reduce a position first",
    },
    "advice_DAILY_LOSS_HEADROOM_TOMORROW": {
        "fr": "demande moins, ou réduis d'abord une position : ce qui est à risque pèsera sur la journée qui suit",
        "en": "ask for less, or reduce a position first: what is at risk will weigh on the day that follows",
    },
    "advice_TOTAL_LOSS_HEADROOM_TOMORROW": {
        "fr": "demande moins, ou réduis d'abord une position : ce qui est à risque pèsera sur ce qui restera à perdre",
        "en": "ask for less, or reduce a position first: what is at risk will weigh on what may then be lost",
    },
    "advice_kernel": {
        "fr": "il manque de quoi juger : attends un prix, ou précise la demande",
        "en": "something to judge by is missing: wait for a price, or say more",
    },
}
