"""The help, by topic."""

from collections.abc import Mapping

TOPICS = ("orders", "sizes", "accounts", "safety", "limits", "market", "talk")
"""Topics of `/help TOPIC`, in the order in which they are listed."""

NAMES: Mapping[str, str] = {
    "orders": "orders",
    "ordres": "orders",
    "sizes": "sizes",
    "tailles": "sizes",
    "accounts": "accounts",
    "comptes": "accounts",
    "safety": "safety",
    "sécurité": "safety",
    "securite": "safety",
    "market": "market",
    "marché": "market",
    "marche": "market",
    "talk": "talk",
    "parler": "talk",
    "limits": "limits",
    "limites": "limits",
}
"""What a topic may be called, in both languages."""

TOOL_TOPICS: Mapping[str, str] = {
    "place_order": "orders",
    "preview_order": "orders",
    "amend_order": "orders",
    "cancel_order": "orders",
    "close_position": "orders",
    "reduce_position": "orders",
    "do_several": "orders",
    "show_status": "accounts",
    "show_accounts": "accounts",
    "choose_account": "accounts",
    "show_positions": "accounts",
    "list_orders": "accounts",
    "list_fills": "accounts",
    "show_pnl": "accounts",
    "show_limits": "accounts",
    "show_risk": "accounts",
    "show_model_risk": "accounts",
    "draw_chart": "market",
    "show_hours": "market",
    "show_quotes": "market",
    "advance_market": "market",
    "halt_trading": "safety",
    "resume_trading": "safety",
    "explain_refusal": "safety",
    "list_decisions": "safety",
    "show_audit": "safety",
    "check_health": "safety",
    "show_usage": "talk",
    "show_help": "talk",
    "set_language": "talk",
    "quit": "talk",
}
"""The topic in which each command is told of, by the tool behind it."""

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "help": {
        "fr": "Écris comme tu parles, ou une commande. Thèmes : /aide ordres, tailles, comptes, sécurité, marché, parler\n"
        "  /statut  /positions  /ordres  /executions  /pnl  /limites  /risque  /cours AAPL  /graphique AAPL  /horaires\n"
        "  achète 10 AAPL au marché, stop à 390 · vends la moitié de mes AAPL · remonte le stop d'AAPL à 400\n"
        "  /fermer AAPL  /annuler tout  /avancer 5  /kill  /reprendre  /pourquoi  /decisions  /audit  /doctor  /usage  /quit",
        "en": "Write as you speak, or a command. Topics: /help orders, sizes, accounts, safety, market, talk\n"
        "  /status  /positions  /orders  /fills  /pnl  /limits  /risk  /quotes AAPL  /chart AAPL  /hours\n"
        "  buy 15 IBM at 185 or better, stop 178 · sell half of my AAPL · raise the AAPL stop to 400\n"
        "  /close AAPL  /cancel all  /advance 5  /kill  /resume  /why  /decisions  /audit  /doctor  /usage  /quit",
    },
    "help_orders": {
        "fr": "Ordres : achète 10 AAPL au marché, stop à 390 · achète 15 IBM à 185 ou mieux, stop 178\n"
        "Un ordre qui prend du risque porte toujours un stop, en prix ou à distance : « stop à 2 % » ; un objectif est libre.\n"
        "Sortir : /fermer AAPL, « ferme tout », /reduire AAPL 5, « vends la moitié de mes AAPL », « ferme IBM et annule tout ».\n"
        "Changer : remonte le stop d'AAPL à 400. Annuler : /annuler tout. Voir sans envoyer : /preview achète 10 AAPL stop 390",
        "en": "Orders: buy 10 AAPL at market, stop 390 · buy 15 IBM at 185 or better, stop 178\n"
        'An order that takes risk always carries a stop, as a price or a distance: "stop 2% below"; a target is up to you.\n'
        'Leave: /close AAPL, "close everything", /reduce AAPL 5, "sell half of my AAPL", "close IBM and cancel all".\n'
        "Change: raise the AAPL stop to 400. Cancel: /cancel all. See without sending: /preview buy 10 AAPL stop 390",
    },
    "help_sizes": {
        "fr": "Tailles : une quantité (10 AAPL), un montant (pour 2000 USD d'IBM) ou un risque (risque 1 % sur MSFT stop 26).\n"
        "Je ne devine pas : « 10k » ou « 1.000 » se redemandent.",
        "en": "Sizes: a quantity (10 AAPL), an amount (2000 USD of IBM) or a risk (risk 1% on MSFT stop 26).\n"
        'I do not guess: "10k" or "1.000" is asked back.',
    },
    "help_accounts": {
        "fr": "Comptes : /statut (tout), /positions, /ordres, /executions, /limites (ce qui peut encore se perdre).\n"
        "/risque dit ce qui est près d'une limite, et quel prix la toucherait ; /graphique risque le dessine.\n"
        "/pnl donne le jour, la semaine et le mois ; /pnl days, /pnl weeks ou /pnl months en fait un tableau.\n"
        "/risque dit ce qui toucherait une limite en premier, /modele si les pertes prévues tiennent.\n"
        "Plusieurs comptes : /compte les liste, /compte NOM en choisit un pour la conversation, « ... sur NOM » pour une phrase.",
        "en": "Accounts: /status (everything), /positions, /orders, /fills, /limits (what may still be lost).\n"
        "/risk says how near each limit is, and which price would hit it; /chart risk draws it.\n"
        "/pnl gives today, the week and the month; /pnl days, /pnl weeks or /pnl months makes a table of it.\n"
        "/risk tells what would hit a limit first, /model whether the losses predicted hold.\n"
        'Several accounts: /account lists them, /account NAME chooses one for the conversation, "... on NAME" for a sentence.',
    },
    "help_safety": {
        "fr": "Sécurité : chaque demande passe par un noyau qui ne connaît que des règles ; /pourquoi explique un refus et dit ce qui passerait.\n"
        "/kill arrête et ferme tout, eva halt all aussi, sans moi. Reprendre se confirme au clavier d'un terminal.\n"
        "Sortir d'une position n'est jamais bloqué. /decisions montre ce qui a été accepté ou refusé, /audit le journal, "
        "/doctor l'état de l'installation.\n"
        "Au clavier du bureau, avec un code : eva desk enroll (inscrire l'authentificateur), eva desk approve, "
        "eva desk limits, eva desk unlock.",
        "en": "Safety: every request passes a kernel that knows only rules; /why explains a refusal and says what would pass.\n"
        "/kill stops and closes everything, so does eva halt all, without me. Resuming is confirmed at a terminal.\n"
        "Leaving a position is never blocked. /decisions shows what was allowed or refused, /audit the journal, "
        "/doctor the health of the installation.\n"
        "At the desk's own terminal, with a code: eva desk enroll (the authenticator), eva desk approve, "
        "eva desk limits, eva desk unlock.",
    },
    "help_limits": {
        "fr": "Limites : /limites les montre. Les resserrer : eva desk limits tighten NOM VALEUR, dans un terminal ; cela vaut tout de suite.\n"
        "Les desserrer : eva desk limits loosen NOM VALEUR, avec un code, dès la journée suivante ; jamais au-delà des règles de la firme ni des plafonds.",
        "en": "Limits: /limits shows them. To tighten them: eva desk limits tighten NAME VALUE, in a terminal; it counts at once.\n"
        "To loosen them: eva desk limits loosen NAME VALUE, with a code, from the next day on; never beyond the firm's rules or the hard ceilings.",
    },
    "help_market": {
        "fr": "Marché : un REPLAY de vrais cours quotidiens (AAPL, GOOG, IBM, MSFT, SPX, IXIC ; VIX en lecture).\n"
        "/cours AAPL donne le prix, /graphique AAPL ou /graphique equity une image, /horaires les heures du marché. /avancer 5 avance de cinq séances ; les ordres, stops et objectifs vivent pendant ce temps.",
        "en": "Market: a REPLAY of real daily prices (AAPL, GOOG, IBM, MSFT, SPX, IXIC; VIX to read only).\n"
        "/quotes AAPL gives the price, /chart AAPL or /chart equity a picture, /hours the market's hours. /advance 5 moves five sessions forward; orders, stops and targets live meanwhile.",
    },
    "help_talk": {
        "fr": "Parler : /aide THÈME ou /aide COMMANDE, /lang fr ou /lang en, /usage pour les jetons du modèle, /quit pour partir. Une question se répond par son numéro ou par le texte.",
        "en": "Talk: /help TOPIC or /help COMMAND, /lang fr or /lang en, /usage for the model's tokens, /quit to leave. A question is answered with its number or its text.",
    },
    "help_unknown": {
        "fr": "Je n'ai ni thème ni commande de ce nom. Thèmes : ordres, tailles, comptes, sécurité, marché, parler",
        "en": "I have no such topic or command. Topics: orders, sizes, accounts, safety, market, talk",
    },
}
