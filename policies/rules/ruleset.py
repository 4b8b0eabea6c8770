"""Ruleset: live money is only risked under rules that a person read within 90 days and that leave no doubt."""

from collections.abc import Iterator
from datetime import UTC, timedelta

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "ruleset"
DAY = timedelta(days=1)
OLDEST = timedelta(days=90)


def check(case: Case) -> Iterator[Reason]:
    """Denies live risk under a ruleset in doubt, one last looked at too long ago, or one dated in the future.

    Limits without a date hold nothing but values of the account's own, which do not age.
    """
    limits = case.limits
    if case.facts.account.mode == "paper":
        return
    if limits.doubts:
        yield reason("RULESET_DOUBTFUL", NAME, ruleset=limits.id, doubts="; ".join(limits.doubts))
    if limits.verified_on is None:
        return
    age = case.facts.wall.astimezone(UTC).date() - limits.verified_on
    if not -DAY <= age <= OLDEST:
        yield reason("RULESET_STALE", NAME, ruleset=limits.id, verified_on=limits.verified_on, allowed=OLDEST.days)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "RULESET_DOUBTFUL": {
            "en": "the ruleset {ruleset} may not be traded live: {doubts}",
            "fr": "le règlement {ruleset} ne peut pas servir en réel : {doubts}",
        },
        "RULESET_STALE": {
            "en": "the ruleset {ruleset} was last checked on {verified_on}: look at its sources again, every {allowed} "
            "days at least",
            "fr": "le règlement {ruleset} a été vérifié le {verified_on} : relis ses sources, au moins tous les "
            "{allowed} jours",
        },
    },
)
