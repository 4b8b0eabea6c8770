"""Fresh quote: no price, an old one, a crossed one or a wide one is no ground to take risk on."""

from collections.abc import Iterator
from datetime import timedelta

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "fresh_quote"


def check(case: Case) -> Iterator[Reason]:
    """Denies risk without a sound, recent and narrow quote of the instrument."""
    yield from _own(case)
    yield from _stale(case)


def _own(case: Case) -> Iterator[Reason]:
    quote = case.quote
    if case.symbol is None or case.instrument is None or not case.facts.session.trades(case.symbol):
        return
    if quote is None:
        yield reason("NO_QUOTE", NAME, symbol=case.symbol)
    elif not quote.sound:
        yield reason("BAD_QUOTE", NAME, symbol=case.symbol, bid=quote.bid, ask=quote.ask)
    elif quote.ask - quote.bid > case.limits.max_spread * quote.bid:
        yield reason("WIDE_SPREAD", NAME, symbol=case.symbol, bid=quote.bid, ask=quote.ask)


def _stale(case: Case) -> Iterator[Reason]:
    """Old prices of the act's instrument, of what is held or may be opened beside it, and of their currencies."""
    facts, allowed, lines = case.facts, case.limits.quote_age_s, case.before.lines
    symbols = lines if case.symbol is None or case.symbol in lines else [case.symbol, *lines]
    for name, quote in facts.stale(symbols, allowed).items():
        age = -((quote.at - facts.market) // timedelta(seconds=1))
        yield reason("STALE_QUOTE", NAME, symbol=name, age=age, allowed=allowed)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "NO_QUOTE": {"en": "no price for {symbol}", "fr": "pas de prix pour {symbol}"},
        "BAD_QUOTE": {
            "en": "the quote of {symbol} makes no sense ({bid} / {ask})",
            "fr": "la cotation de {symbol} n'a pas de sens ({bid} / {ask})",
        },
        "STALE_QUOTE": {
            "en": "the price of {symbol} is {age} s old, {allowed} s allowed",
            "fr": "le prix de {symbol} date de {age} s, {allowed} s admises",
        },
        "WIDE_SPREAD": {
            "en": "the spread of {symbol} is too wide ({bid} / {ask})",
            "fr": "l'écart de {symbol} est trop large ({bid} / {ask})",
        },
    },
)
