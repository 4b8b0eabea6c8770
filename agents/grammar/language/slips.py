"""Hurried writing: short forms and frequent slips with the words that they stand for, French and English."""

from collections.abc import Mapping

SHORT: Mapping[str, str] = {
    # French
    "jveux": "je veux", "jvx": "je veux", "jveu": "je veux", "jvoudrai": "je voudrais", "jvoudrais": "je voudrais",
    "jvais": "je vais", "jvai": "je vais", "jaimerais": "j aimerais", "jaimerai": "j aimerais", "jai": "j ai",
    "jsouhaite": "je souhaite", "jprend": "j prends", "tpeux": "tu peux", "tpe": "tu peux", "peu tu": "peux tu",
    "ds": "dans", "dla": "de la", "ke": "que", "pr": "pour", "ac": "avec", "av": "avec", "avc": "avec",
    "avk": "avec", "aveque": "avec", "tt": "tout", "ts": "tous", "ttes": "toutes", "sr": "sur", "mtnt": "maintenant",
    "mnt": "maintenant", "auj": "aujourd'hui", "obj": "objectif", "posit": "position",
    "dacc": "d accord", "dac": "d accord",
    "aujourdhui": "aujourd'hui", "aujourdui": "aujourd'hui", "maintenent": "maintenant", "silteplait": "s il te plait",
    "siouplait": "s il te plait", "siteplait": "s il te plait", "ordr": "ordre", "titr": "titre",
    "acion": "action", "acions": "actions", "laction": "l action", "faudrai": "faudrait", "ojd": "aujourd'hui",
    "dun": "d un", "dune": "d une", "lobjectif": "l objectif", "lordre": "l ordre", "kan": "quand", "qd": "quand",
    "pk": "pourquoi", "pkoi": "pourquoi", "jamai": "jamais", "pa": "pas", "demin": "demain", "2main": "demain",
    # English
    "u": "you", "ur": "your", "ya": "you", "yr": "your", "lemme": "let me", "teh": "the", "hte": "the", "tha": "the",
    "da": "the", "nd": "and", "adn": "and", "anf": "and", "frm": "from", "wth": "with",
    "wit": "with", "ot": "to", "2day": "today", "tday": "today", "tdy": "today", "todya": "today",
    "posn": "position", "postn": "position", "pozition": "position", "trgt": "target", "lmit": "limit", "mrkt": "market",
    "makt": "market", "mket": "market", "marketprice": "market price", "trig": "trigger", "shr": "share",
    "shrs": "shares", "gona": "gonna", "wana": "wanna", "wnna": "wanna", "plis": "please", "plse": "please",
    "pleas": "please", "pleae": "please", "pse": "please", "lik": "like", "wanto": "want to", "iwant": "i want",
    "im": "i 'm", "ive": "i 've", "ill": "i 'll", "lets": "lets", "cld": "could", "plsss": "please",
    "immediatly": "immediately", "imediately": "immediately", "rite": "right", "tmrw": "tomorrow",
    "tmr": "tomorrow", "tomo": "tomorrow", "2moro": "tomorrow", "tmw": "tomorrow", "tomorow": "tomorrow",
    "dnt": "dont", "donot": "do not", "shud": "should", "shd": "should", "wud": "would", "b4": "before",
    "untill": "until", "wen": "when", "bfore": "before", "ystrday": "yesterday", "yday": "yesterday",
}  # fmt: skip
"""Written and meant; what is meant may be a word that keeps a sentence from acting."""

ELIDED: Mapping[str, tuple[str, ...]] = {
    "j": ("VERBS",),
    "m": ("VERBS",),
    "d": ("NAMES", "NOUNS", "VERBS"),
    "l": ("NOUNS",),
}
"""What may follow an elision whose apostrophe was left out: "jachete", "dapple", "laction"."""

NOUNS = frozenset("action actions ordre ordres objectif entree achat annulation ensemble integralite".split())
"""Nouns that an elision stands before."""

PLAIN = (
    "POSITION POSITIONS ORDER ORDERS SHARES MARKET PENDING ART FOR WITH ALL LIMIT STOP TARGET TRIGGER STOPLOSS "
    "STOPLIMIT ACCOUNT NOW DAY DAYS WEEK WEEKS LASTW HALF THIRD QUARTER TODAY GTC OWNED WHOLLY EACH MAXPRE BETTER BELOW "
    "ABOVE ENTRY QUOTED PRICE RISK USD PCT OF ON ONLY MORE"
).split()
"""Categories whose words may be put right: they tell no side, and their meaning is the same for all that is near."""

CIVIL = frozenset(
    "please thanks thank merci bonjour bonsoir salut hello voudrais souhaite souhaiterais pourrais pouvez pourriez "
    "would could want like just quickly kindly avance rapidement vite morning".split()
)
"""Words of manners that may be put right too; the others are too near to words that mean something."""
