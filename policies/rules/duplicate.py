"""Duplicates: the same wish from the same person within seconds is a slip of the finger."""

from collections.abc import Iterator
from datetime import timedelta

from policies.case import Case, Rule
from policies.verdicts import Reason, reason
from policies.wire.fingerprint import fingerprint

NAME = "duplicate"


def check(case: Case) -> Iterator[Reason]:
    """Denies the same economic request within the configured time."""
    window, principal = timedelta(seconds=case.limits.duplicate_s), case.intent.origin.principal
    for recent in reversed(case.facts.history.recent):
        if case.facts.wall - recent.at >= window:
            break
        if recent.principal == principal and recent.fingerprint == fingerprint(case.intent):
            yield reason("DUPLICATE_INTENT", NAME, seconds=case.limits.duplicate_s)
            return


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "DUPLICATE_INTENT": {
            "en": "the same request came less than {seconds} s ago: ask again if you mean it twice",
            "fr": "la même demande est arrivée il y a moins de {seconds} s : redemande si tu la veux deux fois",
        },
    },
)
