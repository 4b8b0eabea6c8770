"""Session: risk is only taken while the instrument trades; out of the calendar means closed."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "session_open"


def check(case: Case) -> Iterator[Reason]:
    """Denies risk while the market of the instrument is closed."""
    session = case.facts.session
    if case.symbol is not None and not session.trades(case.symbol):
        opens = session.opens_at.isoformat() if session.opens_at else "?"
        yield reason("MARKET_CLOSED", NAME, symbol=case.symbol, opens=opens)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "MARKET_CLOSED": {
            "en": "the market for {symbol} is closed (opens {opens})",
            "fr": "le marché de {symbol} est fermé (ouverture {opens})",
        },
    },
)
