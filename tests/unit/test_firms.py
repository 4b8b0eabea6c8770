"""The firms' rulesets: every number that a firm states, beside the file that carries it."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from policies.firms.programme import HEADING, REACHED, heading
from policies.firms.reading import Confidence
from policies.firms.rulesets import ruleset
from policies.firms.terms import ClassLimit, Consistency, FlatBy, News, Phase, Terms, TradingDay, Unit, Whole
from policies.limits import (
    CEILING,
    Amount,
    Basis,
    Breach,
    DailyReference,
    DailyRule,
    Effect,
    Limits,
    Lock,
    Measure,
    Reset,
    TotalRule,
    Trail,
)
from tools.trading.programmes import markdown
from tools.trading.rulesets import SHIPPED, Rulesets, ruleset_files

RULESETS = Rulesets()
READ = {firm: ruleset(RULESETS[firm]) for firm in RULESETS}
LIMITS: dict[str, Limits] = {firm: read[0] for firm, read in READ.items()}
IDS = (
    "house ftmo-2step ftmo-1step ftmo-swing topstep-50k topstep-100k topstep-150k apex-legacy-50k apex-eod-50k "
    "apex-intraday-50k trade-the-pool-day-flex trade-the-pool-day-max trade-the-pool-swing dna-static dna-trailing "
    "hyrotrader crypto-fund-trader-1phase crypto-fund-trader-2phase ttt-markets the5ers-high-stakes "
    "the5ers-hyper-growth the5ers-bootcamp"
).split()
STAGES = ["ftmo-2step-funded", "ftmo-1step-funded", "the5ers-bootcamp-funded"]
FTMO = ["ftmo-2step", "ftmo-2step-funded", "ftmo-swing"]
FTMO_1 = ["ftmo-1step", "ftmo-1step-funded"]
TTP = ["trade-the-pool-day-flex", "trade-the-pool-day-max", "trade-the-pool-swing"]
NY, PRAGUE, CHICAGO = "America/New_York", "Europe/Prague", "America/Chicago"
AT_RESET, OF_MAX = DailyReference.BALANCE, DailyReference.MAX_BALANCE_EQUITY
SOFT, HARD = Effect.SOFT, Effect.HARD


def amount(text: str, of: Basis = Basis.INITIAL) -> Amount:
    return Amount(basis=of, value=Decimal(text))


def daily(reference: DailyReference, value: Amount, effect: Effect, reset: tuple[str, str], **more: Any) -> DailyRule:
    """A daily rule held against equity unless said otherwise; the reset is zone and hour."""
    at = Reset(zone=reset[0], at=time.fromisoformat(reset[1]))
    return DailyRule(reference=reference, amount=value, effect=effect, reset=at, **{"measure": Measure.EQUITY, **more})


MIDNIGHT, FIVE_NY, FIVE_CT = (PRAGUE, "00:00"), (NY, "17:00"), (CHICAGO, "17:00")
PAUSE = daily(AT_RESET, amount("1000", Basis.FIXED), SOFT, FIVE_NY)
FIVERS_PAUSE = daily(OF_MAX, amount("0.03", Basis.REFERENCE), SOFT, FIVE_NY)
DNA = daily(OF_MAX, amount("0.03", Basis.REFERENCE), HARD, ("UTC", "22:00"))
DAILY: dict[str, tuple[DailyRule, ...]] = {
    **dict.fromkeys(FTMO, (daily(AT_RESET, amount("0.05"), HARD, MIDNIGHT, breach=Breach.BELOW),)),
    **dict.fromkeys(FTMO_1, (daily(AT_RESET, amount("0.03"), HARD, MIDNIGHT),)),
    **{
        f"topstep-{size}k": (
            daily(AT_RESET, amount(dll, Basis.FIXED), SOFT, FIVE_CT, measure=Measure.NET_PNL_TODAY, breach=Breach.AT),
        )
        for size, dll in ((50, "1000"), (100, "2000"), (150, "3000"))
    },
    **dict.fromkeys(("apex-legacy-50k", "apex-eod-50k", "apex-intraday-50k"), (PAUSE,)),
    **{
        firm: (daily(DailyReference.REALISED, amount(share), SOFT, (NY, "00:00")),)
        for firm, share in zip(TTP, ("0.02", "0.01", "0.03"), strict=True)
    },
    "dna-static": (DNA,),
    "dna-trailing": (DNA,),
    "hyrotrader": (daily(DailyReference.EQUITY_PEAK_TODAY, amount("0.05"), HARD, ("UTC", "00:00"), breach=Breach.AT),),
    **{
        f"crypto-fund-trader-{n}phase": tuple(
            daily(AT_RESET, amount(share, of), HARD, ("UTC", "00:05")) for of in (Basis.INITIAL, Basis.REFERENCE)
        )
        for n, share in ((1, "0.04"), (2, "0.05"))
    },
    "ttt-markets": (daily(AT_RESET, amount("0.03"), HARD, ("UTC", "00:00")),),
    "the5ers-high-stakes": (daily(OF_MAX, amount("0.05", Basis.REFERENCE), HARD, FIVE_NY),),
    "the5ers-hyper-growth": (FIVERS_PAUSE,),
    "the5ers-bootcamp": (daily(AT_RESET, amount("0.03"), SOFT, FIVE_NY),),
    "the5ers-bootcamp-funded": (FIVERS_PAUSE,),
}
FIXED, REFERENCE = Basis.FIXED, Basis.REFERENCE
C0 = Lock(at=Decimal(0))
Total = tuple[Trail, Amount, Lock | None, tuple[str, str]]


def gained(share: str) -> Lock:
    return Lock(when=Decimal(share), of=Basis.INITIAL)


TOTAL: dict[str, Total] = {
    **dict.fromkeys(FTMO, (Trail.STATIC, amount("0.10"), None, MIDNIGHT)),
    **dict.fromkeys(FTMO_1, (Trail.EOD_BALANCE, amount("0.10"), None, MIDNIGHT)),
    "topstep-50k": (Trail.EOD_BALANCE, amount("2000", FIXED), C0, FIVE_CT),
    "topstep-100k": (Trail.EOD_BALANCE, amount("3000", FIXED), C0, FIVE_CT),
    "topstep-150k": (Trail.EOD_BALANCE, amount("4500", FIXED), C0, FIVE_CT),
    "apex-legacy-50k": (Trail.INTRADAY_EQUITY, amount("2500", FIXED), Lock(at=Decimal(100)), FIVE_NY),
    "apex-eod-50k": (Trail.EOD_BALANCE, amount("2000", FIXED), None, FIVE_NY),
    "apex-intraday-50k": (Trail.INTRADAY_EQUITY, amount("2000", FIXED), None, FIVE_NY),
    "trade-the-pool-day-flex": (Trail.STATIC, amount("0.04"), gained("0.06"), (NY, "00:00")),
    "trade-the-pool-day-max": (Trail.STATIC, amount("0.03"), gained("0.03"), (NY, "00:00")),
    "trade-the-pool-swing": (Trail.STATIC, amount("0.07"), gained("0.09"), (NY, "00:00")),
    "dna-static": (Trail.EOD_MAX, amount("0.05", REFERENCE), None, ("UTC", "22:00")),
    "dna-trailing": (Trail.INTRADAY_MAX, amount("0.05", REFERENCE), None, ("UTC", "22:00")),
    "hyrotrader": (Trail.STATIC, amount("0.10"), gained("0.10"), ("UTC", "00:00")),
    "crypto-fund-trader-1phase": (Trail.STATIC, amount("0.06"), None, ("UTC", "00:05")),
    "crypto-fund-trader-2phase": (Trail.STATIC, amount("0.08"), None, ("UTC", "00:05")),
    "ttt-markets": (Trail.STATIC, amount("0.06"), None, ("UTC", "00:00")),
    "the5ers-high-stakes": (Trail.STATIC, amount("0.10"), None, FIVE_NY),
    "the5ers-hyper-growth": (Trail.STATIC, amount("0.06"), None, FIVE_NY),
    "the5ers-bootcamp": (Trail.STATIC, amount("0.05"), None, FIVE_NY),
    "the5ers-bootcamp-funded": (Trail.STATIC, amount("0.04"), None, FIVE_NY),
}


def phase(name: str, target: str | None = None, days: int = 0, **more: int) -> Phase:
    return Phase(name=name, target=None if target is None else Decimal(target), min_days=days, **more)


def classes(text: str) -> tuple[ClassLimit, ...]:
    """`fx:100` is a leverage, `future:5L` lots, `stock` neither."""
    found = []
    for name, _, limit in (word.partition(":") for word in text.split()):
        lots = Decimal(limit[:-1]) if limit.endswith("L") else None
        found.append(ClassLimit(asset_class=name, lots=lots, leverage=Decimal(limit) if limit and not lots else None))
    return tuple(found)


def best(unit: str, share: str, of: Whole = Whole.PROFIT) -> Consistency:
    return Consistency(unit=Unit(f"best_{unit}"), of=of, share=Decimal(share))


def flat(zone: str, at: str, until: str, days: tuple[int, ...] = ()) -> tuple[FlatBy, ...]:
    return (FlatBy(zone=zone, at=time.fromisoformat(at), until=time.fromisoformat(until), days=days, margin_s=300),)


CFD = "fx:100 metal:100 index:100 commodity:100 crypto:100"
TWO_STEPS = (phase("challenge", "0.10", 4), phase("verification", "0.05", 4))
WEEKEND, NEWS = flat(NY, "16:45", "23:59", (4,)), News(before_s=120, after_s=120)
APEX: dict[str, Any] = {"flat_by": flat(NY, "16:59", "18:00"), "classes": classes("future")}
BEST_HALF = best("day", "0.5")


def pool(target: str, positions: int, days: int | None, **more: Any) -> Terms:
    steps = (Phase(name="evaluation", target=Decimal(target), max_days=days, min_positions=positions),)
    shares = best("position", "0.30", Whole.TARGET)
    return Terms(
        phases=steps, consistency=shares, forbidden=("copy",), min_hold_s=60, classes=classes("stock etf"), **more
    )


DNA_TERMS = Terms(
    consistency=best("day", "0.40"),
    classes=classes("fx:50 metal:10 crypto:2"),
    forbidden=("hft", "hedge", "tick_scalping", "grid", "martingale", "dca"),
    inactivity_days=30,
)
BOOTCAMP: dict[str, Any] = {"classes": classes(CFD.replace("100", "10")), "position_risk": Decimal("0.02")}
TERMS: dict[str, Terms] = {
    "ftmo-2step": Terms(phases=TWO_STEPS, classes=classes(f"{CFD} stock:3.3")),
    "ftmo-2step-funded": Terms(
        phases=(phase("funded"),), flat_by=WEEKEND, news=NEWS, classes=classes(f"{CFD} stock:3.3")
    ),
    "ftmo-swing": Terms(phases=TWO_STEPS, classes=classes(f"{CFD.replace('100', '30')} stock:1")),
    "ftmo-1step": Terms(
        phases=(phase("challenge", "0.10"),), consistency=BEST_HALF, classes=classes(f"{CFD} stock:3.3")
    ),
    "ftmo-1step-funded": Terms(
        phases=(phase("funded"),),
        consistency=BEST_HALF,
        flat_by=WEEKEND,
        news=NEWS,
        classes=classes(f"{CFD} stock:3.3"),
    ),
    **{
        f"topstep-{size}k": Terms(
            phases=(phase("combine", "0.06", 5),),
            consistency=BEST_HALF,
            flat_by=flat(CHICAGO, "15:10", "17:00"),
            classes=classes(f"future:{lots}L"),
        )
        for size, lots in ((50, 5), (100, 10), (150, 15))
    },
    "apex-legacy-50k": Terms(
        phases=(phase("evaluation", "0.06", 7),),
        trading_day=TradingDay.TRADED,
        consistency=best("day", "0.30"),
        **APEX,
    ),
    "apex-eod-50k": Terms(phases=(phase("evaluation", "0.06"),), consistency=BEST_HALF, **APEX),
    "apex-intraday-50k": Terms(phases=(phase("evaluation", "0.06"),), consistency=BEST_HALF, **APEX),
    "trade-the-pool-day-flex": pool("0.06", 10, None, flat_by=flat(NY, "16:00", "20:00")),
    "trade-the-pool-day-max": pool("0.06", 20, 60, flat_by=flat(NY, "16:00", "20:00")),
    "trade-the-pool-swing": pool("0.15", 15, 120),
    "dna-static": DNA_TERMS,
    "dna-trailing": DNA_TERMS,
    "hyrotrader": Terms(
        phases=(phase("phase 1", None, 10), phase("phase 2", None, 5)),
        consistency=best("day", "0.40"),
        classes=classes("crypto"),
        position_risk=Decimal("0.03"),
        stop_within_s=300,
        forbidden=("martingale", "dca", "hedge"),
    ),
    "crypto-fund-trader-1phase": Terms(forbidden=("hedge",)),
    "crypto-fund-trader-2phase": Terms(forbidden=("hedge",)),
    "ttt-markets": Terms(),
    "the5ers-high-stakes": Terms(
        phases=(phase("step 1", "0.08", 3), phase("step 2", "0.05", 3)),
        trading_day=TradingDay.PROFITABLE,
        day_profit=Decimal("0.005"),
        news=NEWS,
        classes=classes(CFD),
    ),
    "the5ers-hyper-growth": Terms(phases=(phase("level", "0.10"),), classes=classes(CFD.replace("100", "30"))),
    "the5ers-bootcamp": Terms(phases=tuple(phase(f"step {n}", "0.06") for n in (1, 2, 3)), **BOOTCAMP),
    "the5ers-bootcamp-funded": Terms(phases=(phase("funded"),), **BOOTCAMP),
}
CAPITAL = {"hyrotrader": 5000, "topstep-150k": 150_000}
FIFTY = [f for f in IDS if f.endswith("-50k")] + TTP
FIRMS = [firm for firm in LIMITS if firm != "house"]


def test_every_programme_of_the_contract_ships() -> None:
    assert sorted(LIMITS) == sorted([*IDS, *STAGES])
    assert set(FIRMS) == DAILY.keys() == TOTAL.keys() == TERMS.keys()


@pytest.mark.parametrize("firm", FIRMS)
def test_each_number_is_the_firms(firm: str) -> None:
    limits = LIMITS[firm]
    trail, value, lock, (zone, at) = TOTAL[firm]
    reset = Reset(zone=zone, at=time.fromisoformat(at))
    assert limits.daily == DAILY[firm]
    assert limits.total == (TotalRule(trail=trail, amount=value, lock=lock, reset=reset, effect=HARD),)
    assert limits.terms == TERMS[firm]


@pytest.mark.parametrize("firm", LIMITS)
def test_the_heading_is_whole(firm: str) -> None:
    head = heading(RULESETS[firm])
    assert all(name in RULESETS[firm] for name in HEADING[:-1])
    assert head.currency == "USD"
    assert head.capital == CAPITAL.get(firm, 50_000 if firm in FIFTY else 100_000)
    assert head.reached_by is not None
    assert REACHED[head.reached_by].keys() == {"en", "fr"}


@pytest.mark.parametrize("firm", LIMITS)
def test_every_value_has_a_source_a_date_and_a_known_confidence(firm: str) -> None:
    limits, seen = READ[firm]
    assert all(p.source and p.verified_on == date(2026, 11, 21) and p.confidence for p in seen)
    assert all(doubt.endswith(": unconfirmed") for doubt in limits.doubts)
    assert all(
        (p.source in ("house rule", "house assumption")) <= (p.confidence in ("own", "unconfirmed")) for p in seen
    )


def test_what_nobody_confirmed_keeps_a_ruleset_on_paper() -> None:
    complete = {firm for firm, limits in LIMITS.items() if not limits.doubts}
    assert complete == {
        "house",
        *FTMO,
        *TTP,
        "hyrotrader",
        *(firm for firm in LIMITS if firm.startswith("the5ers")),
    }
    for firm in LIMITS.keys() - complete:
        assert any(p.confidence is Confidence.UNCONFIRMED for p in READ[firm][1])


@pytest.mark.parametrize("firm", FIRMS)
def test_no_firm_asks_for_less_care_than_the_house_in_form(firm: str) -> None:
    limits = LIMITS[firm]
    assert limits.stop_required
    assert limits.buffer >= Decimal("0.1")
    assert limits.market_band <= limits.price_collar <= CEILING["price_collar"]
    assert limits.quote_age_s <= LIMITS["house"].quote_age_s


@pytest.mark.parametrize("firm", FIRMS)
def test_no_day_may_lose_more_than_there_is_to_lose(firm: str) -> None:
    head, limits = heading(RULESETS[firm]), LIMITS[firm]
    assert head.capital is not None
    total = limits.total[0].amount.of(head.capital, head.capital)
    assert all(rule.amount.of(head.capital, head.capital) <= total for rule in limits.daily)


def test_amounts_in_money_belong_to_one_size() -> None:
    head, limits = heading(RULESETS["topstep-50k"]), LIMITS["topstep-50k"]
    assert head.fits(limits, Decimal(50_000))
    assert not head.fits(limits, Decimal(100_000))
    assert heading(RULESETS["ftmo-2step"]).fits(LIMITS["ftmo-2step"], Decimal(10_000))


def test_the_readme_shows_what_the_files_say() -> None:
    assert (SHIPPED / "README.md").read_text(encoding="utf-8").endswith(f"\n\n{markdown(ruleset_files(None))}\n")
