"""Second source: where the price has a second witness, the two have to agree."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from policies.case import Case, Rule
from policies.facts import AHEAD
from policies.instruments import Quote
from policies.verdicts import Reason, reason

NAME = "second_source"


def check(case: Case) -> Iterator[Reason]:
    """Denies when the second quote is unsound, old, dated ahead, or its middle farther off than a wide spread."""
    quote = case.quote
    second = case.facts.second.get(case.symbol) if case.symbol is not None else None
    if second is None or quote is None or not quote.sound:
        return
    oldest, newest = case.facts.market - timedelta(seconds=case.limits.quote_age_s), case.facts.market + AHEAD
    usable = second.sound and oldest <= second.at <= newest
    if not usable or abs(_middle(second) - _middle(quote)) > case.limits.max_spread * _middle(quote):
        first, other = _shown(quote), _shown(second)
        yield reason("SOURCES_DIFFER", NAME, symbol=case.symbol, first=first, second=other, at=second.at.isoformat())


def _middle(quote: Quote) -> Decimal:
    return (quote.bid + quote.ask) / 2


def _shown(quote: Quote) -> str:
    return f"{quote.bid} / {quote.ask}"


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "SOURCES_DIFFER": {
            "en": "two sources do not agree on {symbol}: {first}, and {second} at {at}",
            "fr": "deux sources ne s'accordent pas sur {symbol} : {first}, et {second} à {at}",
        },
    },
)
