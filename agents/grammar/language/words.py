"""Everything else that a sentence about an order may hold, French and English side by side, without accents."""

from collections.abc import Mapping

from agents.grammar.language.verbs import Twins

WORDS: Mapping[str, Twins] = {
    # What an order is made of.
    "RISK": (
        "risque|risquer|risquez|risquant|en risquant|risque maximal de|un risque de|je risque|perte maximale|"
        "risque maximum",
        "risk|risking|maximum risk|max risk|max loss",
    ),
    "STOP": ("stop|stops", "stop|stops"),
    "STOPLOSS": (
        "stop loss|stoploss|stop de protection|stop protecteur|sl|arret de perte|stop de securite",
        "stop loss|stoploss|sl|protective stop",
    ),
    "STOPLIMIT": ("stop limite|stop limit|stop a cours limite", "stop limit"),
    "TARGET": (
        "objectif|cible|prise de profit|prise de benefice|take profit|tp|objectif de gain|objectif de prix",
        "target|profit target|take profit|tp|price target|take profits|profit taking",
    ),
    "LIMIT": ("limite|limit|a cours limite|cours limite|a prix limite", "limit"),
    "TRIGGER": (
        "declenchement|declenche|declenchee|seuil|seuil de declenchement|declencheur|a seuil|prix de declenchement",
        "trigger|entry trigger|triggered",
    ),
    "QTY": ("quantite|taille|nombre", "quantity|size"),
    "PRICE": ("prix|cours", "price"),
    "ENTRY": (
        "entree|prix d entree|cours d entree|point d entree|prix de revient|point mort",
        "entry|entry price|entry point|cost|fill|fill price|breakeven|break even|my entry",
    ),
    "QUOTED": ("cours actuel|prix actuel|cours du marche|prix du marche|dernier cours|marche", "market|market price"),
    "MARKET": (
        "marche|au marche|au prix du marche|au prix marche|au cours du marche|au mieux|prix du marche|au prix actuel|"
        "au cours actuel",
        "market|at market|at the market|at market price|at the market price|market price|at the current price|"
        "mkt|at mkt|at best",
    ),
    "NOW": (
        "maintenant|tout de suite|immediatement|mtn|de suite|illico",
        "now|right now|immediately|straight away|right away|asap",
    ),
    "BETTER": ("ou mieux|ou meilleur", "or better"),
    "MAX": (
        "max|maximum|au maximum|au plus|ou moins|ou moins cher|ou plus bas|grand max|maxi|tout au plus|pas plus",
        "max|maximum|at most|or less|tops|at the most|no more|or lower|or cheaper|or below|or under",
    ),
    "MIN": (
        "min|minimum|au minimum|au moins|ou plus|ou plus haut|ou plus cher|pas moins",
        "min|minimum|at least|or more|no less|or higher|or above",
    ),
    "MAXPRE": (
        "pas plus de|pas plus que|pas au dessus de|maximum|max|au maximum|au plus|pas plus cher que|plafond a",
        "no more than|not more than|at most|no higher than|not above|at no more than|max|maximum|"
        "for no more than|for at most|at max|at a maximum of|for a maximum of",
    ),
    "MINPRE": (
        "pas moins de|pas en dessous de|minimum|min|au minimum|au moins|pas au dessous de|plancher a",
        "no less than|not less than|at least|no lower than|not below|at no less than|min|minimum|"
        "for no less than|for at least|at a minimum of|for a minimum of",
    ),
    "BELOW": (
        "sous|en dessous|en dessous de|au dessous|au dessous de|plus bas|plus bas que|inferieur a|sous de|en dessous d",
        "below|under|beneath|lower|lower than|underneath",
    ),
    "ABOVE": (
        "au dessus|au dessus de|au dessus d|plus haut|plus haut que|superieur a|par dessus",
        "above|over|higher|higher than",
    ),
    "AWAY": ("d ecart|de distance|de marge", "away|away from|off|from|of room|distance"),
    "EACH": (
        "l action|piece|la piece|chacune|l unite|par action|par titre|chacun",
        "each|apiece|per share|a share|a piece|per unit",
    ),
    "LITTLE": ("un peu|legerement|un poil|un chouia", "a bit|slightly|a little|a little bit|a touch"),
    "SHARES": ("action|actions|titre|titres|part|parts|piece|pieces", "share|shares|stock|stocks|unit|units|shs"),
    "MORE": (
        "de plus|supplementaires|supplementaire|en plus|autres|encore",
        "more|additional|extra|further|another",
    ),
    "WORTH": ("", "worth|worth of"),
    "TODAY": (
        "aujourd'hui|pour aujourd'hui|du jour|pour la journee|valable aujourd'hui|auj|ajd|pour la seance|"
        "valable pour la journee|valable ce jour|ordre du jour|ordre jour|valable jour",
        "today|for today|for the day|day order|good for day|good for the day|day only|today only|for the session",
    ),
    "GTC": (
        "gtc|jusqu a annulation|jusqu a revocation|valable jusqu a annulation|a revocation|valable a revocation|"
        "jusqu a nouvel ordre|valable jusqu a revocation",
        "gtc|good till cancelled|good till canceled|good til cancelled|good til canceled|until cancelled|"
        "until canceled|until i cancel|good until cancelled|good until canceled|till cancelled",
    ),
    # What is closed, reduced or cancelled.
    "ALL": (
        "tout|tous|toute|toutes|tout ce que j ai|tout ce que j ai en|la totalite|l integralite|l ensemble",
        "all|every|everything|the whole|all of|the entire|entire|whole|it all|them all|all of them|the lot|the whole lot",
    ),
    "HALF": ("moitie|la moitie|moitie moitie", "half|a half|one half"),
    "THIRD": ("tiers|un tiers|le tiers", "third|a third|one third"),
    "QUARTER": ("quart|un quart|le quart", "quarter|a quarter|one quarter|a fourth|one fourth"),
    "THREEQ": ("trois quarts|les trois quarts", "three quarters|three fourths"),
    "ORDER": ("ordre|#|numero|ordre numero", "order|#|order number|number"),
    "ORDERS": ("ordres", "orders"),
    "PENDING": (
        "en attente|en cours|ouverts|actifs|ouvert|actif|pendants|restants|non executes",
        "pending|working|open|active|outstanding|resting|live|unfilled|remaining",
    ),
    "LASTW": ("dernier|derniere", "last|latest|previous|most recent"),
    "POSITION": ("position|ligne|pose|exposition", "position|holding|stake|line|exposure"),
    "POSITIONS": ("positions|lignes|portefeuille", "positions|holdings|portfolio|book"),
    "ACCOUNT": ("compte|capital|portefeuille|solde", "account|capital|equity|portfolio|balance"),
    "DAY": ("jour|journee|seance|jour de bourse", "day|session|trading day"),
    "DAYS": ("jours|seances|jours de bourse|jours ouvres", "days|sessions|trading days|business days"),
    "WEEK": ("semaine", "week"),
    "WEEKS": ("semaines", "weeks"),
    "IT": ("ca|cela|celui ci|celle ci|celui la|celle la|celle ci", "it|that|that one|this one|this|them|those"),
    "EN": ("en", ""),
    # Small words.
    "AT": ("au|aux|@", "at|@"),
    "A": ("a", ""),
    "AN": ("", "a|an"),
    "TO": ("jusqu a", "to|up to|down to"),
    "BY": ("", "by"),
    "OF": ("de|d|du|des|parmi", "of|from"),
    "ON": ("sur|dans|en", "on|in|into"),
    "FOR": ("pour", "for"),
    "ART": ("le|la|les|l|mon|ma|mes|ce|cet|cette|ces|notre|nos|ton|tes|ta", "the|my|this|these|our"),
    "MINE": ("mon|ma|mes|nos|notre", "my|our"),
    "ITS": ("son|sa|ses|leur|leurs", "its|their|it 's"),
    "UN": ("un|une", ""),
    "AND": ("et|ainsi que|&", "and|&"),
    "WITH": ("avec|moyennant", "with|w|plus"),
    "THEN": ("puis|ensuite|et puis|et ensuite|apres ca|puis ensuite", "then|and then|after that|also|and also"),
    "POSS": ("", "'s|'"),
    "COLON": (":|=|egal a", ":|="),
    "ME": ("moi|me|m|nous", "me|us|myself"),
    "BUYSIDE": ("a l achat|acheteur|acheteuse|longue|long", "long|on the long side|on the buy side"),
    "SELLSIDE": ("a la vente|vendeur|vendeuse|courte|short", "short|on the short side|on the sell side"),
    "WISH": (
        "je veux|je voudrais|j aimerais|je souhaite|je souhaiterais|peux tu|pourrais tu|pouvez vous|pourriez vous|"
        "veuillez|tu peux|tu pourrais|vous pouvez|vous pourriez|merci de|merci d|je|j|on|nous|tu|"
        "j ai envie de|j ai envie d|je vais|on va|nous allons|il faut|il faudrait|faut|j ai besoin de|"
        "j ai besoin d|allez|vas y|est ce que tu peux|est ce que tu pourrais|est ce que vous pouvez|"
        "est ce que vous pourriez|tu veux bien|veux tu|j aimerais bien|je veux bien|je te demande de|je te prie de|"
        "je te demande d|je te prie d|pense a|n hesite pas a|tu vas|essaie de|essaie d|essaye d|essaye de|je desire|"
        "nous voulons|on veut|nous voudrions|on aimerait|on voudrait|je te laisse|fais moi|j ai decide de|"
        "j ai decide d|je compte|je prefere|je tiens a|je veux que tu|je voudrais que tu|j aimerais que tu|"
        "merci de bien vouloir|tu peux bien|sois gentille|sois gentil|fais",
        "i want to|i would like to|i 'd like to|can you|could you|would you|will you|i want|i 'd like|i would like|"
        "let 's|lets|let us|i|we|i will|i 'll|we 'll|i need to|i need|i wanna|i wish to|i 'd love to|can u|could u|"
        "i want you to|i 'd like you to|i would like you to|we want to|we need to|let me|i am going to|"
        "i 'm going to|i 'm gonna|im gonna|kindly|go ahead and|time to|to|you can|you could|we would like to|"
        "we 'd like to|help me|do me a favor and|i 'm looking to|looking to|feel free to|help me to|just|"
        "i have decided to|i decided to|i am looking to|i want us to|i prefer to|please do|wanna",
    ),
    "POLITE": (
        "s il te plait|s il vous plait|svp|stp|merci|merci d avance|merci beaucoup|eva|ok|okay|bonjour|salut|bonsoir|"
        "coucou|hello|pour moi|alors|bon|hop|slt|cc|d accord|voila|bien|donc|stpl|sil te plait|s te plait|merci bien|"
        "oui|parfait|super|bonne idee|juste|simplement|aussi|vite|rapidement|au passage|cher ami|bah|ben|euh|"
        "chere eva|ma chere eva|s il t plait|tiens|si possible|urgence|c est urgent|tranquillement",
        "please|thanks|thank you|thanks in advance|eva|ok|okay|hello|hi|hey|for me|pls|plz|thx|ty|alright|all right|"
        "so|well|cheers|hey eva|good morning|good evening|yes|yeah|sure|great|just|quickly|kindly|thanks a lot|"
        "thank you very much|much appreciated|dear eva|if possible|emergency|it is urgent|"
        "right|then please|would you|good afternoon|um|uh|thanks so much|thank you so much|yep|fine|thnks",
    ),
    "CLOCK": ("temps|horloge|calendrier|date", "clock|time|replay|calendar"),
    "USD": ("$|usd|dollar|dollars|balles|dollars us", "$|usd|dollar|dollars|buck|bucks|us dollars"),
    "FOREIGN": (
        "€|eur|euro|euros|£|gbp|livre|livres|¥|yen|yens|chf|cad|jpy|franc|francs|livres sterling",
        "€|eur|euro|euros|£|gbp|pound|pounds|¥|yen|chf|cad|jpy|quid",
    ),
    "PCT": ("%|pour cent|pourcent|pourcents|pour cents|pc", "%|percent|per cent|pct"),
    "APPROX": (
        "environ|a peu pres|dans les|aux alentours de|autour de|presque|approximativement|grosso modo|plus ou moins",
        "about|around|roughly|approximately|approx|nearly|almost|some|more or less|circa|ish",
    ),
    "FEW": (
        "quelques|qqs|plusieurs|des|un peu de|un peu d|un paquet de|beaucoup de|plein de|qq|pas mal de",
        "a few|several|some|a bunch of|a lot of|lots of|many|a bit of|a little|a little bit of|a few more|some more",
    ),
    "REPEAT": (
        "encore une fois|pareil|la meme chose|le meme ordre|idem|refais|refais le|refais la meme chose|rebelote|"
        "refais pareil|meme chose|meme ordre|fais pareil|fais la meme chose|recommence|refais ca|"
        "fais de meme|repete l ordre|repete le|le meme|la meme|pareillement|de meme",
        "same again|the same again|same thing again|do it again|do that again|once more|one more time|the same|"
        "the same thing|do the same|same|same order|do the same thing|repeat that|repeat the order|again|"
        "the same order|same thing|repeat that order|repeat the last order|ditto|likewise",
    ),
    "DOUBLE": (
        "double|double ca|double la mise|double la|double le|double cet ordre|double l ordre|le double|"
        "fais le double|doublez|doubler|double la taille",
        "double that|double it|double the order|double|double up|make it double|double that order|twice that|"
        "twice as much|double the size|double the position|do twice that",
    ),
    "TRIPLE": ("triple|triple ca|triple la mise|triple la|triple le", "triple that|triple it|triple the order|triple"),
}
"""Categories and their phrases. A word may belong to several."""

SEPARATORS = frozenset(",.;!()…-–—")
"""Marks that only separate."""
