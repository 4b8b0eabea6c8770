"""Shorting: no short without something to borrow, no written option, and no entry into a contract that ends."""

from collections.abc import Iterator
from datetime import UTC

from policies.case import Case, Rule
from policies.facts import Order
from policies.values import ZERO, Side
from policies.verdicts import Reason, reason
from policies.worst_case import opens

NAME = "shorting"
OPTION = "option"


def check(case: Case) -> Iterator[Reason]:
    """Denies what would make or enlarge a short that cannot be, and entries on or after the expiry day (UTC)."""
    order, instrument = case.order, case.instrument
    if order is None or instrument is None or not opens(order):
        return
    if (instrument.asset_class == OPTION or not instrument.shortable) and sold_short(case, order):
        code = "OPTION_WRITING" if instrument.asset_class == OPTION else "NOT_SHORTABLE"
        yield reason(code, NAME, symbol=order.symbol)
    if instrument.expires_on is not None and case.facts.market.astimezone(UTC).date() >= instrument.expires_on:
        yield reason("EXPIRED_CONTRACT", NAME, symbol=order.symbol, expires_on=instrument.expires_on)


def sold_short(case: Case, order: Order) -> bool:
    """Whether an order that opens, after the exits and other such sells at work, sells more than is held.

    On an account that holds both sides every such sell is a short.
    """
    if order.side is not Side.SELL or case.facts.account.hedging:
        return order.side is Side.SELL
    same = [o for o in case.facts.orders if o.symbol == order.symbol and o.side is Side.SELL and opens(o)]
    sells = order.quantity + sum((o.quantity for o in same if o is not case.subject), ZERO)
    return sells > (case.free if case.facts.held(order.symbol) > ZERO else ZERO)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "NOT_SHORTABLE": {"en": "{symbol} cannot be sold short", "fr": "{symbol} ne peut pas être vendu à découvert"},
        "OPTION_WRITING": {
            "en": "{symbol} would be written: a short option has no defined loss",
            "fr": "{symbol} serait vendue à découvert : une option vendue n'a pas de perte définie",
        },
        "EXPIRED_CONTRACT": {
            "en": "{symbol} ends on {expires_on}: it is no longer entered",
            "fr": "{symbol} expire le {expires_on} : on n'y entre plus",
        },
    },
)
