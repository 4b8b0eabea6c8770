"""Protection said as a distance from the entry, turned into prices on the tick: always towards the entry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from policies.values import ONE, ZERO, Side, ceil_to, floor_to, plain
from tools.context import Json
from tools.errors import Retry
from tools.trading.accounts import number

LEGS = ("stop", "target")
RELATIVE = ("stop_pct", "stop_off", "target_pct", "target_off")


@dataclass(frozen=True, kw_only=True)
class Distance:
    """How far from the entry a leg was asked: a fraction of its price, or price units."""

    leg: str
    unit: str
    value: Decimal

    def of(self, entry: Decimal) -> Decimal:
        """The distance in price units."""
        return entry * self.value if self.unit == "pct" else self.value


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """Prices that were reckoned, by leg, and from which entry: `basis` is limit, trigger, ask or bid."""

    entry: Decimal
    basis: str
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    distances: tuple[Distance, ...] = ()

    @property
    def args(self) -> dict[str, str]:
        """The same as arguments of an order."""
        return {leg: plain(price) for leg, price in self.prices.items()}

    @property
    def data(self) -> Json:
        """The same for a tool's result: `{entry, basis, legs: [{leg, unit, value, price}]}`."""
        legs = [
            {"leg": d.leg, "unit": d.unit, "value": plain(d.value), "price": plain(self.prices[d.leg])}
            for d in self.distances
        ]
        return {"entry": plain(self.entry), "basis": self.basis, "legs": legs}


def distances(args: Mapping[str, Any]) -> tuple[Distance, ...]:
    """The distances among the arguments; raises Retry for one that is none, or that has a price beside it."""
    found = []
    for leg in LEGS:
        given = [name for name in (leg, f"{leg}_pct", f"{leg}_off") if args.get(name) is not None]
        if len(given) > 1:
            raise Retry(f"{leg}: only one of a price and a distance, not {' and '.join(given)}")
        if not given or given[0] == leg:
            continue
        value, unit = number(args[given[0]]), given[0].removeprefix(f"{leg}_")
        most = ONE if unit == "pct" else Decimal("Infinity")
        if not value.is_finite() or not ZERO < value < most:
            form = "a fraction between 0 and 1 such as '0.02'" if unit == "pct" else "price units such as '5'"
            raise Retry(f"{given[0]}: {form}, not {str(args[given[0]])!r:.40}")
        found.append(Distance(leg=leg, unit=unit, value=value))
    return tuple(found)


def without(args: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments without distances."""
    return {name: value for name, value in args.items() if name not in RELATIVE}


def reckoned(
    args: Mapping[str, Any],
    asked: tuple[Distance, ...],
    *,
    side: Side,
    quote: tuple[Decimal, Decimal] | None,
    tick: Decimal,
) -> Reckoned | None:
    """The prices of the legs that were asked; None when there is no entry to reckon from; raises Retry."""
    found = _entry(args, side, quote)
    if found is None:
        return None
    entry, basis = found
    prices = {}
    for distance in asked:
        losing = (distance.leg == "stop") == (side is Side.BUY)
        exact = entry - distance.of(entry) if losing else entry + distance.of(entry)
        price = ceil_to(exact, tick) if losing else floor_to(exact, tick)
        if price <= ZERO or price == entry:
            raise Retry(f"{distance.leg}_{distance.unit}: {plain(distance.value)} from {plain(entry)} leaves no price")
        prices[distance.leg] = price
    return Reckoned(entry=entry, basis=basis, prices=prices, distances=asked)


def _entry(args: Mapping[str, Any], side: Side, quote: tuple[Decimal, Decimal] | None) -> tuple[Decimal, str] | None:
    """Where the order would be filled, and by what that is told; raises Retry for a price that is none."""
    for name in ("limit", "trigger"):
        if args.get(name) is not None:
            price = number(args[name])
            if not price.is_finite() or price <= ZERO:
                raise Retry(f"{name}: a price such as '185.5', not {str(args[name])!r:.40}")
            return price, name
    if quote is None:
        return None
    return (quote[1], "ask") if side is Side.BUY else (quote[0], "bid")
