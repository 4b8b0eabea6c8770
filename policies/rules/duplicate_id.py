"""Duplicate id: a request that the journal knows is answered from the journal, never acted on again."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "duplicate_id"


def check(case: Case) -> Iterator[Reason]:
    """Denies an intent id that was seen before."""
    if case.intent.intent_id in case.facts.history.known:
        yield reason("DUPLICATE_ID", NAME, intent_id=case.intent.intent_id)


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "DUPLICATE_ID": {
            "en": "this very request was already answered ({intent_id})",
            "fr": "cette demande a déjà reçu sa réponse ({intent_id})",
        },
    },
)
