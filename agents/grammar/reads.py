"""What is only asked, never done: reading tools, small talk, the language; sure when every word of weight was read."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from agents.grammar.language.talk import LANGUAGES, TALK
from agents.grammar.language.topics import TOPICS
from agents.grammar.lattice import Lattice
from agents.grammar.text import Token
from agents.understanding import Clarify, Route, Understanding

_ASSISTANT = frozenset({"show_help", "check_health", "show_audit", "show_usage"})
_WITH_SYMBOL = {"show_quotes": "symbol", "show_positions": "symbol", "list_fills": "symbol", "draw_chart": "of"}
_LEAVE = frozenset({"quit", "exit", "quitter", "quitte"})
_REFUSED = frozenset(
    "refuse refusee refuses refusees refus rejete rejetee bloque bloquee refused rejected denied blocked declined "
    "refusal denial passe passes".split()
)
_ORDERS = frozenset("ordre ordres order orders achat vente trade buy sell position demande request".split())
PERIODS: tuple[tuple[str, str], ...] = (
    ("days", "jour par jour|par jour|day by day|daily|each day|per day|by day|journalier|quotidien|chaque jour"),
    ("weeks", "semaine par semaine|par semaine|week by week|weekly|per week|by week|each week|hebdomadaire|hebdo"),
    ("months", "mois par mois|par mois|month by month|monthly|per month|by month|each month|mensuel"),
    ("today", "aujourd'hui|today|du jour|journee|auj|ajd|today 's|so far today|ce jour|jour"),
    ("week", "semaine|cette semaine|this week|week|la semaine"),
    ("month", "mois|ce mois|ce mois ci|this month|month|mtd"),
)
"""Periods of profit and loss, and what they are called; the first that is found holds."""

_SPANS: Mapping[str, int] = {
    "jour": 1, "jours": 1, "seance": 1, "seances": 1, "session": 1, "sessions": 1, "day": 1, "days": 1,
    "semaine": 5, "semaines": 5, "week": 5, "weeks": 5, "mois": 21, "month": 21, "months": 21,
    "an": 252, "ans": 252, "annee": 252, "year": 252, "years": 252,
}  # fmt: skip
_NOISE = frozenset(
    "le la les l un une des du de d au aux a en y je j tu t il elle on nous vous me m moi mon ma mes ton ta tes son "
    "sa ses ce c cet cette ces ca cela que qu qui quoi quel quelle quels quelles est sont suis es et ou dans sur pour "
    "par avec combien comment peux peut puis pourrais veux voudrais montre montrez affiche affichez voir liste lister "
    "donne donnez dis fais faire regarde svp stp stpl merci eva ok bonjour salut bonsoir s te plait actuellement "
    "encore maintenant moment actuel actuelle actuels cours ouvert ouverts ouverte ouvertes tout tous toute toutes ai "
    "as avons avez se si tres bien alors donc rapidement vite petit toujours exactement etait hui ici "
    "quand dernier derniers derniere dernieres recent recents recente recentes total disponible dispo sais savoir "
    "connaitre souhaite aimerais vois depuis ete deja action actions titre titres bourse marche compte the "
    "my i you it is are was am an of in at to for with and or we us our your what whats 's which how much many do "
    "does did have has had can could would will please show list display view tell give see get look want like know "
    "right now currently current so still just all any this that these there here hi hello hey thanks thank pls plz "
    "okay 're 'm 've 'd 'll let be been up down out far open latest last available quick quickly stock stocks "
    "share shares market account need whole entire exactly some made today yet aujourd'hui matin soir "
    "morning evening check also".split()
)
_OWN_NOISE: Mapping[str, frozenset[str]] = {
    "show_limits": frozenset(
        "left room before more stopped halt risk jour day today restant avant etre bloque arrete from far".split()
    ),
    "show_risk": frozenset(
        "first premier premiere hit toucher pourrait could would might exact exactly close near pres proche niveau ou "
        "danger which quelle quel position positions plus most today aujourd'hui point full complet detail".split()
    ),
    "explain_refusal": frozenset(
        "halted stopped blocked reducing reduced latched paused arrete arretee bloque bloquee suspendu trading "
        "reduction state etat ticket".split()
    ),
    "show_hours": frozenset(
        "close open opens closes ferme ouvre quand when heure time what trading marches demain".split()
    ),
    "draw_chart": frozenset("over past derniers dernieres last since drawing cours prix price prices".split()),
    "list_decisions": frozenset(
        "prises pris prise took taken made kernel noyau desk refuse ordre ordres orders".split()
    ),
    "show_positions": frozenset("short long courte longue courtes longues a decouvert detiens ouverte".split()),
    "show_pnl": frozenset("money argent or ou net brut make lose".split()),
    "show_quotes": frozenset("doing price cours prix trading trade trades".split()),
    "show_usage": frozenset("used utilise utilises model modele spent spend llm".split()),
    "list_fills": frozenset("achete vendu bought sold done fait faits hier yesterday buy sell".split()),
    "list_orders": frozenset("attente pending working open waiting execution".split()),
}
"""Words that weigh nothing beside one topic."""


def idle_words() -> frozenset[str]:
    """Words that weigh nothing in a question about the accounts."""
    return _NOISE


SHORTEST_ID = 8
_SKIPPED = re.compile(r"[^\w$%]+")


def _line(found: Sequence[Token]) -> str:
    return f" {' '.join(token.fold for token in found)} "


def _mentions(line: str, phrases: str) -> str:
    """The longest of the phrases that a folded line, with a space at both ends, holds; empty for none."""
    held = [phrase for phrase in phrases.split("|") if f" {phrase} " in line]
    return max(held, key=len, default="")


def plain_question(found: Sequence[Token]) -> Understanding | None:
    """What speaks of acts and asks for none ("why was my sell order refused?"), and the plain wish to leave."""
    line = _line(found)
    words = set(line.split())
    if words & {"pourquoi", "why", "raison", "motif", "reason", "explique", "explain"} and words & _REFUSED:
        route: Route = "trading" if words & _ORDERS else "assistant"
        about = reference(found)
        return Understanding(lang=None, route=route, tool="explain_refusal", args={"about": about} if about else {})
    if line.strip().rstrip(" !.") in _LEAVE:
        return Understanding(lang=None, route="assistant", tool="quit")
    return None


def reference(found: Sequence[Token]) -> str:
    """The ticket or order that a sentence names; empty when it names none. Their ids are long."""
    return next((token.raw for token in found if token.kind == "id" and len(token.raw) >= SHORTEST_ID), "")


def asked(found: Sequence[Token], lat: Lattice) -> Understanding | None:
    """The reading tool that a sentence asks for: 0.9 when every word of weight was read, else 0.5."""
    line = _line(found)
    symbols = list(dict.fromkeys(item.symbol for edges in lat.edges for _, _, item in edges if item and item.symbol))
    topic = _topic(line)
    if topic is None or (topic[0] == "show_quotes" and topic[2] in _VAGUE and not symbols):
        return _only_symbols(found, lat, symbols)
    tool, args, phrase = topic
    left = _without(line, tool, phrase)
    arguments, left = _arguments(tool, args, symbols, left, lat)
    unread = [word for word in _unread(left, lat) if word not in _OWN_NOISE.get(tool, ())]
    if tool == "explain_refusal" and len(unread) > 1:
        return None
    unknown = [word for word in unread if (raw := _raw(found, word)).isupper() and len(raw) > 1]
    if tool in ("show_quotes", "draw_chart") and not symbols and unknown:
        clarify = Clarify(question="unknown_symbol", params={"symbol": _raw(found, unknown[0])[:40]})
        return Understanding(lang=None, route="trading", tool=tool, clarify=clarify)
    confidence = 0.5 if unread else 0.9
    return Understanding(lang=None, route=_route(tool), tool=tool, args=arguments, confidence=confidence)


_VAGUE = frozenset(
    "what is|where is|how is|doing|trading|worth|cost|vaut|valent|valeur|coute|coutent|a combien|cote|spread|bid|ask|"
    "how much for|how much is|how much are|how much does|combien coute|combien fait|combien vaut|quel niveau".split("|")
)


def _without(line: str, tool: str, phrase: str) -> str:
    """A line without the phrase that was found, nor any other that asks for the same tool."""
    left = line.replace(f" {phrase} ", " ")
    for name, _, twins in TOPICS:
        if name == tool:
            for phrases in twins:
                left = left.replace(f" {_mentions(left, phrases)} ", " ")
    return left


def _topic(line: str) -> tuple[str, Mapping[str, str], str] | None:
    """The row whose phrase is the longest in the line."""
    best: tuple[int, tuple[str, Mapping[str, str], str]] | None = None
    for tool, args, twins in TOPICS:
        phrase = max((_mentions(line, phrases) for phrases in twins), key=len)
        size = 1 if phrase in _VAGUE else len(phrase.split()) * 100 + len(phrase)
        if phrase and (best is None or size > best[0]):
            best = (size, (tool, args, phrase))
    return best[1] if best else None


def _arguments(
    tool: str, args: Mapping[str, str], symbols: list[str], left: str, lat: Lattice
) -> tuple[dict[str, str], str]:
    """The arguments of a reading tool, and what is left of the line."""
    found = dict(args)
    slot = _WITH_SYMBOL.get(tool)
    if slot and symbols and (tool != "draw_chart" or "of" not in found):
        found[slot] = ",".join(symbols) if tool == "show_quotes" else symbols[0]
    if tool == "draw_chart":
        sessions = span(lat)
        found |= {"sessions": sessions} if sessions else {}
        found.setdefault("of", "equity")
        left = " ".join(word for word in left.split() if not (word.isdigit() or word in _SPANS)).join("  ")
    period, left = _period(left)
    if tool == "show_pnl" and period:
        found["period"] = period
    return found, left


def _period(left: str) -> tuple[str, str]:
    first = ""
    for period, phrases in PERIODS:
        phrase = _mentions(left, phrases)
        while phrase:
            first = first or period
            left = left.replace(f" {phrase} ", " ")
            phrase = _mentions(left, phrases)
    return first, left


def span(lat: Lattice) -> str:
    """How many sessions a sentence speaks of ("over 60 days", "sur 3 mois"); empty when it does not say."""
    for edges in lat.edges:
        for category, end, item in edges:
            after = lat.found[end].fold if end < lat.length else ""
            if category == "NUM" and item and item.number and item.number.value and after in _SPANS:
                value = item.number.value
                return str(int(value) * _SPANS[after]) if value.isdigit() else ""
    return ""


def _unread(left: str, lat: Lattice) -> list[str]:
    """Words of weight that neither the topic nor its arguments took."""
    named = {token.fold for at in range(lat.length) for token in _name_tokens(lat, at)}
    words = [word for word in left.split() if word not in _NOISE and word not in named]
    return [word for word in words if not _SKIPPED.fullmatch(word)]


def _name_tokens(lat: Lattice, at: int) -> Sequence[Token]:
    return next((lat.found[at:end] for category, end, _ in lat.edges[at] if category == "SYM"), ())


def _raw(found: Sequence[Token], word: str) -> str:
    return next((token.raw for token in found if token.fold == word), word)


def _route(tool: str) -> Route:
    return "assistant" if tool in _ASSISTANT or tool == "explain_refusal" else "trading"


def _only_symbols(found: Sequence[Token], lat: Lattice, symbols: list[str]) -> Understanding | None:
    """Symbols and nothing of weight ask for their prices; "and Google?" leans on what was asked before."""
    left = [word for word in _unread(_line(found), lat) if word not in ("about", "bout")]
    if not symbols or left or any(token.number for token in found if not _in_name(lat, token)):
        return None
    quotes = Understanding(lang=None, route="trading", tool="show_quotes", args={"symbol": ",".join(symbols)})
    leaning = found[0].fold in ("et", "and", "what", "how", "ou", "or")
    return replace(quotes, confidence=0.6 if leaning else 0.9)


def _in_name(lat: Lattice, token: Token) -> bool:
    return any(token is one for at in range(lat.length) for one in _name_tokens(lat, at))


@cache
def _talk() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = [(about, phrase) for about, twins in TALK.items() for side in twins for phrase in side.split("|")]
    rows.sort(key=lambda row: -len(row[1].split()))
    return tuple((about, tuple(phrase.split())) for about, phrase in rows)


_TALK_NOISE = frozenset(
    "eva et and a tous there all toi you chere dear ma mon ami my friend alors so stp svp please s il te plait "
    "vraiment really tres very beaucoup pour for tout ca c est it that is was trop well bien tu es are hey oh ah hein "
    "la le me moi peux can could i je suis am im de dis say un peu bit ton your ta help aide merci thanks lot bon euh "
    "haha".split()
)


def small_talk(found: Sequence[Token]) -> Understanding | None:
    """A greeting, thanks, a word about the last answer: when nothing of weight is left over."""
    words = [token.fold for token in found if token.kind != "mark"]
    if not 0 < len(words) <= 12:
        return None
    language = _language(words)
    if language is not None:
        return language
    about, left = "", list(words)
    for topic, phrase in _talk():
        at = _found(left, phrase)
        if at >= 0:
            keep = about in ("", "thanks", "hello", "yes", "no") and topic not in ("thanks", "hello", "yes", "no")
            about = topic if not about or keep else about
            left[at : at + len(phrase)] = []
    if about and set(left) <= _TALK_NOISE and len(left) <= 4:
        return Understanding(lang=None, route="assistant", tool="small_talk", args={"about": about})
    return None


def _found(words: Sequence[str], phrase: Sequence[str]) -> int:
    size = len(phrase)
    return next((at for at in range(len(words) - size + 1) if tuple(words[at : at + size]) == phrase), -1)


_SPEAK = frozenset(
    "reponds repond parle parlez repondez ecris answer reply speak talk write switch change passe peux tu can you "
    "could pourrais me moi please stp svp s il te plait now maintenant from on a to de la langue language let 's i "
    "want je veux voudrais que would like use and et desormais always toujours continue only merci thanks eva en in "
    "set mets repondre parler with avec nous us".split()
)


def _language(words: Sequence[str]) -> Understanding | None:
    """The language that the answers should be in."""
    line = f" {' '.join(words)} "
    for lang, twins in LANGUAGES.items():
        phrase = max((_mentions(line, phrases) for phrases in twins), key=len)
        if phrase and set(line.replace(f" {phrase} ", " ").split()) <= _SPEAK:
            return Understanding(lang=None, route="assistant", tool="set_language", args={"lang": lang})
    return None
