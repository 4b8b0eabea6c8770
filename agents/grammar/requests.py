"""From a lattice to the one act that is asked for: every reading of it counts, and they have to agree."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from agents.grammar.acts import FAMILIES, LOWERING
from agents.grammar.chart import Chart, Feature, Reading, grammar_of
from agents.grammar.draft import INCOHERENT, Said, finished
from agents.grammar.language.manners import MINDED
from agents.grammar.language.rules import FAMILIES as NOTATIONS
from agents.grammar.lattice import Lattice, lattice
from agents.grammar.parts import parts
from agents.understanding import Clarify, Option, Understanding

LONGEST = 60
"""Tokens in the longest sentence that is read as an act."""

_TRADE = frozenset(
    "BUY GET GIVE ENTER LONG OPEN INVEST SELL SHORT DUMP CLOSE COVER BUYBACK FLATTEN FLAT SHAVE RISK ATBUY "
    "ATSELL".split()
)
_BY_HEAD: tuple[tuple[str, frozenset[str]], ...] = (
    ("switch", frozenset({"HALT", "RESUME"})),
    ("cancel", frozenset({"CANCEL", "KILLALL"})),
    ("reduce", frozenset({"REDUCE", "SLICE", "CUT", "HALVE"})),
    ("trade", _TRADE),
    ("set", frozenset({"SETV"})),
    ("amend", frozenset({"AMEND", "NEWW"})),
    ("advance", frozenset({"ADVANCE", "NEXTDAY"})),
    ("repeat", frozenset({"REPEAT", "DOUBLE", "TRIPLE"})),
)
_BESIDE: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("cancel", ("DISCARD",), ("ORDER", "ORDERS")),
    ("reduce", ("TAKEOUT", "LOWER"), ("POSITION", "MINE")),
    ("advance", ("PASSW",), ("DAY", "DAYS", "WEEK", "WEEKS")),
)
"""Families of everyday verbs, which count only beside what they are about."""

_MOST_ACTS = 6


@dataclass(frozen=True, kw_only=True)
class Requested:
    """What one reading comes to, with everything that it says."""

    understood: Understanding
    features: tuple[Feature, ...]

    @property
    def coherent(self) -> bool:
        """Whether it makes sense, though something may be missing or doubtful."""
        clarify = self.understood.clarify
        return clarify is None or clarify.question not in INCOHERENT


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Reads requests over one set of names; `command` is the family of a slash command."""

    names: Mapping[tuple[str, ...], str]
    symbols: Collection[str]
    command: str = ""

    def request(self, lat: Lattice) -> Understanding | None:
        """The act or the question of a sentence that is read in full; None when it is not."""
        lat = self._opened(lat)
        if not 0 < lat.length <= LONGEST:
            return None
        found = list(self._requested(lat))
        coherent = [one for one in found if one.coherent]
        if coherent:
            return _agreed(coherent)
        several = self._several(lat)
        if several is not None:
            return several
        return found[0].understood if found else None

    def _opened(self, lat: Lattice) -> Lattice:
        """A sentence without the joining word that opens it, a preview without the question mark that ends it."""
        start, end = 0, lat.length
        while start < end and not lat.categories[start].isdisjoint({"AND", "THEN"}):
            start += 1
        while end > start and lat.has("PREVIEW", "WHATIF") and "QMARK" in lat.categories[end - 1]:
            end -= 1
        if end > start + 1 and "QMARK" in lat.categories[end - 1] and _asks_politely(lat, start):
            end -= 1
        return lat if (start, end) == (0, lat.length) else lattice(lat.found[start:end], self.names)

    def families(self, lat: Lattice) -> list[str]:
        """The families of acts that a sentence may belong to, by its verbs."""
        if lat.has("PREVIEW", "WHATIF"):
            return ["preview"]
        if self.command:
            return [self.command]
        found = [name for name, heads in _BY_HEAD if lat.has(*heads)]
        for name, head, beside in _BESIDE:
            if name not in found and lat.has(*head) and lat.has(*beside):
                found.append(name)
        return found

    def _requested(self, lat: Lattice) -> Iterator[Requested]:
        for family in self.families(lat):
            for reading in Chart(grammar_of(NOTATIONS[family]), lat).readings("unit"):
                understood = self._meaning(family, reading, lat)
                if understood is not None:
                    yield Requested(understood=understood, features=reading.features)

    def _meaning(self, family: str, reading: Reading, lat: Lattice) -> Understanding | None:
        draft = FAMILIES[family](Said.of(reading, lat), self.symbols)
        return finished(draft) if draft is not None else None

    def _several(self, lat: Lattice) -> Understanding | None:
        """Several acts, each of them read in full: done only when every one lowers risk, else asked back."""
        cut = None if lat.has("PREVIEW", "WHATIF") or self.command else parts(lat)
        if cut is None or not 1 < len(cut) <= _MOST_ACTS:
            return None
        found: list[Understanding] = []
        labels: list[str] = []
        for part in cut:
            whole = Reader(names=self.names, symbols=self.symbols).request(lattice(part, self.names))
            if whole is None or whole.tool is None:
                return None
            if "acts" in whole.args:
                return None
            found.append(_carried(whole, found, lattice(part, self.names)))
            labels.append(" ".join(token.raw for token in part)[:60])
        return _joined(found, labels)


def _asks_politely(lat: Lattice, at: int) -> bool:
    """Whether a sentence begins with a polite question ("could you ..."): then the mark at its end asks nothing."""
    while at < lat.length:
        for lead in MINDED:
            if tuple(token.fold for token in lat.found[at : at + len(lead)]) == lead:
                return True
        ends = {name: end for name, end, _ in lat.edges[at]}
        if "ASKS" in ends:
            return True
        skipped = max((ends[name] for name in ("POLITE", "PUNCT") if name in ends), default=at)
        if skipped == at:
            return False
        at = skipped
    return False


def _carried(one: Understanding, before: Sequence[Understanding], lat: Lattice) -> Understanding:
    """A later act about "it" or "the position" is about the symbol of the act before it in the same sentence."""
    symbols = [str(other.args["symbol"]) for other in before if "symbol" in other.args]
    if not symbols:
        return one
    if one.args.get("symbol") == "last":
        return replace(one, args={**one.args, "symbol": symbols[-1]})
    due = one.clarify is not None and dict(one.clarify.params) == {"field": "symbol"}
    due = due and (one.tool == "close_position" or not one.args.keys().isdisjoint({"quantity", "share"}))
    if due and lat.has("POSITION") and one.tool in ("close_position", "reduce_position"):
        return replace(one, args={**one.args, "symbol": symbols[-1]}, clarify=None)
    return one


def _joined(found: Sequence[Understanding], labels: Sequence[str]) -> Understanding | None:
    complete = all(one.clarify is None for one in found)
    calls = [{"tool": one.tool, "args": dict(one.args)} for one in found]
    if complete and all(one.tool in LOWERING for one in found):
        if len({str(call) for call in calls}) == 1:
            return None if len(calls) < 2 else _asked_several(found, labels)
        return Understanding(lang=None, route="trading", tool="do_several", args={"acts": calls})
    if any(one.clarify is not None and one.clarify.question in INCOHERENT for one in found):
        return None
    return _asked_several(found, labels)


def _asked_several(found: Sequence[Understanding], labels: Sequence[str]) -> Understanding:
    """One act at a time, with an option for each that could be done as it was said."""
    options = tuple(
        Option(label=label, args=dict(one.args), tool=one.tool)
        for one, label in zip(found, labels, strict=True)
        if one.clarify is None
    )
    unique = options if len({option.label for option in options}) == len(options) else options[:1]
    clarify = Clarify(question="several_acts", params={"count": str(len(found))}, options=unique)
    return Understanding(lang=None, route="trading", tool=found[0].tool, clarify=clarify)


def _agreed(found: Sequence[Requested]) -> Understanding:
    """The one meaning of all readings; one that says strictly less than another is no reading of its own."""
    kept = [one for one in found if not any(_less(one.features, other.features) for other in found)]
    meanings: list[Understanding] = []
    for one in kept:
        if one.understood not in meanings:
            meanings.append(one.understood)
    if len(meanings) == 1:
        return meanings[0]
    complete = [one for one in meanings if one.clarify is None]
    if not complete:
        return meanings[0]
    if len(complete) == 1 and all(_unchanged(one) for one in meanings if one.clarify is not None):
        return complete[0]
    options = tuple(Option(label=_told(one, complete), args=dict(one.args), tool=one.tool) for one in complete)
    clarify = Clarify(question="several_readings", params={"count": str(len(meanings))}, options=options)
    return replace(complete[0], args={}, clarify=clarify)


def _unchanged(one: Understanding) -> bool:
    """A change of an order that says nothing to change: "drop order 22" cancels it."""
    return one.clarify is not None and dict(one.clarify.params) == {"field": "change"}


def _less(these: Sequence[Feature], those: Sequence[Feature]) -> bool:
    """Whether one reading says strictly less than another."""
    if len(these) >= len(those):
        return False
    rest = list(those)
    for feature in these:
        if feature not in rest:
            return False
        rest.remove(feature)
    return True


def _told(one: Understanding, others: Sequence[Understanding]) -> str:
    """What is special about one of several calls, in plain words of the protocol."""
    own = [f"{key} {value}" for key, value in one.args.items() if any(o.args.get(key) != value for o in others)]
    names = {other.tool for other in others}
    head = [str(one.tool).replace("_", " ")] if len(names) > 1 or not own else []
    return ", ".join([*head, *own])
