"""Everything else that a sentence about an order may hold, French and English side by side, without accents."""

from collections.abc import Mapping

from agents.grammar.language.manners import MANNERS
from agents.grammar.language.supposed import Twins

WORDS: Mapping[str, Twins] = {
    # What an order is made of.
    "RISK": (
        "risque|risquer|risquez|risquant|en risquant|risque maximal de|un risque de|je risque|perte maximale|"
        "risque maximum|prends un risque de|prendre un risque de|prenez un risque de|prends comme risque|risquons",
        "take a risk of|taking a risk of|risk up to|risk a total of|risk|risking|maximum risk|max risk|max loss",
    ),
    "ATRISK": ("en risque|a risquer|de risque|en jeu", "at risk|of risk"),
    "STOP": ("stop|stops", "stop|stops"),
    "STOPLOSS": (
        "stop loss|stoploss|stop de protection|stop protecteur|sl|arret de perte|stop de securite|stop de perte|"
        "stop perte|ordre de protection|protection",
        "stop loss|stoploss|sl|protective stop|protection|safety stop",
    ),
    "STOPLIMIT": ("stop limite|stop limit|stop a cours limite|stop a limite|stop lmt", "stop limit|stop lmt"),
    "TARGET": (
        "objectif|cible|prise de profit|prise de benefice|take profit|tp|objectif de gain|objectif de prix|prix cible|"
        "objectif de cours|prise de profits|prise de benefices",
        "target|profit target|take profit|tp|price target|take profits|profit taking|tgt",
    ),
    "LIMIT": ("limite|limit|a cours limite|cours limite|a prix limite|prix limite|lmt|lim|limitee", "limit|lmt|lim"),
    "TRIGGER": (
        "declenchement|declenche|declenchee|seuil|seuil de declenchement|declencheur|a seuil|prix de declenchement",
        "trigger|entry trigger|triggered|trigger price|activation|triggering|trg",
    ),
    "QTY": ("quantite|taille|nombre|qte|qty|nombre de titres", "quantity|size|qty|share count"),
    "PRICE": ("prix|cours|px", "price|px"),
    "ENTRY": (
        "entree|prix d entree|cours d entree|point d entree|prix de revient|point mort",
        "entry|entry price|entry point|cost|fill|fill price|breakeven|break even|my entry",
    ),
    "QUOTED": ("cours actuel|prix actuel|cours du marche|prix du marche|dernier cours|marche", "market|market price"),
    "MARKET": (
        "marche|au marche|au prix du marche|au prix marche|au cours du marche|au mieux|prix du marche|au prix actuel|"
        "au cours actuel|o marche|a marche|prix marche|a tout prix|au dernier cours|mkt|mkt order|au prix courant",
        "market|at market|at the market|at market price|at the market price|market price|at the current price|"
        "mkt|at mkt|at best|at the mkt|at the going rate|at the going price|at going price|at whatever price|"
        "at current market price|at the prevailing price|at current price",
    ),
    "NOW": (
        "maintenant|tout de suite|immediatement|mtn|de suite|illico|des maintenant|sur le champ|la maintenant|"
        "sans attendre|sans tarder|des que possible|au plus vite|dans l instant|au plus tot|a l instant|"
        "des a present|la tout de suite|illico presto|le plus vite possible|le plus rapidement possible|fissa|"
        "asap|immediat|a present|pronto",
        "now|right now|immediately|straight away|right away|asap|rn|at once|this instant|this second|right this second|"
        "as soon as possible|without delay|this minute|pronto|this very moment|instantly|on the spot|"
        "as fast as you can|as quickly as you can|as quick as you can|as quickly as possible|promptly|this moment|"
        "before it 's too late|at this moment|stat",
    ),
    "BETTER": ("ou mieux|ou meilleur", "or better"),
    "MAX": (
        "max|maximum|au maximum|au plus|ou moins|ou moins cher|ou plus bas|grand max|maxi|tout au plus|pas plus",
        "max|maximum|maxi|at most|or less|tops|at the most|no more|or lower|or cheaper|or below|or under",
    ),
    "MIN": (
        "min|minimum|au minimum|au moins|ou plus|ou plus haut|ou plus cher|pas moins",
        "min|minimum|at least|or more|no less|or higher|or above",
    ),
    "MAXPRE": (
        "pas plus de|pas plus que|pas au dessus de|maximum|max|au maximum|au plus|pas plus cher que|plafond a|"
        "sans depasser|sans aller au dessus de|sans aller au dela de|sans payer plus de|sans payer plus que|plafond|"
        "plafonne a|avec un plafond de|avec un plafond a|avec un maximum de|pour un maximum de|a un maximum de|maxi|"
        "ne paie pas plus de|ne paye pas plus de|ne depasse pas|ne va pas au dessus de|sans monter au dessus de|"
        "jusqu a un maximum de|pas au dela de|pas plus haut que|ne paie pas plus que|jusqu a|a pas plus de",
        "no more than|not more than|at most|no higher than|not above|at no more than|max|maximum|"
        "for no more than|for at most|at max|at a maximum of|for a maximum of|without going over|without going above|"
        "without exceeding|without paying more than|without paying over|not exceeding|capped at|cap at|cap|"
        "with a cap of|with a cap at|with a maximum of|with a max of|max price|maximum price|don't pay more than|"
        "do not pay more than|don't go above|don't go over|do not go above|never pay more than|not over|up to|"
        "up to a maximum of|paying no more than|pay no more than|pay at most|pay up to|pay max|paying at most|paying up to|not a cent more than|not higher than",
    ),
    "MINPRE": (
        "pas moins de|pas en dessous de|minimum|min|au minimum|au moins|pas au dessous de|plancher a|"
        "sans descendre sous|sans descendre en dessous de|sans aller sous|sans passer sous|ne descends pas sous|"
        "avec un plancher a|avec un plancher de|avec un minimum de|pour un minimum de|a un minimum de|pas sous|"
        "ne vends pas sous|ne vends pas en dessous de|pas plus bas que|plancher|a pas moins de",
        "no less than|not less than|at least|no lower than|not below|at no less than|min|minimum|"
        "for no less than|for at least|at a minimum of|for a minimum of|without going below|without going under|"
        "with a floor of|with a floor at|with a minimum of|with a min of|min price|minimum price|not under|"
        "don't sell below|don't sell under|don't go below|do not go below|don't take less than|floor",
    ),
    "BELOW": (
        "sous|ss|dessous|en dessous|en dessous de|au dessous|au dessous de|plus bas|plus bas que|inferieur a|sous de|en dessous d",
        "below|under|beneath|lower|lower than|underneath|down|south of",
    ),
    "ABOVE": (
        "au dessus|au dessus de|au dessus d|plus haut|plus haut que|superieur a|par dessus",
        "above|over|higher|higher than|up|north of",
    ),
    "AWAY": ("d ecart|de distance|de marge|plus loin|d intervalle", "away|away from|off|from|of room|distance|wide"),
    "EACH": (
        "l action|piece|la piece|chacune|l unite|par action|par titre|chacun|l une|du titre|le titre|de l unite",
        "each|apiece|per share|a share|a piece|per unit|a pop|ea|a unit",
    ),
    "LITTLE": ("un peu|legerement|un poil|un chouia", "a bit|slightly|a little|a little bit|a touch"),
    "SHARES": (
        "action|actions|titre|titres|part|parts|piece|pieces|pcs|unites|valeur|unite|shs",
        "share|shares|stock|stocks|unit|units|shs|pcs|pieces|sh|shrs|shares of stock",
    ),
    "LSHARE": (
        "l action|le titre|l indice|la societe|l entreprise|la valeur",
        "the stock|the index|the company",
    ),
    "TIMES": ("x|fois", "x|times|lots of"),
    "MORE": (
        "de plus|supplementaires|supplementaire|en plus|autres|encore",
        "more|additional|extra|further|another",
    ),
    "WORTH": ("", "worth|worth of"),
    "TODAY": (
        "aujourd'hui|pour aujourd'hui|du jour|pour la journee|valable aujourd'hui|auj|ajd|pour la seance|"
        "valable pour la journee|valable ce jour|ordre du jour|ordre jour|valable jour|valable la journee|"
        "valable pour la seance|valable pour aujourd'hui|valide aujourd'hui|valide pour la journee|validite jour|"
        "validite du jour|valable un jour|valable une journee|dans la journee|valable pour ce jour|pour ce jour|"
        "valable sur la journee|valable la seance|valable pour la seance du jour|valable le jour meme|"
        "valable pour la seance en cours|pour la seance du jour|bon pour la journee|bonne pour la journee|"
        "validite journee|validite : jour|valide jour|valable cette seance|expire ce soir|valable jusqu a ce soir|"
        "pour la seance en cours|valable pour cette seance",
        "today|for today|for the day|day order|good for day|good for the day|day only|today only|for the session|"
        "good for today|valid today|valid for today|valid for the day|tif day|tif : day|gfd|this session|"
        "for this session|good today|good for the session|good for this session|valid for the session|"
        "time in force day|valid for this session|for today 's session|for the day only|just for today|"
        "just for the day|only for today|valid only today|only for the day|day validity|expires today|"
        "good till end of day|until end of day|until the end of the day|good until end of day|till end of day",
    ),
    "GTC": (
        "gtc|jusqu a annulation|jusqu a revocation|valable jusqu a annulation|a revocation|valable a revocation|"
        "jusqu a nouvel ordre|valable jusqu a revocation|valide jusqu a annulation|tant que je ne l annule pas|"
        "jusqu a ce que je l annule|jusqu a ce que j annule|valable jusqu a nouvel ordre|validite gtc|"
        "bon jusqu a annulation|sans date limite|sans limite de temps|valide jusqu a revocation|"
        "valable tant que je ne l annule pas|bonne jusqu a annulation|sans limite de duree|validite revocation",
        "gtc|good till cancelled|good till canceled|good til cancelled|good til canceled|until cancelled|"
        "until canceled|until i cancel|good until cancelled|good until canceled|till cancelled|till canceled|"
        "until i cancel it|till i cancel it|good till i cancel|good until i cancel|good till i cancel it|tif gtc|"
        "tif : gtc|til cancelled|good until i cancel it|time in force gtc|valid until cancelled|till i cancel|"
        "valid till cancelled|keep it open until i cancel|good 'til cancelled|good 'til canceled",
    ),
    "ONLY": ("seulement|uniquement|exclusivement|et c est tout", "only|solely"),
    # What is closed, reduced or cancelled.
    "ALL": (
        "tout|tous|toute|toutes|tout ce que j ai|la totalite|l integralite|l ensemble|tout ce que je detiens|"
        "tout ce que je possede|tout ce qu il me reste|la totalite de|l integralite de|l ensemble de|"
        "absolument tout|toutes sans exception|tt|ttes",
        "all|every|everything|the whole|all of|the entire|entire|whole|it all|them all|all of them|the lot|"
        "the whole lot|everything i have|everything i own|everything i hold|all that i have|all i have|"
        "all i own|all i hold|everything i 've got|all i 've got|every single|every last|each and every|"
        "the entirety|the full|full|absolutely everything|every one|every single one|all that i own|"
        "all that i hold|every one of",
    ),
    "ALLIN": (
        "tout ce que j ai en|tout ce que je detiens en|tout ce que j ai sur|tout ce que je possede en",
        "everything i have in|all i have in|everything i own in|everything i hold in",
    ),
    "WHOLLY": (
        "entierement|completement|totalement|integralement|en entier|en totalite|en integralite|en totale|"
        "dans son integralite|dans sa totalite|en une fois|d un coup|d un seul coup",
        "completely|fully|entirely|in full|in its entirety|totally|altogether|outright|in one go|all at once|"
        "wholly|all the way|to zero|in its entirety|all together",
    ),
    "INHALF": ("en deux|de moitie|par deux|par moitie", "in half|in two|by half"),
    "OWNED": (
        "que je detiens|que je possede|que j ai|en ma possession|detenues|detenus|en portefeuille|que j ai en portefeuille|"
        "que j ai encore|qui me restent|qu il me reste|dont je dispose",
        "i own|i hold|that i own|that i hold|i have|that i have|i 've got|that i 've got|i 'm holding|i am holding|"
        "we own|we hold|i currently own|i currently hold|i still have|i still own|i still hold|in my account|"
        "in my portfolio|in my book",
    ),
    "OFF": ("", "off|off of|out of|outta"),
    "OFFTABLE": ("", "off the table|off the book|off my book|off my plate"),
    "NEWW": ("nouveau|nouvel|nouvelle", "new"),
    "ASW": ("comme|en guise de|a titre de", "as a|as an|as my|as the"),
    "CASHPRE": (
        "a hauteur de|pour un total de|pour un montant de|d une valeur de|pour une valeur de|d un montant de|"
        "pour l equivalent de|l equivalent de|pour une somme de|montant|pour environ",
        "to the tune of|for a total of|worth|in the amount of|for a value of|with a value of|for a total value of|"
        "amount|notional|using|totaling|totalling",
    ),
    "HALF": ("moitie|la moitie|moitie moitie|la moitie de", "half|a half|one half"),
    "THIRD": ("tiers|un tiers|le tiers", "third|a third|one third"),
    "QUARTER": ("quart|un quart|le quart", "quarter|a quarter|one quarter|a fourth|one fourth"),
    "THREEQ": ("trois quarts|les trois quarts", "three quarters|three fourths"),
    "ORDER": (
        "ordre|#|numero|ordre numero|n °|ordre n °|ordre num|ord|num|id|ref|reference",
        "order|#|order number|number|order id|ticket|order no|id|ord|order #",
    ),
    "ORDERS": ("ordres", "orders"),
    "PENDING": (
        "en attente|en cours|ouverts|actifs|ouvert|actif|pendants|restants|non executes|ouverte|ouvertes|active|actives|"
        "actuel|actuelle|actuels|actuelles|existant|existante|existants|existantes|courante|courantes|non execute|"
        "en suspens|restante|restantes|en attente d execution|ce qui est en attente|ce qui est en cours|ce qui attend|"
        "qui sont en attente|qui sont en cours",
        "pending|that is pending|that 's pending|thats pending|that is working|that are pending|still pending|"
        "working|open|active|outstanding|resting|live|unfilled|remaining|existing|current|unexecuted|standing|"
        "that are pending|that are open|that are working|that 's pending",
    ),
    "LASTW": ("dernier|derniere|tout dernier", "last|latest|previous|most recent|very last"),
    "POSITION": (
        "position|ligne|pose|exposition|trade|pos|participation",
        "position|holding|stake|line|exposure|trade|pos|holdings|posn|bag|bags",
    ),
    "POSITIONS": ("positions|lignes|portefeuille|trades", "positions|holdings|portfolio|book|trades|stakes"),
    "ACCOUNT": ("compte|capital|portefeuille|solde", "account|capital|equity|portfolio|balance"),
    "DAY": (
        "jour|journee|seance|jour de bourse|seance de bourse",
        "day|session|trading day|trading session|market day",
    ),
    "DAYS": (
        "jours|seances|jours de bourse|jours ouvres|seances de bourse|journees",
        "days|sessions|trading days|business days|trading sessions|market days",
    ),
    "WEEK": ("semaine|semaine de bourse|semaine entiere", "week|trading week|full week|whole week"),
    "WEEKS": ("semaines|semaines de bourse|semaines entieres", "weeks|trading weeks|full weeks"),
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
    "ART": ("le|la|les|l|ce|cet|cette|ces|ton|tes|ta", "the|this|these|your"),
    "MINE": ("mon|ma|mes|nos|notre", "my|our"),
    "ITS": ("son|sa|ses|leur|leurs", "its|their|it 's"),
    "UN": ("un|une", ""),
    "AND": ("et|ainsi que|&", "and|&"),
    "WITH": ("avec|moyennant", "with|w|plus"),
    "THEN": ("puis|ensuite|et puis|et ensuite|apres ca|puis ensuite", "then|and then|after that|also|and also"),
    "POSS": ("", "'s|'|' s"),
    "COLON": (":|=|egal a", ":|="),
    "ME": ("moi|me|m|nous", "me|us|myself"),
    "BUYSIDE": ("a l achat|acheteur|acheteuse|longue|long|a la hausse", "long|on the long side|on the buy side"),
    "SELLSIDE": ("a la vente|vendeur|vendeuse|courte|short|a decouvert", "short|on the short side|on the sell side"),
    "CLOCK": ("temps|horloge|calendrier|date", "clock|time|replay|calendar"),
    "USD": (
        "$|usd|dollar|dollars|dollars us|dollars americains|billets verts",
        "$|usd|dollar|dollars|buck|bucks|us dollars|american dollars",
    ),
    "FOREIGN": (
        "€|eur|euro|euros|£|gbp|livre|livres|¥|yen|yens|chf|cad|jpy|franc|francs|livres sterling|balles|pognon",
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
    **MANNERS,
}
"""Categories and their phrases. A word may belong to several."""

SEPARATORS = frozenset(",.;!()…-–—/")
"""Marks that only separate."""
