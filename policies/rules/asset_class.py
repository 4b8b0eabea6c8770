"""Asset class: a programme may list what can be traded, and how much of each class may be at work."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.firms.terms import ClassLimit
from policies.values import ZERO
from policies.verdicts import Reason, reason

NAME = "asset_class"


def check(case: Case) -> Iterator[Reason]:
    """Denies classes that are not listed, and what brings a listed one above its leverage or its units of size."""
    terms, instrument = case.limits.terms, case.instrument
    if not terms.classes or instrument is None:
        return
    limit = terms.of_class(instrument.asset_class)
    if limit is None:
        allowed = ", ".join(c.asset_class for c in terms.classes)
        yield reason("CLASS_NOT_ALLOWED", NAME, asset_class=instrument.asset_class, allowed=allowed)
        return
    yield from _sizes(case, limit)


def _sizes(case: Case, limit: ClassLimit) -> Iterator[Reason]:
    """Of each symbol the larger side counts, orders that open included."""
    name = limit.asset_class
    lines = [row for s, row in case.at_work.lines.items() if case.facts.instruments[s].asset_class == name]
    if limit.leverage is not None:
        gross = sum([row.exposure for row in lines], ZERO)
        if gross > limit.leverage * case.equity:
            shown = {"gross": round(gross, 2), "equity": round(case.equity, 2)}
            yield reason("CLASS_LEVERAGE", NAME, asset_class=name, allowed=limit.leverage, **shown)
    if limit.lots is not None:
        lots = sum([max(row.long_units, row.short_units) for row in lines], ZERO)
        if lots > limit.lots:
            yield reason("CLASS_LOTS", NAME, asset_class=name, lots=lots, allowed=limit.lots)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "CLASS_NOT_ALLOWED": {
            "en": "the programme does not allow {asset_class} (only {allowed})",
            "fr": "le programme n'admet pas cette classe : {asset_class} (seulement {allowed})",
        },
        "CLASS_LEVERAGE": {
            "en": "{asset_class} would come to {gross}, more than {allowed} times the equity {equity}",
            "fr": "{asset_class} monterait à {gross}, plus de {allowed} fois les fonds propres {equity}",
        },
        "CLASS_LOTS": {
            "en": "{asset_class} would come to {lots} lots or contracts, at most {allowed}",
            "fr": "{asset_class} monterait à {lots} lots ou contrats, au plus {allowed}",
        },
    },
)
