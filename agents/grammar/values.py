"""What a number may mean in its place: one certain argument, or the question and the options it leaves."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from agents.grammar.lattice import Item
from agents.understanding import Option
from policies.values import InvalidNumber, parse_decimal, plain

_SCALES = {"": 1, "k": 1000, "m": 1_000_000}
_CLEAR_THOUSANDS = re.compile(r"\$?[0-9]+([.,][0-9]{1,2})?[kKmM]( .*)?")
_SPACED = re.compile(r"\$?[1-9][0-9]{0,2}(?:[ \u00a0\u202f\u2009][0-9]{3})+ ?(\$|usd|dollars?)?", re.IGNORECASE)
"""An amount of money in groups of three apart: it cannot be two numbers, one of them has the currency."""
_HUNDRED = Decimal(100)
MOST_SHARES = Decimal(1_000_000)
"""A quantity of so many is a slip of the finger."""
_RELATIVE = {"stop_rel": ("stop_pct", "stop_off"), "target_rel": ("target_pct", "target_off")}


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Why a sentence cannot act yet: a question key, its parameters and the arguments that would settle it."""

    question: str
    params: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()


def settle(slot: str, item: Item) -> dict[str, str] | Problem:
    """The arguments that a value stands for in its slot, or the problem that it leaves."""
    options = _options(slot, item)
    question = _question(slot, item, options)
    if question is None:
        return dict(options[0].args)
    field_name = {"about": "quantity", "spent": "quantity"}.get(slot, slot.removesuffix("_rel"))
    kept = () if question == "bad_number" else options
    return Problem(question=question, params={"field": field_name, "number": item.raw}, options=kept)


def _question(slot: str, item: Item, options: Sequence[Option]) -> str | None:
    number = item.number
    if number is None or not options:
        return "bad_number"
    if slot == "about":
        return "approximate"
    if slot == "spent":
        return "ambiguous_quantity"
    if slot == "risk" and item.unit == "":
        return "ambiguous_risk"
    if slot in _RELATIVE and item.unit == "":
        return "ambiguous_offset"
    if slot in ("sessions", "weeks") and not options[0].args[slot].isdigit():
        return "bad_number"
    if number.value is not None:
        return None
    if item.unit == "USD" and (_CLEAR_THOUSANDS.fullmatch(item.raw) or _SPACED.fullmatch(item.raw)):
        return None
    return "ambiguous_quantity" if number.suffix and slot == "quantity" else "ambiguous_number"


def _options(slot: str, item: Item) -> tuple[Option, ...]:
    if item.number is None:
        return ()
    scale = _SCALES[item.number.suffix]
    return tuple(
        option for reading in item.number.readings for option in _meanings(slot, item, Decimal(reading) * scale)
    )


def _meanings(slot: str, item: Item, value: Decimal) -> list[Option]:
    if slot in _RELATIVE:
        return _distances(slot, item, value)
    percent, bare = _option(slot, value / 100, f"{plain(value)} %"), _option(slot, value, plain(value))
    if slot == "risk" and item.unit == "":
        return (percent if value < _HUNDRED else []) + _money(slot, value)
    if item.unit == "%":
        return percent if slot not in ("share", "risk") or value <= _HUNDRED else []
    if slot in ("risk", "notional"):
        return _money(slot, value)
    if slot == "about":
        return _option("quantity", value, plain(value))
    if slot == "spent" or (slot == "quantity" and item.number is not None and item.number.suffix):
        return _option("quantity", value, plain(value)) + _money("notional", value)
    return bare


def _distances(slot: str, item: Item, value: Decimal) -> list[Option]:
    """A protection some way from the entry: a fraction of its price, or so much of its price."""
    fraction, units = _RELATIVE[slot]
    percent = _option(fraction, value / 100, f"{plain(value)} %") if 0 < value < _HUNDRED else []
    money = _option(units, value, f"{plain(value)} USD") if value > 0 else []
    return {"%": percent, "USD": money}.get(item.unit, percent + money)


def _money(slot: str, value: Decimal) -> list[Option]:
    label = f"{plain(value)} USD"
    return [Option(label=label, args={slot: label})] if _option(slot, value, label) else []


def _option(slot: str, value: Decimal, label: str) -> list[Option]:
    """One option, none when the value is no number that the desk takes: nothing, or more shares than anybody means."""
    text = plain(value)
    if value == 0 or (slot == "quantity" and value >= MOST_SHARES):
        return []
    try:
        parse_decimal(text)
    except InvalidNumber:
        return []
    return [Option(label=label, args={slot: text})]
