"""Rate: so many risk-raising requests a minute and a day; what lowers risk has its own, unlimited lane."""

from collections.abc import Iterator
from datetime import timedelta

from policies.case import Case, Rule
from policies.intents import OrderIntent
from policies.verdicts import Reason, reason

NAME = "rate"
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def check(case: Case) -> Iterator[Reason]:
    """Denies above the limits per minute and per day: people on the wall clock, strategies on the market's."""
    strategy = isinstance(case.intent, OrderIntent) and case.intent.strategy is not None
    now, recent = case.facts.market if strategy else case.facts.wall, case.facts.history.recent
    minute = day = 0
    for one in reversed(recent):
        age = now - (one.market if strategy else one.at)
        minute += one.raises and age < MINUTE
        day += one.raises and age < DAY
        if age >= MINUTE and len(recent) < case.limits.per_day:
            break
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
