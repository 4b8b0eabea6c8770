"""How a change alters a working order, or the protective legs of an entry that has filled: pure."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from policies.instruments import Instrument
from policies.values import OrderType
from tools.trading.matching.book import Working
from tools.trading.matching.draft import Draft
from tools.trading.matching.matcher import Floor, marketable
from tools.trading.matching.terms import check_terms
from tools.trading.venue import Change, VenueOrder, VenueRejected, leg_id

_TERMS = ("quantity", "limit", "trigger", "stop", "target")
_PRICE_OF_LEG = {"stop": "trigger", "target": "limit"}


def amend(draft: Draft, working: Working, change: Change, floor: Floor, instrument: Instrument) -> None:
    """Applies a change to an order; raises VenueRejected, leaving the draft unfit for use, when it cannot be."""
    levels = {leg: price for leg in _PRICE_OF_LEG if (price := getattr(change, leg)) is not None}
    if working.status.final:
        if not levels or not working.legs or change != Change(stop=change.stop, target=change.target):
            raise VenueRejected(f"final: {working.order.id!r} is {working.status} and cannot change")
    else:
        draft.put(_amended(draft, working, change, floor, instrument), "amended")
    if working.legs:
        _amend_legs(draft, working, levels, floor, instrument)
    draft.resize(working.order)


def _amended(draft: Draft, working: Working, change: Change, floor: Floor, instrument: Instrument) -> Working:
    order = working.order
    if change.trigger is not None and working.triggered:
        raise VenueRejected(f"triggered: {order.id!r} has been triggered; its trigger cannot change")
    after = replace(order, **{name: value for name in _TERMS if (value := getattr(change, name)) is not None})
    check_terms(after, instrument)
    if after.quantity <= working.filled:
        raise VenueRejected(f"too_small: {working.filled} of {order.id!r} is filled: ask for more, or cancel")
    taker = working.taker if change.limit is None else marketable(floor, after, draft.at)
    return replace(working, order=after, taker=taker)


def _amend_legs(draft: Draft, entry: Working, levels: dict[str, Decimal], floor: Floor, instrument: Instrument) -> None:
    """Moves the living legs; one that the entry never had is made beside its sibling, as large as that."""
    before = entry.order
    alive = {leg: w for leg in _PRICE_OF_LEG if (w := draft.orders.get(leg_id(before.id, leg))) is not None}
    current = draft.orders.get(before.id, entry)
    current = replace(current, order=_with_levels(current.order, levels, instrument))
    for leg, level in levels.items():
        if leg in alive:
            change = Change(**{_PRICE_OF_LEG[leg]: level})
            draft.put(_amended(draft, alive[leg], change, floor, instrument), "amended")
        elif alive and getattr(before, leg) is None:
            draft.make_leg(current, leg, next(iter(alive.values())).remaining)
        else:
            raise VenueRejected(f"no_leg: {before.id!r} has no living {leg} that could change")
    draft.mark(current)


def _with_levels(order: VenueOrder, levels: dict[str, Decimal], instrument: Instrument) -> VenueOrder:
    """The entry's terms with new protection, which may stand beyond the price that the entry was filled at."""
    protection: dict[str, Any] = {"stop": levels.get("stop", order.stop), "target": levels.get("target", order.target)}
    check_terms(replace(order, type=OrderType.MARKET, limit=None, trigger=None, **protection), instrument)
    return replace(order, **protection)
