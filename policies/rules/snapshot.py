"""Reconciling: while the venue's book is not confirmed, nothing that depends on a position may act."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import AmendIntent, CloseIntent, OrderIntent, ReduceIntent
from policies.verdicts import Reason, reason

NAME = "snapshot"


def check(case: Case) -> Iterator[Reason]:
    """Denies orders, exits and amends until a snapshot of the venue was confirmed; cancels and halts pass."""
    acts = isinstance(case.intent, OrderIntent | CloseIntent | ReduceIntent | AmendIntent)
    if acts and case.facts.switch.reconciling:
        yield reason("RECONCILING", NAME, account=case.facts.account.id)


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "RECONCILING": {
            "en": "account {account} is still being compared with its venue: ask again in a moment",
            "fr": "le compte {account} est encore comparé à sa place de marché : redemande dans un instant",
        },
    },
)
