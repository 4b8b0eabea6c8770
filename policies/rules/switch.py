"""The switch: REDUCING lets only what lowers risk through, HALTED the same, and the desk flattens."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.values import Switch
from policies.verdicts import Reason, reason

NAME = "switch"


def check(case: Case) -> Iterator[Reason]:
    """Denies risk unless the account is ACTIVE."""
    switch = case.facts.switch
    if switch.state is Switch.HALTED:
        yield reason("TRADING_HALTED", NAME, account=case.facts.account.id, cause=switch.cause or "?")
    elif switch.state is not Switch.ACTIVE or switch.strangers:
        yield reason("TRADING_REDUCING", NAME, account=case.facts.account.id, cause=switch.cause or "?")


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "TRADING_HALTED": {
            "en": "account {account} is halted ({cause}): type /resume at a terminal to lift it",
            "fr": "le compte {account} est arrêté ({cause}) : tape /reprendre dans un terminal pour le relancer",
        },
        "TRADING_REDUCING": {
            "en": "account {account} only takes what lowers risk ({cause}): see /status, then /resume",
            "fr": "le compte {account} n'accepte que ce qui baisse le risque ({cause}) : vois /statut, puis /reprendre",
        },
    },
)
