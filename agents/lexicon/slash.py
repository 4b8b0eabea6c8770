"""Slash commands in both languages: which tool each names, and how its rest is read."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from agents.lexicon import grammar
from agents.lexicon.acts import understand_act
from agents.lexicon.items import Item
from agents.lexicon.nearest import nearest
from agents.lexicon.text import fold
from agents.understanding import Clarify, Lang, Option, Route, Understanding

Reading = Literal["none", "act", "risk", "symbol", "scope", "account", "lang"]


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
    Command(english=("positions",), tool="show_positions"),
    Command(english=("orders",), french=("ordres",), tool="list_orders", reading="scope"),
    Command(english=("fills", "executions"), tool="list_fills"),
    Command(english=("pnl",), tool="show_pnl"),
    Command(english=("limits",), french=("limites",), tool="show_limits"),
    Command(english=("risk",), french=("risque",), tool="show_limits", reading="risk", head="risk"),
    Command(english=("quotes", "quote"), french=("cours",), tool="show_quotes", reading="symbol"),
    Command(english=("buy",), french=("acheter",), tool="place_order", reading="act", head="buy"),
    Command(english=("sell",), french=("vendre",), tool="place_order", reading="act", head="sell"),
    Command(english=("close",), french=("fermer",), tool="close_position", reading="act", head="close"),
    Command(english=("reduce",), french=("reduire",), tool="reduce_position", reading="act", head="reduce"),
    Command(english=("cancel",), french=("annuler",), tool="cancel_order", reading="act", head="cancel"),
    Command(english=("amend",), french=("modifier",), tool="amend_order", reading="act", head="amend"),
    Command(english=("preview",), french=("simuler",), tool="preview_order", reading="act", head="preview"),
    Command(english=("kill", "halt"), french=("couper",), tool="halt_trading", reading="account"),
    Command(english=("resume",), french=("reprendre",), tool="resume_trading", reading="act", head="resume"),
    Command(english=("advance",), french=("avancer",), tool="advance_market", reading="act", head="advance"),
    Command(english=("why",), french=("pourquoi",), tool="explain_refusal", route="assistant"),
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
_EVERYTHING = frozenset({"all", "tout", "tous", "toutes"})


def named(name: str) -> tuple[Command, Lang | None] | None:
    """The command of that name and the language the name shows."""
    wanted = fold(name)
    for command in COMMANDS:
        if wanted in command.english:
            return command, None
        if wanted in command.french:
            return command, "fr"
    return None


def understand_command(name: str, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    """What a command asks for; an unknown one is asked back with the nearest names."""
    found = named(name)
    if found is None:
        return _unknown(name)
    command, lang = found
    read = _READERS[command.reading]
    return replace(read(command, rest, items, symbols), lang=lang, route=command.route)


def _unknown(name: str) -> Understanding:
    names = [word for command in COMMANDS for word in (*command.english, *command.french)]
    options = tuple(Option(label=f"/{word}", args={"command": f"/{word}"}) for word in nearest(fold(name), names))
    clarify = Clarify(question="unknown_command", params={"command": f"/{name[:40]}"}, options=options)
    return Understanding(lang=None, route="assistant", clarify=clarify, confidence=0.0)


def _call(command: Command, args: Mapping[str, str]) -> Understanding:
    return Understanding(lang=None, route=command.route, tool=command.tool, args=args)


def _none(command: Command, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    return _call(command, {})


def _act(command: Command, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    extra = grammar.REDUCE_COMMAND if command.head == "reduce" else ()
    head = Item(concept=command.head, raw=f"/{command.english[0]}")
    return understand_act([head, *items], symbols, extra=extra, command=True)


def _risk(command: Command, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    """/risk alone shows what may still be lost; with more after it, it is the order of a sentence with "risk"."""
    return _act(command, rest, items, symbols) if rest.strip() else _call(command, {})


def _symbol(command: Command, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    known = [item.symbol for item in items if item.symbol]
    if rest.strip() and not known:
        clarify = Clarify(question="unknown_symbol", params={"symbol": rest.strip()[:40]})
        return Understanding(lang=None, route=command.route, tool=command.tool, clarify=clarify)
    return _call(command, {"symbol": known[0]} if len(known) == 1 else {})


def _scope(command: Command, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    return _call(command, {"scope": "all" if any(item.concept == "all" for item in items) else "working"})


def _account(command: Command, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    """/kill is never lost: with more than one word after it, it asks whether to stop everything."""
    words = rest.split()
    if not words:
        return _call(command, {})
    if len(words) == 1 and words[0].replace("-", "").replace("_", "").isalnum():
        return _call(command, {"account": "all" if fold(words[0]) in _EVERYTHING else words[0]})
    option = Option(label="/kill", args={})
    clarify = Clarify(question="not_understood", params={"words": rest.strip()[:80]}, options=(option,))
    return Understanding(lang=None, route=command.route, tool=command.tool, clarify=clarify)


def _lang(command: Command, rest: str, items: list[Item], symbols: Collection[str]) -> Understanding:
    lang = _LANGUAGES.get(fold(rest.strip()))
    if lang:
        return _call(command, {"lang": lang})
    options = tuple(Option(label=label, args={"lang": label}) for label in ("fr", "en"))
    clarify = Clarify(question="missing", params={"field": "lang"}, options=options)
    return Understanding(lang=None, route=command.route, tool=command.tool, clarify=clarify)


_READERS: Mapping[Reading, Callable[[Command, str, list[Item], Collection[str]], Understanding]] = {
    "none": _none,
    "act": _act,
    "risk": _risk,
    "symbol": _symbol,
    "scope": _scope,
    "account": _account,
    "lang": _lang,
}
