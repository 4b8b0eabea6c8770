"""Replay: only the clock of a replay account can be moved."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import AdvanceIntent
from policies.verdicts import Reason, reason

NAME = "replay_only"


def check(case: Case) -> Iterator[Reason]:
    """Denies an advance of an account whose market is real, or into the past."""
    intent, facts = case.intent, case.facts
    if not isinstance(intent, AdvanceIntent):
        return
    if not facts.account.replay:
        yield reason("NOT_REPLAY", NAME, account=facts.account.id)
    if intent.to is not None and intent.to <= facts.market:
        yield reason("CLOCK_BACKWARDS", NAME, to=intent.to.isoformat(), market=facts.market.isoformat())


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "NOT_REPLAY": {
            "en": "account {account} follows a real market: its clock cannot be moved",
            "fr": "le compte {account} suit un vrai marché : son horloge ne se déplace pas",
        },
        "CLOCK_BACKWARDS": {
            "en": "the market clock ({market}) only moves forward, not to {to}",
            "fr": "l'horloge du marché ({market}) n'avance que vers l'avant, pas vers {to}",
        },
    },
)
