"""Slash commands in both languages: which tool each names, and how its rest is read."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from agents.grammar.language.marks import nameless
from agents.grammar.lattice import Lattice, known_names, lattice
from agents.grammar.misspelt import nearest
from agents.grammar.reads import PERIODS, reference, span
from agents.grammar.requests import Reader
from agents.grammar.sentences import command_act
from agents.grammar.text import Token, fold
from agents.understanding import Clarify, Lang, Option, Route, Understanding

Reading = Literal[
    "none", "act", "risk", "symbol", "scope", "account", "resume", "choice", "lang", "period", "only", "chart", "about"
]


@dataclass(frozen=True, kw_only=True)
class Command:
    """One command: its names, its tool, the verb it stands for if it acts, and how its rest is read."""

    english: tuple[str, ...]
    french: tuple[str, ...] = ()
    tool: str
    reading: Reading = "none"
    head: str = ""
    route: Route = "trading"


COMMANDS: tuple[Command, ...] = (
    Command(english=("status",), french=("statut",), tool="show_status"),
    Command(english=("account", "accounts"), french=("compte", "comptes"), tool="show_accounts", reading="choice"),
    Command(english=("positions",), tool="show_positions"),
    Command(english=("orders",), french=("ordres",), tool="list_orders", reading="scope"),
    Command(english=("fills", "executions"), tool="list_fills"),
    Command(english=("pnl",), tool="show_pnl", reading="period"),
    Command(english=("limits",), french=("limites",), tool="show_limits"),
    Command(english=("risk",), french=("risque",), tool="show_risk", reading="risk", head="RISK"),
    Command(english=("model",), french=("modele",), tool="show_model_risk"),
    Command(english=("quotes", "quote"), french=("cours",), tool="show_quotes", reading="symbol"),
    Command(english=("chart",), french=("graphique",), tool="draw_chart", reading="chart"),
    Command(english=("hours",), french=("horaires",), tool="show_hours"),
    Command(english=("decisions",), tool="list_decisions", reading="only"),
    Command(english=("usage",), tool="show_usage", route="assistant"),
    Command(english=("buy",), french=("acheter",), tool="place_order", reading="act", head="BUY"),
    Command(english=("sell",), french=("vendre",), tool="place_order", reading="act", head="SELL"),
    Command(english=("close",), french=("fermer",), tool="close_position", reading="act", head="CLOSE"),
    Command(english=("reduce",), french=("reduire",), tool="reduce_position", reading="act", head="REDUCE"),
    Command(english=("cancel",), french=("annuler",), tool="cancel_order", reading="act", head="CANCEL"),
    Command(english=("amend",), french=("modifier",), tool="amend_order", reading="act", head="AMEND"),
    Command(english=("preview",), french=("simuler",), tool="preview_order", reading="act", head="PREVIEW"),
    Command(english=("kill", "halt"), french=("couper",), tool="halt_trading", reading="account"),
    Command(english=("resume",), french=("reprendre",), tool="resume_trading", reading="resume", head="RESUME"),
    Command(english=("advance",), french=("avancer",), tool="advance_market", reading="act", head="ADVANCE"),
    Command(english=("why",), french=("pourquoi",), tool="explain_refusal", reading="about", route="assistant"),
    Command(english=("audit",), tool="show_audit", route="assistant"),
    Command(english=("doctor",), french=("diagnostic",), tool="check_health", route="assistant"),
    Command(english=("help", "start"), french=("aide",), tool="show_help", route="assistant"),
    Command(english=("lang",), french=("langue",), tool="set_language", reading="lang", route="assistant"),
    Command(english=("quit", "exit"), french=("quitter",), tool="quit", route="assistant"),
)
"""Names without accents. One that French shares with English counts as English, and shows no language."""

_LANGUAGES: Mapping[str, str] = {
    "fr": "fr",
    "francais": "fr",
    "french": "fr",
    "en": "en",
    "english": "en",
    "anglais": "en",
}
_FAMILIES = {"REDUCE": "reduce_command", "AMEND": "set"}
_EVERYTHING = frozenset({"all", "tout", "tous", "toutes"})
_DENIED = frozenset({"denied", "refused", "refus", "refuse", "refuses", "refusees"})
_ASKED = ("today", "week", "month", "days", "weeks", "months")
_PERIODS: Mapping[str, tuple[str, ...]] = {period: (period, *said.split("|")) for period, said in PERIODS}
"""What each period is called after /pnl: its own name, and the words of a sentence."""
_SMALL = frozenset("le la les l du de des d ce cette mon ma mes en sur pour the this my of for on in only just".split())
_WORD = re.compile(r"\w")
_EQUITY = frozenset({"equity", "capital", "account", "compte"})
_RISK = frozenset({"risk", "risque", "floors", "planchers", "limits", "limites"})


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What stands after the name of a command: as text, as tokens, and over which symbols it is read."""

    text: str
    found: tuple[Token, ...]
    lat: Lattice
    symbols: Collection[str]

    @property
    def named(self) -> list[str]:
        """The known symbols in it, each once."""
        items = [item for edges in self.lat.edges for _, _, item in edges if item is not None]
        return list(dict.fromkeys(item.symbol for item in items if item.symbol))


def named(name: str) -> tuple[Command, Lang | None] | None:
    """The command of that name and the language the name shows."""
    wanted = fold(name)
    for command in COMMANDS:
        if wanted in command.english:
            return command, None
        if wanted in command.french:
            return command, "fr"
    return None


def understand_command(name: str, text: str, found: Sequence[Token], symbols: Collection[str]) -> Understanding:
    """What a command asks for; an unknown one is asked back with the nearest names."""
    known = named(name)
    if known is None:
        return _unknown(name)
    command, lang = known
    rest = Rest(text=text.strip(), found=tuple(found), lat=lattice(found, known_names(symbols)), symbols=symbols)
    return replace(_READERS[command.reading](command, rest), lang=lang, route=command.route)


def _unknown(name: str) -> Understanding:
    names = [word for command in COMMANDS for word in (*command.english, *command.french)]
    options = tuple(Option(label=f"/{word}", args={"command": f"/{word}"}) for word in nearest(fold(name), names))
    clarify = Clarify(question="unknown_command", params={"command": f"/{name[:40]}"}, options=options)
    return Understanding(lang=None, route="assistant", clarify=clarify)


def _call(command: Command, args: Mapping[str, str]) -> Understanding:
    return Understanding(lang=None, route=command.route, tool=command.tool, args=args)


def _ask(command: Command, clarify: Clarify) -> Understanding:
    return Understanding(lang=None, route=command.route, tool=command.tool, clarify=clarify)


def _none(command: Command, rest: Rest) -> Understanding:
    return _call(command, {})


def _act(command: Command, rest: Rest) -> Understanding:
    names = known_names(rest.symbols)
    reader = Reader(names=names, symbols=rest.symbols, command=_FAMILIES.get(command.head, ""))
    head = Token(raw=f"/{command.english[0]}", fold=command.head, kind="verb")
    understood = command_act(lattice([head, *rest.found], names), reader)
    return understood if understood.confidence == 1.0 else replace(understood, confidence=1.0)


def _risk(command: Command, rest: Rest) -> Understanding:
    """/risk alone shows what may still be lost; with more after it, it is the order of a sentence with "risk"."""
    if not rest.text:
        return _call(command, {})
    understood = _act(command, rest)
    clarify = understood.clarify
    if clarify is None or clarify.question not in ("not_understood", "no_act"):
        return understood
    return replace(understood, clarify=Clarify(question="not_understood", params={"words": rest.text[:80]}))


def _symbol(command: Command, rest: Rest) -> Understanding:
    if rest.text and not rest.named:
        return _ask(command, Clarify(question="unknown_symbol", params={"symbol": rest.text[:40]}))
    return _call(command, {"symbol": ",".join(rest.named)} if rest.named else {})


def _chart(command: Command, rest: Rest) -> Understanding:
    """/chart SYMBOL SESSIONS, /chart risk for equity against its floors, /chart alone for the account's equity."""
    words = [token.fold for token in rest.found if token.kind in ("word", "id")]
    sessions = span(rest.lat) or next((t.number.value for t in rest.found if t.number and t.number.value), "")
    length = {"sessions": sessions} if sessions.isdigit() else {}
    if rest.named:
        return _call(command, {"of": rest.named[0], **length})
    if set(words) & _RISK:
        return _call(command, {"of": "risk", **length})
    if words and not set(words) & _EQUITY:
        return _ask(command, Clarify(question="unknown_symbol", params={"symbol": rest.text[:40]}))
    return _call(command, {"of": "equity", **length})


def _scope(command: Command, rest: Rest) -> Understanding:
    return _call(command, {"scope": "all" if rest.lat.has("ALL") else "working"})


def _about(command: Command, rest: Rest) -> Understanding:
    """/why alone, or with a ticket, an order or a reason code; other words are read for one."""
    words = rest.text.split()
    about = words[0] if len(words) == 1 else reference(rest.found)
    return _call(command, {"about": about[:60]} if about else {})


def _only(command: Command, rest: Rest) -> Understanding:
    words = {token.fold for token in rest.found if _WORD.search(token.fold)}
    if words - _DENIED - _EVERYTHING - _SMALL:
        every = Option(label="option_decisions", args={}, aliases=tuple(sorted(_EVERYTHING)))
        denied = Option(label="option_denied", args={"only": "denied"}, aliases=tuple(sorted(_DENIED)))
        return _unread(command, rest, (every, denied))
    return _call(command, {"only": "denied"} if words & _DENIED else {})


def _unread(command: Command, rest: Rest, options: tuple[Option, ...]) -> Understanding:
    """The question when words after a command were not read: it never answers something else than what was asked."""
    params = {"words": rest.text[:40], "command": f"/{command.english[0]}"}
    return _ask(command, Clarify(question="unread_rest", params=params, options=options))


def _period(command: Command, rest: Rest) -> Understanding:
    """/pnl alone, or with one period: whatever else stands there ("2019", "last week") is asked back."""
    words = [token.fold for token in rest.found if _WORD.search(token.fold)]
    if not words:
        return _call(command, {})
    line = f" {' '.join(words)} "
    for period, phrases in _PERIODS.items():
        said = max((one for one in phrases if f" {one} " in line), key=len, default="")
        if said and set(line.replace(f" {said} ", " ", 1).split()) <= _SMALL:
            return _call(command, {"period": period})
    options = tuple(
        Option(label=f"option_{period}", args={"period": period}, aliases=_PERIODS[period]) for period in _ASKED
    )
    return _unread(command, rest, options)


def _account(command: Command, rest: Rest) -> Understanding:
    """/kill is never lost: with more than one word after it, it asks whether to stop everything."""
    words = rest.text.split()
    if not words:
        return _call(command, {})
    if _names(words):
        return _call(command, {"account": "all" if fold(words[0]) in _EVERYTHING else words[0].lower()})
    option = Option(label="/kill", args={})
    return _ask(command, Clarify(question="not_understood", params={"words": rest.text[:80]}, options=(option,)))


def _names(words: Sequence[str]) -> bool:
    """Whether what stands after a command can be nothing but the name of an account."""
    return len(words) == 1 and fold(words[0]) not in nameless() and words[0].replace("-", "").replace("_", "").isalnum()


def _resume(command: Command, rest: Rest) -> Understanding:
    """/resume alone, or with one account: every account at once is not lifted, so that is asked back."""
    words = rest.text.split()
    if _names(words) and fold(words[0]) not in _EVERYTHING and not rest.named:
        return _call(command, {"account": words[0].lower()})
    return _act(command, rest)


def chooses(name: str) -> bool:
    """Whether a command's rest is an account's name itself."""
    known = named(name)
    return known is not None and known[0].reading == "choice"


def idle(name: str) -> bool:
    """Whether a command reads nothing after its name."""
    known = named(name)
    return known is not None and known[0].reading == "none"


def _choice(command: Command, rest: Rest) -> Understanding:
    """/account lists them, /account NAME uses one from here on; whether there is one of that name is not known here."""
    words = rest.text.split()
    if not words:
        return _call(command, {})
    return Understanding(lang=None, route=command.route, tool="choose_account", args={"account": "-".join(words)[:40]})


def _lang(command: Command, rest: Rest) -> Understanding:
    lang = _LANGUAGES.get(fold(rest.text))
    if lang:
        return _call(command, {"lang": lang})
    options = tuple(Option(label=label, args={"lang": label}) for label in ("fr", "en"))
    return _ask(command, Clarify(question="missing", params={"field": "lang"}, options=options))


_READERS: Mapping[Reading, Callable[[Command, Rest], Understanding]] = {
    "none": _none,
    "act": _act,
    "risk": _risk,
    "symbol": _symbol,
    "scope": _scope,
    "account": _account,
    "resume": _resume,
    "choice": _choice,
    "lang": _lang,
    "period": _period,
    "only": _only,
    "chart": _chart,
    "about": _about,
}
