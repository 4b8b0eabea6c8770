"""Cash account: bought with settled cash only, so that nothing is sold before it is paid for, and never short.

Source: Regulation T, 12 CFR 220.8 (cash account); US stocks settle one business day after the trade.
"""

from collections.abc import Iterator

from policies.book import notional
from policies.case import Case, Rule
from policies.facts import Regime
from policies.floors import MissingFact
from policies.instruments import STOCKS
from policies.rules.shorting import sold_short
from policies.values import ZERO, Side
from policies.verdicts import Reason, reason
from policies.worst_case import opens

NAME = "cash_account"


def check(case: Case) -> Iterator[Reason]:
    """Denies shorts of stocks, and buys that together with those at work cost more than the settled cash."""
    order, facts = case.order, case.facts
    stock = case.instrument is not None and case.instrument.asset_class in STOCKS
    if facts.account.regime is not Regime.CASH or not stock or order is None or not opens(order):
        return
    if order.side is Side.SELL:
        if sold_short(case, order):
            yield reason("CASH_NO_SHORT", NAME, symbol=order.symbol)
        return
    cash = facts.margin.settled_cash if facts.margin is not None else None
    if cash is None:
        raise MissingFact("the settled cash of the account")
    buys = [o for o in facts.orders if o.side is Side.BUY and opens(o) and o is not case.subject]
    needed = case.notional + sum((notional(facts, o) for o in buys), ZERO)
    if needed > cash:
        yield reason("UNSETTLED_CASH", NAME, needed=round(needed, 2), cash=round(cash, 2))


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "CASH_NO_SHORT": {
            "en": "a cash account cannot sell {symbol} short",
            "fr": "un compte au comptant ne vend pas {symbol} à découvert",
        },
        "UNSETTLED_CASH": {
            "en": "buys would come to {needed}, only {cash} is settled",
            "fr": "les achats monteraient à {needed}, seuls {cash} sont dénoués",
        },
    },
)
