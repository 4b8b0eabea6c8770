"""Strategy type: a programme that forbids ways of trading asks of every strategy which one it is."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import OrderIntent
from policies.verdicts import Reason, reason

NAME = "strategy_type"


def check(case: Case) -> Iterator[Reason]:
    """Denies orders of a strategy whose declared type is forbidden, or which declared none."""
    intent, forbidden = case.intent, case.limits.terms.forbidden
    if not isinstance(intent, OrderIntent) or intent.strategy is None or not forbidden:
        return
    kind = case.facts.strategies.get(intent.strategy)
    if kind is None:
        yield reason("STRATEGY_UNKNOWN", NAME, strategy=intent.strategy)
    elif any(kind.casefold() == name.casefold() for name in forbidden):
        yield reason("STRATEGY_FORBIDDEN", NAME, strategy=intent.strategy, type=kind)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "STRATEGY_UNKNOWN": {
            "en": "strategy {strategy} has no declared type, and the programme forbids some",
            "fr": "la stratégie {strategy} n'a pas de type déclaré, et le programme en interdit",
        },
        "STRATEGY_FORBIDDEN": {
            "en": "the programme forbids {type} strategies ({strategy})",
            "fr": "le programme interdit les stratégies {type} ({strategy})",
        },
    },
)
