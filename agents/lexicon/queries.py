"""What is only asked, never done: reading tools, small talk, and the factories that are not open yet."""

from collections.abc import Mapping, Sequence

from agents.lexicon.items import Item
from agents.lexicon.text import Token
from agents.lexicon.words import Twins
from agents.understanding import Clarify, Route, Understanding

FIRST: tuple[tuple[str, Twins], ...] = (
    ("show_status", ("mon solde|le solde|quel solde|solde du compte|solde disponible", "account balance")),
    ("list_fills", ("ai je achete|ai je vendu|j ai achete quoi|j ai vendu quoi", "did i buy|did i sell|have i bought")),
)
"""Reading tools whose phrases hold a verb of an act; looked for before any act."""

QUERIES: tuple[tuple[str, Mapping[str, str], Twins], ...] = (
    (
        "show_limits",
        {},
        (
            "marge de perte|peux encore perdre|puis je encore perdre|puis encore perdre|peux je perdre|peux perdre|"
            "perdre aujourd'hui|limites|limite de perte|mes risques|mon risque|marge restante|marge",
            "headroom|can i still lose|can i lose|i can lose|still lose|limits|loss limit|left to lose|my risk|"
            "risk left|risk limit",
        ),
    ),
    (
        "show_pnl",
        {},
        (
            "pnl|p & l|gains|pertes|performance|performances|benefice|benefices|ai je gagne|j ai gagne|ai je perdu|"
            "plus value|plus values|resultat du jour",
            "pnl|p & l|profit|profits|profit and loss|losses|performance|did i make|did i lose|have i made|have i lost|"
            "am i up|am i down",
        ),
    ),
    (
        "list_fills",
        {},
        ("executions|transactions|trades|fills|dernieres executions", "fills|executions|trades|transactions"),
    ),
    (
        "list_orders",
        {"scope": "all"},
        (
            "tous les ordres|tous mes ordres|historique des ordres|ordres annules|ordres passes|ordres executes",
            "all orders|all my orders|all the orders|order history|cancelled orders|past orders|every order",
        ),
    ),
    ("list_orders", {"scope": "working"}, ("ordres|ordres en attente", "orders|working orders|pending orders")),
    (
        "show_positions",
        {},
        (
            "positions|portefeuille|qu est ce que j ai|mes titres|mes actions|que detiens je|ai je",
            "positions|portfolio|holdings|do i own|do i hold|do i have|am i holding|am i long|am i short",
        ),
    ),
    (
        "show_quotes",
        {},
        (
            "prix|cours|cotation|cotations|combien vaut|combien valent|combien coute|a combien est",
            "price|prices|quote|quotes|how much is|how much are|trading at|worth",
        ),
    ),
    ("show_audit", {}, ("audit|journal|piste d audit", "audit|audit log|audit trail|journal")),
    (
        "check_health",
        {},
        ("diagnostic|diagnostics|doctor|sante|tout va bien", "doctor|diagnostic|diagnostics|health|health check"),
    ),
    (
        "show_status",
        {},
        (
            "statut|etat|mon compte|situation|ou en sommes nous|ou en est on|ou en suis je|capital",
            "status|my account|balance|equity|how are we doing|where do we stand|where are we",
        ),
    ),
    (
        "show_help",
        {},
        (
            "aide|aide moi|que peux tu faire|que sais tu faire|tu peux faire quoi|comment ca marche|tu sais faire",
            "help|what can you do|how does this work|commands",
        ),
    ),
)
"""Reading tools with their arguments and the phrases that ask for them; the first that is found answers."""

_WHY: Twins = ("pourquoi|raison du refus|motif du refus", "why|reason for the refusal|reason for the denial")
_REFUSED: Twins = (
    "refuse|refusee|refuses|refus|rejete|rejetee|bloque|bloquee|passe pas|ete passe",
    "refused|rejected|denied|blocked|declined|refusal|denial",
)
_SHOW: Twins = (
    "montre|montrez|affiche|affichez|voir|liste|lister|donne|quels sont|quelles sont|quel est|quelle est",
    "show|list|display|view|what are|what is|what 's|tell|give me",
)
_LEAVE = frozenset({"quit", "exit", "quitter"})

FACTORIES: Mapping[Route, Twins] = {
    "media": (
        "video|videos|podcast|podcasts|youtube|tiktok|miniature|publication|publier|episode|sous titres|voix off",
        "video|videos|podcast|podcasts|youtube|tiktok|thumbnail|publish|episode|subtitles|voiceover",
    ),
    "saas": (
        "saas|client|clients|abonne|abonnes|abonnement|abonnements|tarif|tarifs|tarification|mrr|churn|facture|"
        "remboursement",
        "saas|customer|customers|subscriber|subscribers|subscription|subscriptions|pricing|mrr|churn|invoice|refund",
    ),
    "priority": ("gpu|priorite|priorites", "gpu|priority|priorities"),
}

TALK: Mapping[str, Twins] = {
    "thanks": ("merci|merci beaucoup", "thanks|thank you|thx|thank you very much"),
    "bye": ("au revoir|bye|a bientot|bonne nuit|bonne soiree", "bye|goodbye|see you|good night"),
    "hello": ("bonjour|salut|bonsoir|coucou|hello|ca va", "hello|hi|hey|good morning|good evening|good afternoon"),
}
_TALK_NOISE = frozenset({"eva", "et", "and", "a", "tous", "there", "all"})


def _line(found: Sequence[Token]) -> str:
    return f" {' '.join(token.fold for token in found)} "


def mentions(line: str, twins: Twins) -> bool:
    """Whether a folded line, with a space at both ends, holds one of the phrases."""
    return any(f" {phrase} " in line for phrases in twins for phrase in phrases.split("|") if phrase)


def plain_question(found: Sequence[Token]) -> Understanding | None:
    """What speaks of acts and asks for none ("why was my sell order refused?"), and the plain wish to leave."""
    line = _line(found)
    if mentions(line, _WHY) and mentions(line, _REFUSED):
        return Understanding(lang=None, route="assistant", tool="explain_refusal")
    if line.strip() in _LEAVE:
        return Understanding(lang=None, route="assistant", tool="quit")
    tool = next((tool for tool, twins in FIRST if mentions(line, twins)), None)
    return Understanding(lang=None, route="trading", tool=tool, confidence=0.9) if tool else None


def shows(found: Sequence[Token]) -> bool:
    """Whether a sentence begins by asking to see something."""
    line = _line(found)
    return any(line.startswith(f" {phrase} ") for phrases in _SHOW for phrase in phrases.split("|"))


def query(found: Sequence[Token], items: Sequence[Item]) -> Understanding | None:
    """The reading tool that a sentence asks for."""
    line = _line(found)
    symbols = list(dict.fromkeys(item.symbol for item in items if item.symbol))
    only = {"symbol": symbols[0]} if len(symbols) == 1 and symbols[0] else {}
    for tool, args, twins in QUERIES:
        if mentions(line, twins):
            return _asked(tool, {**args, **(only if tool == "show_quotes" else {})}, items)
    if mentions(line, _WHY):
        return Understanding(lang=None, route="assistant", tool="explain_refusal", confidence=0.7)
    if symbols and all(item.concept in ("sym", "punct", "question", "and") for item in items):
        return _asked("show_quotes", only, items)
    return None


def _asked(tool: str, args: Mapping[str, str], items: Sequence[Item]) -> Understanding:
    unknown = [item.raw for item in items if item.concept in ("unk", "id") and item.raw.isupper() and len(item.raw) > 1]
    if tool == "show_quotes" and not args and unknown:
        clarify = Clarify(question="unknown_symbol", params={"symbol": unknown[0][:40]})
        return Understanding(lang=None, route="trading", tool=tool, clarify=clarify)
    assistant = tool in ("show_help", "check_health", "show_audit")
    return Understanding(lang=None, route="assistant" if assistant else "trading", tool=tool, args=args, confidence=0.9)


def factory(found: Sequence[Token]) -> Understanding | None:
    """The factory that a sentence is about, when that is not trading."""
    line = _line(found)
    for route, twins in FACTORIES.items():
        if mentions(line, twins):
            return Understanding(lang=None, route=route, tool="factory_closed", args={"factory": route}, confidence=0.8)
    return None


def small_talk(found: Sequence[Token]) -> Understanding | None:
    """A greeting, thanks or a farewell, when nothing else is said."""
    line = _line([token for token in found if token.kind != "mark"])
    for about, twins in TALK.items():
        rest = line
        for phrase in sorted((one for phrases in twins for one in phrases.split("|")), key=len, reverse=True):
            rest = rest.replace(f" {phrase} ", " ")
        if rest != line and set(rest.split()) <= _TALK_NOISE | {
            word for twin in TALK.values() for word in _words(twin)
        }:
            return Understanding(lang=None, route="assistant", tool="small_talk", args={"about": about})
    return None


def _words(twins: Twins) -> list[str]:
    return " ".join(twins).replace("|", " ").split()
