"""Around a listed release no risk is taken in what it moves, and none where the calendar is not known."""

from dataclasses import replace
from datetime import timedelta

import pytest

from policies.facts import Calendar
from policies.firms.terms import News
from policies.values import Symbol
from tests.unit.kernel_cases import AAA, AT, HOUSE, STOCK, Act, close, codes, facts, held, order, quote
from tests.unit.kernel_edges_firm import QUIET, calendar, under

LIMITS = under(news=QUIET)
SLOW = News(before_s=0, after_s=600, lead_s=0)


@pytest.mark.parametrize(
    ("at", "inside"), [(-61, False), (-60, True), (0, True), (120, True), (150, True), (151, False)]
)
def test_the_window_opens_a_lead_before_and_closes_after(at: int, inside: bool) -> None:
    verdict = Act(order(), facts(calendar=calendar(600, at)), LIMITS).judged()
    assert codes(verdict) == (["NEWS_WINDOW"] if inside else [])
    until = (AT + timedelta(seconds=at + 60)).isoformat()
    assert [why.numbers["until"] for why in verdict.reasons] == ([until] if inside else [])


@pytest.mark.parametrize(
    ("symbol", "currency", "affects", "moved"),
    [
        ("AAA", "USD", (), True),
        ("AAA", "USD", ("USD",), True),
        ("AAA", "USD", ("EUR", "usd"), True),
        ("AAA", "USD", ("EUR",), False),
        ("AAA", "USD", ("AAA",), True),
        ("EURGBP", "USD", ("EUR",), True),
        ("EURGBP", "USD", ("GBP",), True),
        ("EUR/GBP", "USD", ("GBP",), True),
        ("eurgbp.x", "USD", ("EUR",), True),
        ("EURGBP", "USD", ("JPY", "URG"), False),
        ("XAUUSD", "USD", ("XAU",), True),
    ],
)
def test_what_a_release_moves(symbol: str, currency: str, affects: tuple[str, ...], moved: bool) -> None:
    name = Symbol(symbol)
    known = facts(
        instruments={name: replace(STOCK, currency=currency)},
        quotes={name: quote()},
        calendar=calendar(600, 0, affects=affects),
    )
    assert codes(Act(order(symbol=name), known, LIMITS).judged()) == (["NEWS_WINDOW"] if moved else [])


@pytest.mark.parametrize(
    ("news", "known", "expected"),
    [
        (QUIET, None, ["NEWS_UNKNOWN"]),
        (QUIET, calendar(149), ["NEWS_UNKNOWN"]),
        (QUIET, calendar(150), []),
        (SLOW, calendar(599), ["NEWS_UNKNOWN"]),
        (SLOW, calendar(600), []),
        (None, None, []),
        (None, calendar(600, 0), []),
    ],
)
def test_an_unknown_calendar_denies_where_news_matter(
    news: News | None, known: Calendar | None, expected: list[str]
) -> None:
    limits = HOUSE if news is None else under(news=news)
    assert codes(Act(order(), facts(calendar=known), limits).judged()) == expected


def test_an_exit_passes_inside_the_window_and_every_release_is_named() -> None:
    known = facts(held("10"), calendar=calendar(600, 0, 60))
    assert codes(Act(close(AAA), known, LIMITS).judged()) == []
    assert codes(Act(order(), known, LIMITS).judged()) == ["NEWS_WINDOW", "NEWS_WINDOW"]
