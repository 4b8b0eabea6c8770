"""News: no new risk around a listed release that moves the instrument, nor where the calendar ends."""

from collections.abc import Iterator
from datetime import timedelta

from policies.case import Case, Rule
from policies.values import Symbol
from policies.verdicts import Reason, reason
from policies.watch import moves

NAME = "news"


def check(case: Case) -> Iterator[Reason]:
    """Denies risk inside a news window of the programme, and when no calendar reaches past the next window.

    A window opens `lead_s` early: what is opened then would have to be left again before the release.
    """
    news, calendar, market = case.limits.terms.news, case.facts.calendar, case.facts.market
    if news is None:
        return
    ahead, after = timedelta(seconds=news.before_s + news.lead_s), timedelta(seconds=news.after_s)
    if calendar is None or calendar.known_until < market + max(ahead, after):
        known = None if calendar is None else calendar.known_until.isoformat()
        yield reason("NEWS_UNKNOWN", NAME, known_until=known)
        return
    symbol = case.symbol or Symbol("")
    for release in calendar.releases:
        if release.at - ahead <= market <= release.at + after and moves(release, symbol, case.instrument):
            until = (release.at + after).isoformat()
            yield reason("NEWS_WINDOW", NAME, name=release.name, at=release.at.isoformat(), until=until)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "NEWS_UNKNOWN": {
            "en": "the programme forbids trading around news, and the calendar is not known far enough ({known_until})",
            "fr": "le programme interdit de traiter autour des annonces, et le calendrier ne va pas assez loin "
            "({known_until})",
        },
        "NEWS_WINDOW": {
            "en": "{name} is released at {at}: no new risk before {until}",
            "fr": "{name} est publié à {at} : pas de nouveau risque avant {until}",
        },
    },
)
