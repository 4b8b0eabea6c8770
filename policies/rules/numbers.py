"""Valid numbers: nothing that is not a finite, positive, believable decimal enters the arithmetic."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from policies.case import Case, Rule
from policies.intents import AdvanceIntent, AmendIntent, OrderIntent, ReduceIntent
from policies.values import LARGEST, ZERO, Money
from policies.verdicts import Reason, reason

NAME = "numbers"
FARTHEST = timedelta(days=400)
ASKED = ("quantity", "notional", "risk", "limit", "trigger", "stop", "target")
NEEDS = {"market": (), "limit": ("limit",), "stop": ("trigger",), "stop_limit": ("trigger", "limit")}


def check(case: Case) -> Iterator[Reason]:
    """Denies what is not a number, and an order whose prices do not belong to its type."""
    intent = case.intent
    if isinstance(intent, OrderIntent | AmendIntent | ReduceIntent):
        for name in ASKED:
            value = getattr(intent, name, None)
            amount = value.amount if isinstance(value, Money) else value
            if amount is not None and not _valid(amount):
                yield reason("INVALID_NUMBER", NAME, field=name, value=str(amount)[:40])
    yield from _shape(case)
    if isinstance(intent, AdvanceIntent) and (intent.to is None) == (intent.sessions is None):
        yield reason("INVALID_NUMBER", NAME, field="sessions", value="?")
    if isinstance(intent, AdvanceIntent) and intent.to is not None and intent.to - case.facts.market > FARTHEST:
        yield reason("INVALID_NUMBER", NAME, field="to", value=intent.to.isoformat())
    if isinstance(intent, AdvanceIntent) and intent.sessions is not None and not 1 <= intent.sessions <= 260:
        yield reason("INVALID_NUMBER", NAME, field="sessions", value=intent.sessions)


def _shape(case: Case) -> Iterator[Reason]:
    intent = case.intent
    if isinstance(intent, OrderIntent):
        sizes = [n for n in ("quantity", "notional", "risk") if getattr(intent, n) is not None]
        if len(sizes) != 1:
            yield reason("ONE_SIZE", NAME, given=len(sizes))
        priced = [n for n in ("trigger", "limit") if getattr(intent, n) is not None]
        if sorted(priced) != sorted(NEEDS[intent.type.value]):
            yield reason("PRICES_OF_TYPE", NAME, type=intent.type.value)
    old = case.subject
    if isinstance(intent, AmendIntent) and old is not None:
        strange = [n for n in ("trigger", "limit") if getattr(intent, n) is not None and getattr(old, n) is None]
        if strange:
            yield reason("PRICES_OF_TYPE", NAME, type=old.type.value)


def _valid(number: Decimal) -> bool:
    return number.is_finite() and ZERO < number <= LARGEST


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "INVALID_NUMBER": {
            "en": "{field} is not a usable number ({value}): write a positive decimal such as 12.50",
            "fr": "{field} n'est pas un nombre utilisable ({value}) : écris un décimal positif, par exemple 12,50",
        },
        "ONE_SIZE": {
            "en": "an order needs exactly one size (quantity, amount or risk), {given} given",
            "fr": "un ordre prend une seule taille (quantité, montant ou risque), {given} donnée(s)",
        },
        "PRICES_OF_TYPE": {
            "en": "the prices given do not belong to a {type} order",
            "fr": "les prix donnés ne vont pas avec un ordre {type}",
        },
    },
)
