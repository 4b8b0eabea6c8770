"""An act in the making: what is settled, what stands against it, and the call or question that comes of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from agents.grammar.chart import Feature, Reading
from agents.grammar.language.phrases import ALIASES
from agents.grammar.lattice import Item, Lattice
from agents.grammar.misspelt import nearest
from agents.grammar.values import Problem, settle
from agents.understanding import Clarify, Option, Understanding

_FIRST = (
    "currency",
    "not_understood",
    "several_symbols",
    "bad_number",
    "conflict",
    "wrong_side",
    "relative_change",
    "no_preview",
    "approximate",
    "ambiguous_risk",
    "ambiguous_offset",
    "ambiguous_quantity",
    "ambiguous_number",
    "unknown_symbol",
)
"""Questions by urgency: one is asked at a time."""

_ONCE = (
    ("quantity",),
    ("spent",),
    ("about",),
    ("notional",),
    ("risk",),
    ("share",),
    ("stop", "stop_rel"),
    ("target", "target_rel"),
    ("trigger",),
    ("at",),
    ("limit", "limit_max", "limit_min"),
    ("sessions", "weeks"),
)
"""Slots that a sentence may name once; "5 AAPL and 5 AAPL" may mean ten."""

_GUARDS = frozenset({"stop", "target", "stop_rel", "target_rel"})

INCOHERENT = frozenset({"not_understood", "several_symbols", "conflict", "currency", "no_preview"})
"""Questions that leave nothing of an act; no arguments are kept, and another reading is looked for first."""


@dataclass(kw_only=True)
class Said:
    """What one reading says, by slot: values, constants, and the words of each."""

    values: dict[str, list[Item]] = field(default_factory=dict)
    constants: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, reading: Reading, lattice: Lattice) -> "Said":
        """The features of a reading, with the words of the unit that each came from."""
        said = cls()
        before: tuple[int, set[str]] = (-1, set())
        for start, end, features in reading.trail:
            words = lattice.words(_unlinked(lattice, start, end), end)
            slots = {slot for slot, _ in features}
            if before[0] == start and _runs_on(before[1], slots):
                said.words.setdefault("doubled", []).append(words)
            before = (end, slots)
            for feature in features:
                said._take(feature, words)
        return said

    def _take(self, feature: Feature, words: str) -> None:
        slot, value = feature
        if isinstance(value, Item):
            self.values.setdefault(slot, []).append(value)
            self.words.setdefault(slot, []).append(value.raw if slot in ("symbol", "unknown", "order") else words)
        else:
            self.constants.setdefault(slot, []).append(value)
            self.words.setdefault(slot, []).append(words)

    def rename(self, slot: str, into: str) -> None:
        """Gives what was said for one slot to another."""
        self.values[into] = self.values.pop(slot)
        self.words[into] = self.words.pop(slot)

    def has(self, *slots: str) -> bool:
        """Whether anything was said for one of the slots."""
        return any(slot in self.words for slot in slots)


def _runs_on(before: set[str], after: set[str]) -> bool:
    """Whether two units are one: "stop 10 at 390" may be ten at a stop of 390, "for 10 AAPL" is no amount of money."""
    return ("at" in after and not before.isdisjoint(_GUARDS)) or ("spent" in before and "symbol" in after)


def _unlinked(lattice: Lattice, start: int, end: int) -> int:
    """Where the words of a unit begin without the joining word before them."""
    return start + (start + 1 < end and lattice.categories[start] <= {"AND", "WITH", "COLON", "THEN"})


@dataclass(kw_only=True)
class Draft:
    """An act in the making: its tool, what is settled, what stands against it, what is missing."""

    tool: str
    args: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    missing: list[tuple[str, tuple[Option, ...]]] = field(default_factory=list)

    def settle(self, said: Said, *slots: str, into: str | None = None) -> None:
        """Settles each of the slots that was spoken of, under its own name or another."""
        for slot in slots:
            items = said.values.get(slot)
            settled = settle(into or slot, items[0]) if items else None
            if isinstance(settled, Problem):
                self.problems.append(settled)
            elif settled:
                self.put(settled)

    def constants(self, said: Said, *slots: str) -> None:
        """Adds what words alone settle: "half", "a share", "a week"."""
        for slot in slots:
            for value in said.constants.get(slot, [])[:1]:
                self.put({slot: value})

    def put(self, args: Mapping[str, str]) -> None:
        """Adds arguments; one that is already there with another value is a conflict."""
        for name, value in args.items():
            if self.args.setdefault(name, value) != value:
                self.conflict(name, self.args[name], value)

    def conflict(self, name: str, *values: str) -> None:
        """Notes what was said in two ways."""
        self.problems.append(Problem(question="conflict", params={"field": name, "values": ", ".join(values)}))

    def miss(self, name: str, *options: Option) -> None:
        """Notes an argument that is needed and was not given."""
        self.missing.append((name, options))

    def reject(self, words: Sequence[str]) -> None:
        """Notes words that were not understood, or that do not belong to this act."""
        if words:
            self.problems.append(Problem(question="not_understood", params={"words": " ".join(words)[:80]}))


def common(draft: Draft, said: Said, symbols: Collection[str]) -> None:
    """What every act shares: foreign money, what was said twice, the symbol, the order."""
    foreign = [item.foreign for items in said.values.values() for item in items if item.foreign]
    if foreign:
        draft.problems.append(Problem(question="currency", params={"currency": foreign[0]}))
    known = dict.fromkeys(item.symbol for item in said.values.get("symbol", ()) if item.symbol)
    known |= dict.fromkeys(said.constants.get("symbol", ()))
    unknown = said.values.get("unknown", [])
    if len(known) > 1:
        draft.problems.append(Problem(question="several_symbols", params={"count": str(len(known))}))
    elif known and not unknown:
        draft.put({"symbol": next(symbol for symbol in known if symbol)})
    if unknown and (known or len(unknown) > 1):
        draft.reject([item.raw for item in unknown])
    elif unknown:
        draft.problems.append(_unknown_symbol(unknown[0].raw, symbols))
    for slots in _ONCE:
        words = [one for slot in slots for one in said.words.get(slot, ())]
        if len(words) > 1:
            draft.conflict(slots[0], *words)
    for order in dict.fromkeys([item.raw for item in said.values.get("order", ())] + said.constants.get("order", [])):
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
        alone = len(draft.problems) == 1 and problem.question not in INCOHERENT
        args = draft.args if alone else {}
        options = problem.options if alone and not draft.missing else ()
        question, params = problem.question, problem.params
    else:
        (name, options), args = draft.missing[0], draft.args
        question, params = "missing", {"field": name}
        options = options if len(draft.missing) == 1 else ()
    complete = tuple(
        option if option.tool else Option(label=option.label, args={**args, **option.args}, aliases=option.aliases)
        for option in options
    )
    clarify = Clarify(question=question, params=params, options=complete)
    sure = question != "unknown_symbol" or _like_a_symbol(params["symbol"], bool(options), draft)
    confidence = 1.0 if sure else 0.5
    return Understanding(lang=None, route="trading", tool=draft.tool, args=args, clarify=clarify, confidence=confidence)


def _like_a_symbol(written: str, near: bool, draft: Draft) -> bool:
    """Whether an unknown name was meant as a symbol: it is written like one, is near one, or stands beside prices."""
    ticker = written.isupper() and 1 < len(written) <= 6
    priced = draft.args.keys() & {"stop", "limit", "trigger", "risk", "stop_pct", "notional"}
    counted = written[0].isupper() and "quantity" in draft.args
    return ticker or near or counted or bool(priced)
