"""Margin: in a US margin account the equity stays above what positions and orders in stocks have to keep.

Source: FINRA Rule 4210 as amended (SR-FINRA-2025-017, 91 FR 20731, effective 2026-06-04; Regulatory Notice
26-10): margin is measured within the day against the maintenance requirement, 25 % of a long; 30 % of a short
is the rule's older floor. Below 2,000 of equity an account has no leverage beyond one half.
"""

from collections.abc import Iterator
from decimal import Decimal

from policies.book import notional
from policies.case import Case, Rule
from policies.facts import Regime
from policies.instruments import STOCKS
from policies.values import ZERO
from policies.verdicts import Reason, reason
from policies.worst_case import opens

NAME = "margin"
REGIMES = (Regime.INTRADAY_MARGIN, Regime.LEGACY_PDT)
SMALL = Decimal("0.50")
SMALL_ACCOUNT = Decimal(2_000)


def check(case: Case) -> Iterator[Reason]:
    """Denies an order in a stock that leaves too little maintenance excess, or that the broker's power does not buy."""
    facts, order = case.facts, case.order
    stock = case.instrument is not None and case.instrument.asset_class in STOCKS
    if facts.account.regime not in REGIMES or not stock or order is None or not opens(order):
        return
    required = case.at_work.margin
    if case.equity < SMALL_ACCOUNT:
        required = max(required, SMALL * _stocks(case))
    shown = {"equity": round(case.equity, 2), "required": round(required, 2), "buffer": case.limits.buffer_fixed}
    if case.equity - required < case.limits.buffer_fixed:
        yield reason("MAINTENANCE_EXCESS", NAME, **shown)
    power = facts.margin.buying_power if facts.margin is not None else None
    needed = case.notional - (notional(facts, case.subject) if case.subject is not None else ZERO)
    if power is not None and needed > power:
        yield reason("BUYING_POWER", NAME, needed=round(needed, 2), power=round(power, 2))


def _stocks(case: Case) -> Decimal:
    """What is at work in stocks."""
    lines = case.at_work.lines.items()
    return sum((line.exposure for s, line in lines if case.facts.instruments[s].asset_class in STOCKS), ZERO)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "MAINTENANCE_EXCESS": {
            "en": "margin of {required} would be required of {equity}, {buffer} has to stay free",
            "fr": "la marge exigée ferait {required} sur {equity}, il faut garder {buffer} de libre",
        },
        "BUYING_POWER": {
            "en": "the order needs {needed}, the broker lends and leaves {power}",
            "fr": "l'ordre demande {needed}, le courtier laisse un pouvoir d'achat de {power}",
        },
    },
)
