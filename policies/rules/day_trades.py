"""Day trades: at a broker of the former rule, a small margin account stops before its fourth day trade.

Source: FINRA Rule 4210(f)(8)(B), in force at brokers not yet converted until 2027-10-20: four day trades in five
business days make a pattern day trader, who needs 25,000 of equity. An entry may be stopped out the same day, and
its exit is never blocked, so that the entry is what is denied.
"""

from collections.abc import Iterator
from decimal import Decimal

from policies.case import Case, Rule
from policies.facts import Regime
from policies.floors import MissingFact
from policies.instruments import STOCKS
from policies.intents import OrderIntent
from policies.verdicts import Reason, reason

NAME = "day_trades"
MOST = 3
LEAST_EQUITY = Decimal(25_000)


def check(case: Case) -> Iterator[Reason]:
    """Denies a new entry in a stock that could become the fourth day trade; both numbers must be known."""
    account, margin = case.facts.account, case.facts.margin
    stock = case.instrument is not None and case.instrument.asset_class in STOCKS
    if account.regime is not Regime.LEGACY_PDT or not stock or not isinstance(case.intent, OrderIntent):
        return
    if margin is None or margin.day_trades is None or margin.equity_yesterday is None:
        raise MissingFact("the day trades of five business days and yesterday's equity")
    count = margin.day_trades + margin.opened_today
    if count >= MOST and margin.equity_yesterday < LEAST_EQUITY:
        shown = {"equity": round(margin.equity_yesterday, 2), "needed": LEAST_EQUITY}
        yield reason("PATTERN_DAY_TRADER", NAME, count=count, **shown)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "PATTERN_DAY_TRADER": {
            "en": "{count} day trades in five days, made or still possible: one more needs {needed} of equity, yesterday it was {equity}",
            "fr": "{count} allers-retours en cinq jours, faits ou encore possibles : un de plus demande {needed} de fonds propres, hier {equity}",
        },
    },
)
