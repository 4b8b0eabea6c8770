"""The grammar of acts: small patterns over items, each filling one slot; what no pattern takes is left over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from agents.lexicon.items import Item

Family = Literal["trade", "cancel", "amend", "advance", "switch"]
Rules = tuple[tuple[str, str], ...]

_VALUES = frozenset({"num", "money", "percent"})
_PRICE = "at/a/to/of/colon? num/money"
_WHICH = "sym/unk poss? short? shares? position/positions?"
_FIELDS = (
    ("stop", "stop/stoploss"),
    ("target", "target"),
    ("limit", "limit"),
    ("trigger", "trigger"),
    ("quantity", "qty"),
)

NOISE = frozenset({"punct", "art", "of", "and", "polite", "colon"})
"""Concepts that may stay over without changing what is asked."""

_SMALL = frozenset({"art", "of", "and", "colon", "set", "for", "on"})

TRADE: Rules = (
    ("risk", "art/a/un? risk at/a/of/colon? percent/money/num"),
    ("risk", "percent/money of? risk"),
    ("entry=stop_limit", "buy/sell stoplimit order?"),
    ("entry=stop_limit", "art/a/un? stoplimit order? to? buy/sell"),
    ("entry=stop", "buy/sell stop order?"),
    ("entry=stop", "art/a/un? stop order to? buy/sell"),
    ("entry=stop", "art/a/un? order stop to/of? buy/sell"),
    ("entry=stop", "stop of? buy/sell"),
    ("entry=limit", "art/a/un? limit order to? buy/sell?"),
    ("entry=limit", "art/a/un? order limit to/of? buy/sell?"),
    ("stop", f"set? art/a/un? stop/stoploss price? {_PRICE}"),
    ("target", f"set? art/a/un? target price? {_PRICE}"),
    ("limit", f"at/a? art/a/un? limit price? {_PRICE} better?"),
    ("trigger", f"art/a/un? trigger price? {_PRICE}"),
    ("limit", "at/a? num/money better"),
    ("limit", "at/a num/money limit !num/money/at/a/of/colon"),
    ("limit_max", "at/a num/money max"),
    ("limit_min", "at/a num/money min"),
    ("at", "at/a art/a/un? price of? num/money"),
    ("at", "at/a colon? num/money"),
    ("quantity", f"num shares? of? art? {_WHICH}"),
    ("quantity", "num shares"),
    ("quantity=1", f"un/a shares of? art? {_WHICH}"),
    ("quantity=1", "un sym"),
    ("notional", f"for? money worth? of? art? shares? of? {_WHICH}"),
    ("notional", f"money on art? {_WHICH}"),
    ("notional", "for money"),
    ("share=0.5", "art/by/of? half"),
    ("share=0.25", "art/by/of? quarter"),
    ("share=third", "art/by/of? third"),
    ("share", "by/of? percent"),
    ("market", "at/a? art/a/un? market order?"),
    ("market", "art/a/un? order market"),
    ("gtc", "for? gtc order?"),
    ("day", "for? art? today/day order?"),
    ("symbol", f"on/for? art? short? shares/position/positions? of/on? art? {_WHICH}"),
    ("all", "all of? art?"),
    ("positions", "art? positions"),
    ("position", "art? position"),
    ("quantity", "buy/sell/short num shares?"),
    ("head", "set? art/a/un? order? of/to? buy/sell/short/close/flatten/reduce/preview order?"),
    ("head", "set art/a/un? order"),
)

REDUCE_BY: Rules = (
    ("quantity", f"by/of num shares? of? art? {_WHICH}"),
    ("quantity", "by/of num shares?"),
)
"""Only after "reduce", where "de 5" and "by 5" say how much; "to 5" would say something else and is left over."""

REDUCE_COMMAND: Rules = (("quantity", "sym/unk num"),)
"""Only in the command with fixed places, /reduce SYMBOL QUANTITY."""

CANCEL: Rules = (
    ("head", "to? cancel"),
    ("symbol", "on/for/of? art? sym/unk poss?"),
    ("all", "all of? art?"),
    ("orders", "art? pending? orders pending?"),
    ("order", "art? order? id"),
    ("one", "art? pending? order pending?"),
)

AMEND: Rules = (
    *(
        (slot, f"art/a/un? {noun} of/on/for? art? order? sym/id/unk poss? to/at/a/colon num/money")
        for slot, noun in _FIELDS
    ),
    *((slot, f"art/a/un? {noun} price? to/at/a/colon num/money") for slot, noun in _FIELDS),
    ("symbol", "on/for/of? art? order/position? sym/unk poss? order/position?"),
    ("order", "on/for/of? art? order? id poss?"),
    ("head", "to? amend/set"),
)

AMEND_SET: Rules = (
    *((slot, f"art/a/un? {noun} of/on/for? art? order? sym/id/unk poss? num/money") for slot, noun in _FIELDS),
    *((slot, f"art/a/un? {noun} num/money") for slot, noun in _FIELDS),
)
"""Only where no preposition is due: after "set" and in /amend. "Move the stop 5" may mean by 5 and is left over."""

ADVANCE: Rules = (
    ("sessions", "of/by? num day/days"),
    ("weeks", "of/by? num week/weeks"),
    ("sessions=1", "of/by? un/a day"),
    ("sessions=5", "of/by? un/a week"),
    ("sessions", "of/by? num"),
    ("head", "to? advance"),
)

SWITCH: Rules = (("head", "to? halt/resume"), ("market", "market"))

_FAMILIES: Mapping[Family, Rules] = {
    "trade": TRADE,
    "cancel": CANCEL,
    "amend": AMEND,
    "advance": ADVANCE,
    "switch": SWITCH,
}


@dataclass(frozen=True, kw_only=True)
class Parse:
    """What the patterns took: values, constants and words by slot; and the items that none took."""

    slots: dict[str, list[Item]] = field(default_factory=dict)
    constants: dict[str, list[str]] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    left: list[Item] = field(default_factory=list)

    def has(self, slot: str) -> bool:
        """Whether anything was said for this slot."""
        return slot in self.said


@cache
def _compiled(pattern: str) -> tuple[tuple[frozenset[str], str], ...]:
    """The steps of a pattern: `a/b` one of them, `a?` if it is there, `!a` not followed by it."""
    steps = []
    for step in pattern.split():
        kind = "not" if step.startswith("!") else "maybe" if step.endswith("?") else "one"
        steps.append((frozenset(step.strip("!?").split("/")), kind))
    return tuple(steps)


def _match(items: Sequence[Item], at: int, pattern: str) -> int:
    """Where a pattern that starts at `at` ends; `at` itself when it does not match."""
    end = at
    for wanted, kind in _compiled(pattern):
        found = end < len(items) and items[end].concept in wanted
        if found == (kind == "not") and kind != "maybe":
            return at
        end += found and kind != "not"
    return end


def parse(items: Sequence[Item], family: Family, extra: Rules = ()) -> Parse:
    """Takes the items from left to right; at each, the first pattern of the family that matches fills its slot."""
    result = Parse()
    rules = (*extra, *_FAMILIES[family])
    _dangling(result, items)
    at = 0
    while at < len(items):
        for slot, pattern in rules:
            end = _match(items, at, pattern)
            if end > at:
                _take(result, slot, items[at:end])
                at = end
                break
        else:
            if items[at].concept not in NOISE and not (items[at].concept == "set" and family == "trade"):
                result.left.append(items[at])
            at += 1
    return result


def _dangling(result: Parse, items: Sequence[Item]) -> None:
    """A sentence that ends on a small word ("sell all my") is cut short: the word is left over."""
    last = next((item for item in reversed(items) if item.concept != "punct"), None)
    if last and last.concept in _SMALL:
        result.left.append(last)


def _take(result: Parse, slot: str, taken: Sequence[Item]) -> None:
    name, _, constant = slot.partition("=")
    result.said.setdefault(name, []).append(" ".join(item.raw for item in taken))
    if constant:
        result.constants.setdefault(name, []).append(constant)
    values = [item for item in taken if item.concept in _VALUES]
    for item in taken:
        which = {"sym": "symbol", "unk": "symbol", "id": "order"}.get(item.concept)
        if which:
            result.slots.setdefault(which, []).append(item)
            result.said.setdefault(which, []).append(item.raw)
    if not constant and name not in ("symbol", "order"):
        result.slots.setdefault(name, []).extend(values)
