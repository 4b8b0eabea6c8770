"""What can be asked to be shown: each reading tool with the French and English phrases that ask for it."""

from collections.abc import Mapping

from agents.grammar.language.helping import HELPING
from agents.grammar.language.supposed import Twins

TOPICS: tuple[tuple[str, Mapping[str, str], Twins], ...] = (
    (
        "explain_refusal",
        {},
        (
            "pourquoi|raison du refus|motif du refus|la raison|explique le refus|explique moi le refus|"
            "qu est ce qui a bloque|c est quoi le probleme avec mon ordre",
            "why|reason for the refusal|reason for the denial|explain the refusal|explain that refusal|how come|"
            "what was wrong with my order|reason",
        ),
    ),
    (
        "list_decisions",
        {"only": "denied"},
        (
            "as tu refuse|tu as refuse|a ete refuse|ont ete refuses|t as refuse|ordres refuses|demandes refusees|"
            "refus|les refus|as tu bloque|tu as bloque|decisions refusees|refus du jour|as refuse|as bloque|rejete|"
            "a refuse|derniers refus|ordres rejetes|ordres bloques|as tu rejete|tu as rejete|a bloque",
            "did you refuse|have you refused|you refused|was refused|were refused|refused orders|refusals|denials|"
            "did you deny|have you denied|you denied|was denied|denied orders|rejected orders|denied requests|"
            "did you block|you blocked|have you blocked|denied decisions|were denied|was blocked|got refused|"
            "got denied|did you reject|have you rejected|were rejected|been refused|been denied|did the kernel refuse|"
            "did the kernel deny|kernel refused|kernel denied|orders denied|orders refused",
        ),
    ),
    (
        "list_decisions",
        {},
        (
            "decisions|historique des decisions|tes decisions|dernieres decisions|journal des decisions|as tu decide|"
            "tu as decide|verdicts|derniers verdicts|qu est ce que tu as autorise|as tu autorise|tu as autorise|"
            "as tu accepte|tu as accepte",
            "decisions|decision history|history of decisions|decision log|verdicts|did you decide|have you decided|"
            "what you decided|did you allow|have you allowed|allowed and refused|verdict history",
        ),
    ),
    (
        "list_fills",
        {},
        (
            "executions|transactions|trades|fills|dernieres executions|ai je achete|ai je vendu|j ai achete quoi|"
            "j ai vendu quoi|qu est ce que j ai achete|qu est ce que j ai vendu|mes achats|mes ventes|"
            "ordres executes|a ete execute|dernieres transactions|derniers trades|ai je trade|j ai achete|j ai vendu|"
            "mes derniers achats|mes dernieres ventes|ce que j ai achete|ce que j ai vendu|historique des transactions",
            "fills|executions|trades|transactions|did i buy|did i sell|have i bought|have i sold|i bought|i sold|"
            "my purchases|my sales|executed orders|filled orders|was filled|got filled|did i trade|have i traded|"
            "what i bought|what i sold|trade history|recent trades|last trades|order fills|been filled|"
            "transaction history",
        ),
    ),
    (
        "draw_chart",
        {"of": "equity"},
        (
            "courbe de capital|courbe de mon capital|courbe du capital|graphique du capital|graphique de mon capital|"
            "courbe de mon compte|graphique de mon compte|courbe du compte|graphique du compte|evolution du capital|"
            "evolution de mon capital|evolution de mon compte|evolution du compte|courbe d equity|courbe de l equity|"
            "courbe des gains|courbe de performance|courbe de mes gains|graphique de performance|courbe de mon portefeuille|"
            "graphique de mon portefeuille|evolution de mon portefeuille|graphe du capital|graphe de mon capital|"
            "courbe du portefeuille|graphe de mon compte",
            "equity curve|chart of my equity|equity chart|chart of equity|my equity over time|plot my equity|"
            "graph of my equity|chart of my account|account chart|performance chart|chart my account|chart my equity|"
            "draw my equity|graph my equity|graph of my account|chart of my portfolio|portfolio chart|"
            "my account over time|curve of my equity|curve of my account|balance chart|chart of my balance|"
            "account curve|capital curve|chart of the account|chart my portfolio|plot my account|plot the equity",
        ),
    ),
    (
        "draw_chart",
        {},
        (
            "graphique|graphe|courbe|dessine|trace|chart|evolution|chandeliers|historique de prix|"
            "historique des prix|historique des cours|historique du cours|graph",
            "chart|graph|plot|draw|candles|candlesticks|price history|curve|sparkline",
        ),
    ),
    (
        "show_hours",
        {},
        (
            "marche est ouvert|marche est il ouvert|bourse est ouverte|bourse est elle ouverte|marche ouvert|"
            "marche ferme|bourse ouverte|bourse fermee|heures d ouverture|horaires|horaire|heures de bourse|"
            "quand ouvre|quand ferme|a quelle heure ouvre|a quelle heure ferme|ouverture du marche|"
            "fermeture du marche|heure d ouverture|heure de fermeture|marche est ferme|bourse est fermee|"
            "prochaine ouverture|prochaine seance|marche ouvre|marche ferme t il|marche ouvre t il|bourse ouvre|"
            "bourse ferme|marches sont ouverts|marches ouverts|ouverture de la bourse|cloture du marche|ouvre le marche|"
            "ferme le marche|ouvre la bourse|ferme la bourse|heures du marche|heure d ouverture du marche|"
            "marche ouvert maintenant|heures de marche|c est ouvert|est ce ouvert|on peut trader",
            "market open|market is open|market closed|market close|market hours|trading hours|opening hours|"
            "when does the market|what time does the market|is the market|market opens|market closes|"
            "opening time|closing time|markets open|markets closed|hours|are markets open|are the markets|session hours|"
            "exchange open|next session|next open|the open today|wall street open|can we trade now|stock market open|"
            "does the market open|does the market close|next opening|trading day start|trading day end|opening bell|"
            "closing bell",
        ),
    ),
    (
        "draw_chart",
        {"of": "risk"},
        (
            "graphique du risque|graphique de mon risque|graphique des planchers|courbe du risque|courbe de mon risque|"
            "graphique de risque|graphe du risque|graphe de mon risque|capital contre mes limites|"
            "mon capital contre mes limites|capital face a mes limites|mon capital face a mes limites|"
            "capital face aux planchers|mon capital face aux planchers|capital et planchers|capital et les planchers|"
            "fonds propres contre mes limites|mes fonds propres contre mes limites|fonds propres face aux planchers|"
            "fonds propres face a mes limites|mes fonds propres face a mes limites|fonds propres et planchers|"
            "mon compte face a mes limites|courbe de mon capital face a mes limites|equity face aux limites|"
            "equity contre les limites|courbe de mon capital et les planchers|evolution de mes planchers|"
            "graphique de mes planchers|courbe des planchers|trace les planchers|dessine les planchers|trace mes planchers",
            "risk chart|chart of my risk|chart my risk|draw my risk|plot my risk|chart of risk|graph of my risk|"
            "equity against limits|equity against my limits|my equity against my limits|equity against floors|"
            "equity against the floors|my equity against the floors|equity against my floors|equity versus limits|"
            "my equity versus my limits|equity versus my limits|equity vs limits|my equity vs my limits|"
            "equity vs floors|equity and floors|equity and the floors|my equity and my floors|account against my limits|"
            "my account against my limits|chart of my floors|floors over time|my floors over time|"
            "chart of my equity against my limits|draw my equity against my limits|chart of floors|chart of the floors|"
            "chart the floors|chart my floors|floors chart|draw the floors|draw my floors|plot the floors|plot my floors|"
            "graph of the floors|graph the floors",
        ),
    ),
    (
        "show_risk",
        {},
        (
            "mon risque|mes risques|quel est mon risque|quels sont mes risques|niveau de risque|mon niveau de risque|"
            "tableau de risque|bilan de risque|bilan des risques|etat du risque|point sur le risque|point sur mon risque|"
            "pres de mes limites|proche de mes limites|suis je pres de mes limites|suis je proche de mes limites|"
            "je suis pres de mes limites|distance de mes limites|distance a mes limites|"
            "toucher ma limite|toucher mes limites|toucher une limite en premier|toucher la limite en premier|"
            "toucher ma limite en premier|toucher mes limites en premier|toucherait ma limite|toucherait mes limites|"
            "toucherait ma limite en premier|touche ma limite en premier|touchera ma limite en premier|"
            "atteindre ma limite en premier|position me menace|position me menace le plus|suis je en danger|"
            "mon compte est il en danger|quelle position est la plus dangereuse|position la plus dangereuse|"
            "position la plus risquee",
            "my risk|what is my risk|my risks|risk report|risk overview|risk picture|risk dashboard|risk status|"
            "risk summary|how risky|how risky am i|close am i to my limits|how close am i to my limits|"
            "close to my limits|near my limits|am i near my limits|near am i to my limits|hit my limit first|"
            "hit my limits first|hit my limit|hit my limits|hit the limit first|hit a limit first|hits my limit first|"
            "could hit my limit|could hit my limit first|could hit my limits first|break my limit first|"
            "breach my limit first|distance to my limits|distance from my limits|closest to my limits|"
            "closest to my limit|my riskiest position|riskiest position|most dangerous position|in danger",
        ),
    ),
    (
        "show_model_risk",
        {},
        (
            "risque de modele|risque du modele|modele de risque|modele de pertes|modele des pertes|mon modele de pertes|"
            "modele de risque tient|ecarts de prix|ecarts d'ouverture|ecart d'ouverture|sauts de prix|saut de prix|"
            "gaps|les gaps|gaps d'ouverture|glissement|glissements|mon glissement|slippage|mon slippage|"
            "previsions de pertes|pertes prevues",
            "model risk|risk model|loss model|model of losses|my risk model|is the risk model right|price gaps|"
            "opening gaps|overnight gaps|gap risk|gaps|the gaps|slippage|my slippage|how much slippage|"
            "predicted losses|loss predictions",
        ),
    ),
    (
        "show_limits",
        {},
        (
            "marge de perte|marge me reste t il|marge ai je|marge j ai|marge il me reste|marge reste t il|peux encore perdre|puis je perdre|puis je encore perdre|puis encore perdre|peux je perdre|peux perdre|"
            "perdre aujourd'hui|limites|limite de perte|marge restante|marge|peut on encore perdre|"
            "peut encore perdre|budget de risque|risque restant|reste a perdre|me reste t il|perte autorisee|"
            "perte maximale autorisee|pertes autorisees|perdre encore|encore perdre|perte max|perte maximale|plancher|"
            "planchers|garde fous|mes garde fous|marge de manoeuvre|seuils de perte|il me reste|limites de risque|"
            "drawdown restant|marge avant blocage|limite journaliere|limite du jour|risque encore possible",
            "headroom|headroom do i have|headroom do i have left|headroom have i got|headroom is left|headroom remains|"
            "headroom do we have|left on my limits|have left on my limits|room do i have on my limits|can i still lose|can i lose|i can lose|still lose|limits|loss limit|left to lose|"
            "risk left|risk limit|room do i have|room left|room is left|risk budget|allowed to lose|afford to lose|"
            "lose today|can we lose|we can lose|can still lose|loss limits|risk limits|daily limit|daily loss|"
            "max loss|maximum loss|floors|guard rails|guardrails|drawdown limit|drawdown left|left before i am stopped|"
            "risk remaining|remaining risk|remaining drawdown|could i lose|could i still lose|lose more|"
            "more can i lose|loss allowance|room have i got|room do we have|far from my limits|far am i from",
        ),
    ),
    (
        "show_pnl",
        {},
        (
            "pnl|p & l|p et l|gains|pertes|performance|performances|benefice|benefices|ai je gagne|j ai gagne|ai je perdu|"
            "plus value|plus values|resultat du jour|resultat|resultats|j ai perdu|gagne ou perdu|perdu ou gagne|"
            "gagne de l argent|perdu de l argent|est ce que je gagne|je gagne combien|rendement|en gain|en perte|"
            "suis je en positif|je suis en positif|je suis en negatif|en positif|en negatif|suis je en negatif|bilan|on a gagne|on a perdu|combien j ai fait|moins value|"
            "avons nous gagne|ca a rapporte|rapporte|est ce que j ai gagne|est ce que je perds",
            "pnl|p & l|p and l|profit|profits|profit and loss|losses|performance|did i make|did i lose|have i made|"
            "have i lost|am i up|am i down|made money|make money|lost money|lose money|returns|earnings|gains|"
            "are we up|are we down|did we make|did we lose|i made|i lost|my return|how did i do|how did we do|"
            "how have i done|in profit|my results|in the green|in the red|making money|losing money|results|have we made",
        ),
    ),
    (
        "list_orders",
        {"scope": "all"},
        (
            "tous les ordres|tous mes ordres|historique des ordres|ordres annules|ordres passes|historique de mes ordres|"
            "ordres expires|tous ordres|anciens ordres|ordres precedents",
            "all orders|all my orders|all the orders|order history|cancelled orders|past orders|every order|"
            "canceled orders|orders history|history of orders|history of my orders|expired orders|old orders|"
            "previous orders|all of my orders",
        ),
    ),
    (
        "list_orders",
        {"scope": "working"},
        (
            "ordres|ordres en attente|ordres en cours|ordres ouverts|ordres actifs|carnet d ordres|ordre en attente|"
            "ordre en cours|ordres places|mon ordre|mes stops|en attente d execution",
            "orders|working orders|pending orders|open orders|active orders|outstanding orders|orders working|"
            "orders pending|orders open|live orders|my order|order book|pending order|my stops|resting orders",
        ),
    ),
    (
        "show_positions",
        {},
        (
            "positions|portefeuille|qu est ce que j ai|mes titres|mes actions|que detiens je|ai je|position|"
            "je detiens|est ce que je possede|possede je|j ai quoi|qu ai je|ai je en portefeuille|mes lignes|"
            "je possede|ce que j ai|ce que je detiens|en portefeuille|suis je investi|j ai combien|j ai encore|"
            "positions ouvertes|suis je expose|mon exposition|exposition",
            "positions|portfolio|holdings|do i own|do i hold|do i have|am i holding|am i long|am i short|position|"
            "i own|i hold|what i have|my shares|my stocks|am i in|do we hold|do we own|do we have|have i got|"
            "what i own|my exposure|exposure|am i exposed|open positions|we hold|i am holding|my book|holding",
        ),
    ),
    (
        "show_quotes",
        {},
        (
            "prix|cours|cotation|cotations|combien vaut|combien valent|combien coute|a combien est|cote|vaut|valent|"
            "a combien|combien fait|quel niveau|coute|coutent|dernier cours|dernier prix|les marches|se traite|"
            "cote a combien|est a combien|fait combien|bid|ask|valeur",
            "price|prices|quote|quotes|how much is|how much are|trading at|worth|how is|where is|what is|"
            "going for|bid|ask|market prices|last price|current price|spread|cost|how much does|level of|valued at|"
            "how much for|trading|share price|stock price|doing",
        ),
    ),
    (
        "show_audit",
        {},
        (
            "audit|journal|piste d audit|journal d audit|chaine d audit|registre",
            "audit|audit log|audit trail|journal|audit chain|ledger rows",
        ),
    ),
    (
        "check_health",
        {},
        (
            "diagnostic|diagnostics|doctor|sante|tout va bien|tout fonctionne|tout marche|est ce que tout marche|"
            "etat du systeme|docteur|verifie l installation|auto test|tout est en ordre|sante du systeme|"
            "tout est ok|verifie que tout va bien",
            "doctor|diagnostic|diagnostics|health|health check|everything working|everything ok|system health|"
            "system status|self test|check yourself|is everything fine|everything all right|check the system|"
            "everything okay|check the installation|are you healthy|everything running",
        ),
    ),
    (
        "show_usage",
        {},
        (
            "tokens|jetons|usage|consommation|combien de tokens|couts du modele|cout du modele|depenses du modele|"
            "tokens utilises|consommation de tokens|facture du modele|nombre de tokens|tu as consomme|as tu consomme",
            "tokens|token usage|usage|tokens used|model costs|model cost|token count|api spend|spend on tokens|"
            "how many tokens|token consumption|llm cost|llm usage",
        ),
    ),
    (
        "show_status",
        {},
        (
            "statut|etat|mon compte|situation|ou en sommes nous|ou en est on|ou en suis je|capital|mon solde|le solde|"
            "quel solde|solde du compte|solde disponible|fonds propres|mes fonds|etat du compte|compte|resume du compte|"
            "etat des lieux|ou on en est|combien j ai sur mon compte|combien ai je sur mon compte|tresorerie|mon argent|"
            "mon cash|liquidites|combien d argent|solde|comment va mon compte|point sur mon compte|vue d ensemble|"
            "fais le point|le point|resume la situation|ou j en suis|ou en est mon compte|argent ai je",
            "status|my account|balance|equity|how are we doing|where do we stand|where are we|account balance|"
            "account status|my balance|my equity|account|how much money|cash|buying power|overview|summary|"
            "state of the account|how is my account|how is the account|where do i stand|my funds|how am i doing|"
            "account summary|my cash|recap|account overview|what is going on|money do i have|my money|my capital",
        ),
    ),
    *HELPING,
)
"""Reading tools with their arguments and the phrases that ask for them; the longest phrase wins, then the first row."""
