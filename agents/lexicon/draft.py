"""An act in the making: what is settled, what stands against it, and the call or question that comes of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from agents.lexicon.grammar import Parse
from agents.lexicon.items import Item
from agents.lexicon.nearest import nearest
from agents.lexicon.values import Problem, settle
from agents.lexicon.words import ALIASES
from agents.understanding import Clarify, Option, Understanding

_FIRST = (
    "no_act",
    "several_acts",
    "no_preview",
    "currency",
    "not_understood",
    "bad_number",
    "conflict",
    "ambiguous_risk",
    "ambiguous_quantity",
    "ambiguous_number",
    "unknown_symbol",
)
"""Questions by urgency: one is asked at a time."""

_ONCE = (
    ("quantity",),
    ("notional",),
    ("risk",),
    ("share",),
    ("stop",),
    ("target",),
    ("trigger",),
    ("at",),
    ("limit", "limit_max", "limit_min"),
    ("sessions", "weeks"),
)
"""Slots that a sentence may name once; "5 AAPL and 5 AAPL" may mean ten."""

_UNREAD = frozenset({"no_act", "several_acts", "no_preview", "currency"})


@dataclass(kw_only=True)
class Draft:
    """An act in the making: its tool, what is settled, what stands against it, what is missing."""

    tool: str
    args: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: list[tuple[str, tuple[Option, ...]]] = field(default_factory=list)

    def settle(self, parsed: Parse, *slots: str, into: str | None = None) -> None:
        """Settles each of the slots that was spoken of, under its own name or another."""
        for slot in slots:
            items = parsed.slots.get(slot)
            settled = settle(into or slot, items[0]) if items else None
            if isinstance(settled, Problem):
                self.problems.append(settled)
            elif settled:
                self.put(settled)

    def constants(self, parsed: Parse, *slots: str) -> None:
        """Adds what words alone settle: "half", "a share", "a week"."""
        for slot in slots:
            for value in parsed.constants.get(slot, [])[:1]:
                self.put({slot: value})

    def put(self, args: Mapping[str, str]) -> None:
        """Adds arguments; one that is already there with another value is a conflict."""
        for name, value in args.items():
            if self.args.setdefault(name, value) != value:
                values = f"{self.args[name]}, {value}"
                self.problems.append(Problem(question="conflict", params={"field": name, "values": values}))

    def miss(self, name: str, *options: Option) -> None:
        """Notes an argument that is needed and was not given."""
        self.missing.append((name, options))

    def reject(self, words: Sequence[str]) -> None:
        """Notes words that were not understood, or that do not belong to this act."""
        if words:
            self.problems.append(Problem(question="not_understood", params={"words": " ".join(words)[:80]}))


def common(draft: Draft, parsed: Parse, items: Sequence[Item], symbols: Collection[str]) -> None:
    """What every act shares: foreign money, words left over, what was said twice, the symbol, the order."""
    foreign = [item.raw for item in items if item.concept == "foreign"]
    if foreign:
        draft.problems.append(Problem(question="currency", params={"currency": foreign[0]}))
    named = parsed.slots.get("symbol", [])
    known = dict.fromkeys(item.symbol for item in named if item.symbol)
    unknown = [item for item in named if not item.symbol]
    left = [item for item in parsed.left if item.concept != "foreign"]
    wrong = [item.raw for item in items if any(item is one for one in (*unknown, *left))]
    if len(known) > 1:
        draft.problems.append(Problem(question="several_acts", params={"count": str(len(known))}))
    elif known:
        draft.put({"symbol": next(symbol for symbol in known if symbol)})
    if unknown and (known or left or len(unknown) > 1):
        draft.reject(wrong)
    elif unknown:
        draft.problems.append(_unknown_symbol(unknown[0].raw, symbols))
    else:
        draft.reject(wrong)
    for slots in _ONCE:
        said = [words for slot in slots for words in parsed.said.get(slot, ())]
        if len(said) > 1:
            draft.problems.append(Problem(question="conflict", params={"field": slots[0], "values": ", ".join(said)}))
    orders = dict.fromkeys(item.raw for item in parsed.slots.get("order", []))
    for order in orders:
        draft.put({"order": order})


def _unknown_symbol(written: str, symbols: Collection[str]) -> Problem:
    names = {symbol.lower(): symbol for symbol in symbols}
    names |= {name: symbol for name, symbol in ALIASES.items() if symbol in symbols}
    near = dict.fromkeys(names[name] for name in nearest(written, names))
    options = tuple(Option(label=symbol, args={"symbol": symbol}) for symbol in near)
    return Problem(question="unknown_symbol", params={"symbol": written[:40]}, options=options)


def finished(draft: Draft) -> Understanding:
    """The call, or the one question that comes first. Options complete the call, so they are offered only when nothing
    else stands against it; arguments are kept only while they are all that was said."""
    if not draft.problems and not draft.missing:
        return Understanding(lang=None, route="trading", tool=draft.tool, args=draft.args)
    if draft.problems:
        problem = min(draft.problems, key=lambda one: _FIRST.index(one.question))
        alone = len(draft.problems) == 1 and problem.question not in _UNREAD
        args = draft.args if alone else {}
        options = problem.options if alone and not draft.missing else ()
        if draft.tool == "halt_trading" and problem.question == "not_understood":
            options = (Option(label="/kill", args={}),)
        question, params = problem.question, problem.params
    else:
        (name, options), args = draft.missing[0], draft.args
        question, params = "missing", {"field": name}
        options = options if len(draft.missing) == 1 else ()
    complete = tuple(Option(label=option.label, args={**args, **option.args}) for option in options)
    clarify = Clarify(question=question, params=params, options=complete)
    return Understanding(lang=None, route="trading", tool=draft.tool, args=args, clarify=clarify)
