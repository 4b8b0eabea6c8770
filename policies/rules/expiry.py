"""Expiry: a request lives a short time on the wall clock, an order's life ends in the market's future."""

from collections.abc import Iterator
from datetime import timedelta

from policies.case import Case, Rule
from policies.intents import OrderIntent
from policies.verdicts import Reason, reason

NAME = "expiry"
SKEW = timedelta(seconds=5)


def check(case: Case) -> Iterator[Reason]:
    """Denies requests that are old, dated in the future, or whose order would already be over."""
    intent, wall = case.intent, case.facts.wall
    age = timedelta(seconds=case.limits.intent_age_s)
    if wall >= intent.expires_at or wall - intent.created_at > age:
        yield reason("EXPIRED", NAME, expires_at=intent.expires_at.isoformat(), wall=wall.isoformat())
    if intent.created_at - wall > SKEW:
        yield reason("FROM_THE_FUTURE", NAME, created_at=intent.created_at.isoformat(), wall=wall.isoformat())
    if isinstance(intent, OrderIntent) and intent.good_till is not None and intent.good_till <= case.facts.market:
        yield reason("GOOD_TILL_PAST", NAME, good_till=intent.good_till.isoformat())


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "EXPIRED": {
            "en": "the request is too old (valid until {expires_at}, now {wall}): ask again",
            "fr": "la demande est trop vieille (valable jusqu'à {expires_at}, il est {wall}) : redemande",
        },
        "FROM_THE_FUTURE": {
            "en": "the request is dated {created_at}, but it is {wall}: check the clock",
            "fr": "la demande est datée {created_at}, mais il est {wall} : vérifie l'horloge",
        },
        "GOOD_TILL_PAST": {
            "en": "the order would already have ended at {good_till}",
            "fr": "l'ordre serait déjà terminé à {good_till}",
        },
    },
)
