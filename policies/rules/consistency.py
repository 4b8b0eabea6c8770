"""Consistency: a day that already earned its share of the target is enough, so that the programme can be passed.

Where the best day may be at most a share s of the profit, a day of profit p spoils the pass only if it exceeds both
s x target (the least profit the phase ends with) and s / (1 - s) x the other winning days (then it is within its
share already). Opening stops for the day at the larger of the two; it goes on at the next reset. So a good first day
never locks anyone out: at worst the rest of that day is lost. Where s is of the target itself, the first alone counts.
A phase without a target has nothing to pass, and is not judged. Exits are never asked.
"""

from collections.abc import Iterator
from decimal import Decimal

from policies.case import Case, Rule
from policies.facts import Facts
from policies.firms.terms import Unit, Whole
from policies.floors import MissingFact
from policies.limits import Limits
from policies.values import ONE, ZERO
from policies.verdicts import Reason, reason

NAME = "consistency"


def best_day(facts: Facts, limits: Limits, equity: Decimal) -> tuple[Decimal, Decimal] | None:
    """Today's profit, floating included, and what it may come to before opening stops; None without such a rule."""
    terms = limits.terms
    rule = terms.consistency
    if rule is None or rule.unit is not Unit.DAY or min(terms.target, rule.share) <= ZERO:
        return None
    marks = facts.history.marks.get(limits.resets[0].key)
    if marks is None:
        raise MissingFact(f"no reference values for the reset {limits.resets[0].key!r}")
    today = equity - marks.day_equity
    cap = rule.share * terms.target * facts.account.capital
    if rule.of is Whole.PROFIT:
        if rule.share >= ONE:
            return None
        won = sum((profit for profit in facts.history.profits if profit > ZERO), ZERO)
        cap = max(cap, rule.share / (ONE - rule.share) * won)
    return today, cap


def check(case: Case) -> Iterator[Reason]:
    """Denies opening once today's profit, floating included, reaches what the best day may be."""
    rule = case.limits.terms.consistency
    found = None if rule is None else best_day(case.facts, case.limits, case.equity)
    if rule is not None and found is not None and found[0] >= found[1]:
        today, cap = found
        yield reason("BEST_DAY", NAME, today=round(today, 2), allowed=round(cap, 2), share=rule.share)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "BEST_DAY": {
            "en": "today's profit is {today}: from {allowed} on it would be more than the best day may be ({share}), "
            "so nothing new is opened today",
            "fr": "le profit du jour est de {today} : à partir de {allowed}, ce serait plus que le meilleur jour admis "
            "({share}), donc rien de neuf aujourd'hui",
        },
    },
)
