"""What a fill does to a holding: its average price, and what closing realizes in account currency."""

from decimal import Decimal
from typing import Any

from policies.values import ZERO, OrderRole
from tools.desk.record.state import AccountState, Holding
from tools.trading.venue import Execution


def hold(account: AccountState, fill: Execution, terms: dict[str, Any]) -> None:
    """Takes a fill into holdings and balance.

    `terms` is its row: the contract's `multiplier`, whether it is `inverse`, and the `rate` of its currency in
    account currency when it was filled (1 where it is the same).
    """
    multiplier, rate = Decimal(terms.get("multiplier", "1")), Decimal(terms.get("rate", "1"))
    inverse = bool(terms.get("inverse", False))
    signed = fill.side.sign * fill.quantity
    old = account.holdings.get(fill.symbol, Holding(quantity=ZERO, price=ZERO))
    after = old.quantity + signed
    if old.quantity * signed >= ZERO:
        price = _average(old, fill, inverse=inverse)
    else:
        closed = min(abs(signed), abs(old.quantity))
        change = (1 / old.price - 1 / fill.price) if inverse else fill.price - old.price
        account.balance += (closed if old.quantity > ZERO else -closed) * change * multiplier * rate
        price = old.price if old.quantity * after > ZERO else fill.price
    account.balance -= fill.fee * rate
    if after:
        holding = Holding(quantity=after, price=price, entries=_entries(account, old, fill, after))
        account.holdings[fill.symbol] = holding
    else:
        account.holdings.pop(fill.symbol, None)


def _average(old: Holding, fill: Execution, *, inverse: bool) -> Decimal:
    """The price at which the whole has the profit of its parts: of inverse contracts the harmonic mean."""
    held = abs(old.quantity)
    if not held:
        return fill.price
    if inverse:
        return (held + fill.quantity) / (held / old.price + fill.quantity / fill.price)
    return (old.price * held + fill.price * fill.quantity) / (held + fill.quantity)


def _entries(account: AccountState, old: Holding, fill: Execution, after: Decimal) -> tuple[Any, ...]:
    """The entries that built what is held since it was last flat."""
    entries = old.entries if old.quantity * after > ZERO else ()
    if account.orders[fill.order].role is OrderRole.ENTRY and after * fill.side.sign > ZERO:
        return tuple(dict.fromkeys((*entries, fill.order)))
    return entries
