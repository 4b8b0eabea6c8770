"""Flat by: shortly before everything has to be closed, and until trading begins again, nothing new is opened."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "flat_by"


def check(case: Case) -> Iterator[Reason]:
    """Denies risk while a flat-by obligation of the programme is due; a half day brings it forward."""
    facts = case.facts
    for rule in case.limits.terms.flat_by:
        due = rule.closing(facts.market, facts.session.closes_at)
        if due is not None:
            yield reason("FLAT_BY", NAME, at=due.isoformat())


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "FLAT_BY": {
            "en": "everything has to be closed at {at}: nothing new is opened until trading begins again",
            "fr": "tout doit être fermé à {at} : rien de neuf n'est ouvert avant la reprise",
        },
    },
)
