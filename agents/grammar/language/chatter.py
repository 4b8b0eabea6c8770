"""What people tell before a request, and what shows that they tell of something else than what they want now."""

SPEAKERS = frozenset("i je j nous we ca c us".split())
"""Somebody speaks of themselves, or of how things are ("ça fait longtemps", "c'est parti")."""

DOING = frozenset("y a va est s se en avait peut attend vient rentre sort part".split())
"""What the French "on" does in small talk."""

OPENERS = frozenset(
    "hope quick coffee morning weekend petite petit busy ready back finally weather sunny lovely beautiful rainy "
    "journee soleil cafe meteo reunion pause lunch meeting anyway anyways tired office gym holiday holidays traffic "
    "bus train rain snow fatigue vacances dejeuner boulot bureau retard presse pressee pluie".split()
)
"""Words of small talk that show the same without one."""

ALLOWED = frozenset(
    "ai as avons avez avait avais etait etais eu had was were did got been 've cancelled canceled is are ce matin "
    "this before avant il i we minute minutes".split()
)
"""Words of marks that chatter may hold."""

BEFORE = frozenset("my our mon ma mes notre de d lunch work dinner breakfast school bed".split())
"""What "before" may stand in front of: one's own meeting, never the close of the market."""

WEATHER = frozenset("fait pleut neige est etait".split())
"""What "il" may stand in front of in chatter: the weather and the hour, never somebody."""

OTHER_WORDS = frozenset(
    "lu lis lit lire vu su mot mots test tests demo note notes memo mail mails sms si bot jeu role regle regles mode "
    "titre root sudo act sign text texts post posts word words idea ideas plan plans tip tips rule rules say says said "
    "told tell tells ask asks hear heard read see seen saw call calls called mean means joke jokes joking kidding "
    "almost nearly used forgot forget wish would could should might maybe perhaps thought think guess wonder doubt "
    "suppose reckon bet believe temptation tempted fake false faux blague rire reve reves dream dreamt dreamed sold "
    "bought shorted closed reduced liquidated purchased traded paul bob for example instance yet whenever except "
    "unless but mais sauf however cependant pourtant sinon instead plutot oops oups wrong erreur mistake sorry "
    "bad fou fous lost bug bugs contre bet bets dare dares pari trade trades "
    "already deja hier yesterday ago demain tomorrow later tard soon bientot next prochain prochaine today tonight "
    "his her their he she they elle elles eux lui client clients boss patron advice avis friend brother sister mother "
    "father mum dad frere soeur mere pere oncle uncle tante aunt voisin neighbour neighbor collegue colleague broker "
    "courtier banker banquier conseiller advisor guru newsletter news headline journal presse tv radio youtube reddit "
    "signal cue condition forecast prevision previsions rumeur rumor rumour bruit experts analyst analysts "
    "analyste analystes influencer ignore oublie forget override system systeme admin safety securite checks prompt".split()
)
"""Words that tell of others, of other times, of writing, of doubt: with one of them the sentence is asked about."""

OTHER_STEMS = (
    "conseil", "recommand", "recommend", "sugger", "suggest", "propos", "ecri", "writ", "wrote", "entend", "repet",
    "souffl", "annonc", "announc", "headline", "article", "blog", "tweet", "email", "courriel", "lettre", "letter",
    "messag", "rappel", "remind", "brouillon", "draft", "exempl", "hypoth", "scenario", "question", "strateg",
    "attend", "wait", "expect", "imagin", "suppos", "pens", "croi", "hesit", "dout", "demand", "voudr", "aurai", "serai", "phras",
    "traduc", "tradui", "translat", "quot", "citation", "slogan", "consign", "instruct", "developp", "develop",
    "administr", "plaisant", "rigol", "ironi", "simul", "pretend", "prete", "advis", "regret", "consid",
    "envisag", "essay", "promis", "promet", "jur", "dis", "dit", "dir", "raconte", "expli", "explain", "appren", "desactiv", "disabl", "verifi", "bypass", "unrestrict",
    "idee", "refus", "hate", "detest", "forbid", "interdi", "illeg", "pieg", "trap", "scam", "arnaqu", "against", "contre ",
    "dumb", "stupid", "crazy", "folle", "insan", "silly", "absurd", "ridicul", "mauvais", "terribl", "risk",
    "risqu", "danger", "peur", "afraid", "scar", "worr", "inqui", "unsure", "uncert", "confus", "perdu", "panic",
    "paniq", "tromp", "error", "erron", "glitch", "hack", "pirat", "spam", "drunk", "ivre", "bourr",
    "wager", "challeng", "contest", "concours", "homework", "devoir", "exerci", "quiz", "lesson", "demo",
)  # fmt: skip
"""Beginnings of such words."""

FREE = frozenset("have got ai avons finally enfin spare".split())
"""What "a minute" may stand behind: it is had, not waited for."""

POINTING = frozenset("this that these those following follows ca cela ceci celui suivant suivante ainsi like".split())
"""Words that, before a colon, point at what follows as something told of."""

THOUGHT_OVER = (
    "thought about it", "thought it over", "thought it through", "thought long and hard", "thought hard about it",
    "thought this through", "thought this over", "think about it", "bien pense", "y ai pense", "tout pese",
)  # fmt: skip
"""Phrases in which thinking is over and done."""

KNOWN = frozenset("place places space hence while where ones none note notes quant elle less lunes than thank".split())
"""Words that only resemble a mark."""

TRADING_WORDS = frozenset(
    "BUY SELL SHORT REDUCE CANCEL HALT RESUME ADVANCE NEXTDAY PREVIEW WHATIF FLATTEN STOP STOPLOSS STOPLIMIT LIMIT TARGET "
    "TRIGGER ORDER ORDERS POSITION POSITIONS SHARES RISK QUOTED MARKET GTC TODAY HALF THIRD QUARTER NUM MONEY PERCENT "
    "SYM ID MOCKED ACCOUNT ATBUY ATSELL USD FOREIGN BUYBACK COVER CLOSE DUMP WEEK WEEKS DAYS QMARK REPEAT DOUBLE TRIPLE "
    "SHORTH SELLH IFI".split()
)
"""Terminals that chatter holds none of."""
