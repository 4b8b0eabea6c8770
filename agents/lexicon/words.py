"""The vocabulary: for each concept its French and English phrases, side by side, without accents or capitals.

Phrases are separated by `|`; the longest one wins. Elisions stand without apostrophe ("d", "l", "n"), hyphens as spaces.
"""

from collections.abc import Mapping

Twins = tuple[str, str]
"""French phrases, English phrases."""

HEADS: Mapping[str, Twins] = {
    "buy": ("achete|achetes|achetez|acheter|achat|rachete|rachetez|racheter", "buy|purchase|buy back|go long"),
    "sell": ("vends|vendez|vendre|vente|revends|revendre", "sell"),
    "short": (
        "a decouvert|vends a decouvert|vendez a decouvert|vendre a decouvert|vente a decouvert|shorte|shorter",
        "short|sell short|short sell|go short",
    ),
    "close": (
        "ferme|fermez|fermer|liquide|liquidez|liquider|solde|soldez|solder|cloture|cloturez|cloturer",
        "close|close out|liquidate|exit",
    ),
    "flatten": ("", "flatten"),
    "reduce": ("reduis|reduit|reduisez|reduire|allege|allegez|alleger", "reduce|trim|cut"),
    "cancel": ("annule|annulez|annuler|supprime|supprimez|supprimer", "cancel|delete"),
    "amend": (
        "remonte|remontez|remonter|monte|montez|monter|descends|descendez|descendre|baisse|baissez|baisser|deplace|"
        "deplacez|deplacer|change|changez|changer|modifie|modifiez|modifier|ajuste|ajustez|ajuster|releve|relever|"
        "abaisse|abaisser|resserre|resserrer",
        "move|raise|lower|change|amend|modify|adjust|tighten|update",
    ),
    "halt": (
        "coupe tout|coupez tout|tout couper|arrete tout|arretez tout|tout arreter|stop tout|stoppe tout|stoppez tout|"
        "coupe le trading|arrete le trading|stoppe le trading|arret d urgence",
        "stop everything|stop all|stop trading|stop all trading|kill|kill everything|kill all|kill switch|halt|"
        "halt trading|halt everything|halt all|shut everything down|emergency stop",
    ),
    "resume": (
        "reprends|reprenez|reprendre|reprends le trading|reprendre le trading|relance le trading",
        "resume|resume trading|unhalt|restart trading",
    ),
    "advance": ("avance|avancez|avancer|saute|sautez|sauter", "advance|skip|fast forward"),
}
"""Verbs (and the nouns used as orders) that ask for an act."""

WORDS: Mapping[str, Twins] = {
    # What an order is made of.
    "risk": ("risque|risquer|risquez|risquant|en risquant", "risk|risking"),
    "stop": ("stop|stops", "stop|stops"),
    "stoploss": ("stop loss|stop de protection|stop protecteur", "stop loss|stoploss|sl|protective stop"),
    "stoplimit": ("stop limite", "stop limit"),
    "target": (
        "objectif|cible|prise de profit|prise de benefice|take profit",
        "target|profit target|take profit|tp",
    ),
    "limit": ("limite|limit|a cours limite|cours limite", "limit"),
    "trigger": ("declenchement|seuil|seuil de declenchement|declencheur", "trigger|entry trigger"),
    "qty": ("quantite|taille", "quantity|size"),
    "price": ("prix|cours", "price"),
    "market": (
        "marche|au marche|au prix du marche|maintenant|tout de suite|immediatement",
        "market|at market|at the market|at market price|now|right now|immediately",
    ),
    "better": ("ou mieux", "or better"),
    "max": ("max|maximum|au maximum|au plus|ou moins", "max|maximum|at most|or less"),
    "min": ("min|minimum|au minimum|au moins|ou plus", "min|minimum|at least|or more"),
    "shares": ("action|actions|titre|titres|part|parts", "share|shares|stock|stocks|unit|units"),
    "worth": ("", "worth"),
    "today": (
        "aujourd'hui|pour aujourd'hui|du jour|pour la journee|valable aujourd'hui",
        "today|for today|for the day|day order|good for day",
    ),
    "gtc": (
        "gtc|jusqu a annulation|jusqu a revocation|valable jusqu a annulation|a revocation",
        "gtc|good till cancelled|good till canceled|good til cancelled|good til canceled|until cancelled|until canceled",
    ),
    # What is closed, reduced or cancelled.
    "all": ("tout|tous|toute|toutes", "all|every|everything"),
    "half": ("moitie|la moitie", "half|a half|one half"),
    "third": ("tiers|un tiers|le tiers", "third|a third|one third"),
    "quarter": ("quart|un quart|le quart", "quarter|a quarter|one quarter"),
    "order": ("ordre|#", "order|#"),
    "orders": ("ordres", "orders"),
    "pending": ("en attente|en cours|ouverts|actifs", "pending|working|open|active|outstanding"),
    "position": ("position", "position"),
    "positions": ("positions", "positions"),
    "day": ("jour|journee|seance", "day|session"),
    "days": ("jours|seances", "days|sessions"),
    "week": ("semaine", "week"),
    "weeks": ("semaines", "weeks"),
    # Small words.
    "at": ("au|@", "at|@"),
    "a": ("a", "a|an"),
    "to": ("jusqu a", "to|up to|down to"),
    "by": ("", "by"),
    "of": ("de|d|du|des", "of"),
    "on": ("sur|dans|en", "on|in"),
    "for": ("pour", "for"),
    "art": ("le|la|les|l|mon|ma|mes|ce|cet|cette|ces|leur", "the|my|this|these"),
    "un": ("un|une", ""),
    "and": ("et|avec|ainsi que", "and|with"),
    "poss": ("", "'s"),
    "colon": (":|=", ":|="),
    "set": ("mets|mettez|mettre|met|place|placez|placer|passe|passez|passer|fixe|fixer", "set|put|place"),
    "polite": (
        "s il te plait|s il vous plait|svp|stp|merci|merci de|merci d|merci d avance|eva|ok|bonjour|salut|bonsoir|moi|pour moi|"
        "je veux|je voudrais|j aimerais|je souhaite|peux tu|pourrais tu|pouvez vous|pourriez vous|veuillez|tu peux",
        "please|thanks|thank you|thanks in advance|eva|ok|okay|hello|hi|hey|for me|me|i want to|i would like to|i 'd like to|can you|"
        "could you|would you|will you|i want|go ahead and",
    ),
    "usd": ("$|usd|dollar|dollars", "$|usd|dollar|dollars|buck|bucks"),
    "foreign": (
        "€|eur|euro|euros|£|gbp|livre|livres|¥|yen|yens|chf|cad|jpy|franc|francs",
        "€|eur|euro|euros|£|gbp|pound|pounds|¥|yen|chf|cad|jpy",
    ),
    "pct": ("%|pour cent|pourcent", "%|percent|per cent|pct"),
    # What turns an order into something else.
    "preview": (
        "simule|simulez|simuler|simulation|et si je|et si j|et si on|previsualise|a blanc",
        "preview|simulate|what if i|what if we|dry run",
    ),
    "done_buy": ("achetais|achetait|acheterais", "bought"),
    "done_sell": ("vendais|vendait|vendrais|vendu|vendus|vendue", "sold"),
    "done": (
        "ai|avais|avait|avons|avez|aurais|hier|deja|reduite|etait|etais|repris",
        "had|was|were|did|yesterday|ago|already|closed|cancelled|canceled|reduced|shorted|moved|halted|stopped|"
        "resumed|advanced|placed|liquidated|purchased|flattened",
    ),
    "negation": (
        "ne|n|pas|jamais|aucun|aucune|non|ni|rien|evite|evitez|eviter|sauf|sans",
        "not|never|no|nor|none|nothing|dont|don t|do not|didnt|wont|cant|cannot|shouldnt|doesnt|avoid|except|without",
    ),
    "condition": (
        "si|s il|s ils|s elle|quand|lorsque|lorsqu|des que|des qu|tant que|sinon|a moins|au cas|en cas|apres|avant",
        "if|when|whenever|once|unless|until|while|otherwise|in case|after|before|suppose|assuming",
    ),
    "question": (
        "?|est ce|devrais|devrait|dois|faut|faudrait|pourquoi|comment|combien|quel|quelle|quels|quelles|qu est ce|"
        "puis je|peut on|quoi|serait|aurait",
        "?|should|would|could|may|might|shall|why|how|what|which|who|where|whether|can i|could i|do i|does|is it",
    ),
}
"""Everything else that a sentence about an order may hold."""

NUMBERS: Mapping[str, Twins] = {
    "1": ("", "one"),
    "2": ("deux", "two"),
    "3": ("trois", "three"),
    "4": ("quatre", "four"),
    "5": ("cinq", "five"),
    "6": ("six", "six"),
    "7": ("sept", "seven"),
    "8": ("huit", "eight"),
    "9": ("neuf", "nine"),
    "10": ("dix", "ten"),
    "12": ("douze", "twelve"),
    "15": ("quinze", "fifteen"),
    "20": ("vingt", "twenty"),
    "30": ("trente", "thirty"),
    "50": ("cinquante", "fifty"),
    "100": ("cent", "hundred"),
    "1000": ("mille", "thousand"),
}
"""Numbers in one word; longer ones ("twenty five") leave a word over and are asked back."""

FUNCTION_WORDS: Twins = (
    "je tu il elle nous vous ils que qui quoi est sont suis es peux peut veux fait faire mon mes dans avec sur pour "
    "plus encore bien bonjour salut merci oui non alors donc ca cela cette c j l d qu n y aux ou mais comme chez",
    "i you he she we they what which who is are am was be can do does did have has my your his in on with for and the "
    "this that these yes hello hi thanks thank it its of from about how much many show tell give want please",
)
"""Words that betray a language without meaning anything here."""

ALIASES: Mapping[str, str] = {
    "apple": "AAPL",
    "google": "GOOG",
    "alphabet": "GOOG",
    "microsoft": "MSFT",
    "international business machines": "IBM",
    "s & p 500": "SPX",
    "s & p": "SPX",
    "s & p500": "SPX",
    "sp500": "SPX",
    "nasdaq": "IXIC",
    "nasdaq composite": "IXIC",
}
"""Names of companies and indices; one counts only while its symbol is known."""
