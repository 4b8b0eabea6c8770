"""Rate: so many risk-raising requests a minute and a day; what lowers risk has its own, unlimited lane."""

from collections.abc import Iterator
from datetime import timedelta

from policies.case import Case
from policies.intents import OrderIntent
from policies.rule import Rule
from policies.verdicts import Reason, reason

NAME = "rate"
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def check(case: Case) -> Iterator[Reason]:
    """Denies above the limits per minute and per day: people on the wall clock, strategies on the market's."""
    strategy = isinstance(case.intent, OrderIntent) and case.intent.strategy is not None
    now = case.facts.market if strategy else case.facts.wall
    times = [r.market if strategy else r.at for r in case.facts.history.recent if r.raises]
    minute = sum(1 for at in times if now - at < MINUTE)
    day = sum(1 for at in times if now - at < DAY)
    if minute >= case.limits.per_minute:
        yield reason("RATE_MINUTE", NAME, count=minute, allowed=case.limits.per_minute)
    if day >= case.limits.per_day:
        yield reason("RATE_DAY", NAME, count=day, allowed=case.limits.per_day)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "RATE_MINUTE": {
            "en": "{count} requests within a minute, {allowed} allowed: wait a little",
            "fr": "{count} demandes en une minute, {allowed} admises : attends un peu",
        },
        "RATE_DAY": {
            "en": "{count} requests within a day, {allowed} allowed",
            "fr": "{count} demandes en un jour, {allowed} admises",
        },
    },
)
