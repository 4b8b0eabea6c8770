"""The adversary: its books balance, it is the same twice, it finds a kernel that does not look, and it is heard."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from evals.adversary import ordering
from evals.adversary.__main__ import main
from evals.adversary.account import Simulated
from evals.adversary.acts import SPEC, Act, perform
from evals.adversary.attacks import SCRIPTS
from evals.adversary.course import Course
from evals.adversary.harmless import harmless
from evals.adversary.report import findings, lines, rulesets
from evals.adversary.search import STARTS, Setting, chance, play, search, smallest
from evals.adversary.universes import FUTURES, FX, START, STOCKS, session, spans, universes
from policies.facts import Order
from policies.kernel import judge
from policies.rules import RULES
from policies.values import OrderId, OrderRole, OrderStatus, OrderType, Side, Symbol
from tests.unit.kernel_cases import HOUSE

AAA = Symbol("AAA")
CAPITAL = Decimal(100_000)


def account(*, hedging: bool = False) -> Simulated:
    """A fresh stock account under the house rules."""
    return Simulated(HOUSE, STOCKS, CAPITAL, START, hedging=hedging)


def entry(side: Side, quantity: str, *, stop: str | None = None, oco: str | None = None) -> Order:
    """A limit entry at 100."""
    return Order(
        id=OrderId(""),
        symbol=AAA,
        side=side,
        quantity=Decimal(quantity),
        type=OrderType.LIMIT,
        limit=Decimal(100),
        stop=None if stop is None else Decimal(stop),
        oco=oco,
    )


def test_fills_fees_and_protection_add_up() -> None:
    one = account()
    order = one.submit(entry(Side.BUY, "100", stop="95"), OrderStatus.WORKING)
    one.enter(order, Decimal(40), Decimal(100))
    rest = one.order(order.id)
    leg = one.order(OrderId(f"{order.id}-stop"))
    assert rest is not None
    assert leg is not None
    assert (one.held(AAA), rest.quantity, leg.quantity, leg.role) == (40, 60, 40, OrderRole.STOP)
    one.leave(one.lots[0], Decimal(40), Decimal(95), leg)
    assert one.balance == CAPITAL - 40 * 5 - 1 - 1
    assert one.equity() == one.balance
    assert one.order(leg.id) is None


def test_a_group_takes_from_each_leg_what_another_filled() -> None:
    one = account()
    small = one.submit(entry(Side.BUY, "2", stop="95", oco="g"), OrderStatus.WORKING)
    large = one.submit(entry(Side.SELL, "5", stop="105", oco="g"), OrderStatus.WORKING)
    one.enter(small, Decimal(2), Decimal(100))
    left = one.order(large.id)
    assert left is not None
    assert left.quantity == 3


def test_a_fill_that_the_desk_has_not_heard_of_stays_an_order_to_it() -> None:
    one = account()
    order = one.submit(entry(Side.BUY, "10", stop="95"), OrderStatus.UNKNOWN)
    one.enter(order, Decimal(4), Decimal(100), hidden=True)
    facts = one.facts()
    assert facts.positions == ()
    assert [(o.quantity, o.stop, o.status) for o in facts.orders] == [(10, 95, OrderStatus.UNKNOWN)]
    course = Course(one)
    course.reveal()
    assert one.facts().held(AAA) == 4


@pytest.mark.parametrize(("twice", "out"), [(False, "96.9806"), (True, "95.06")])
def test_a_stop_fills_a_gap_beyond_the_last_look_or_beyond_its_trigger(twice: bool, out: str) -> None:
    one = account()
    order = one.submit(entry(Side.BUY, "100", stop="98"), OrderStatus.WORKING)
    one.enter(order, Decimal(100), Decimal(100))
    course = Course(one, twice=twice)
    course.move((Decimal(-1),), 0)
    assert one.lots == []
    assert one.balance == CAPITAL - 100 * (100 - Decimal(out)) - 2


def test_markets_close_for_holidays_half_days_and_weekends() -> None:
    stock, future, fx = (spans(u.name, START.date(), 21) for u in (STOCKS, FUTURES, FX))
    assert all(opens < closes for one in (stock, future, fx) for opens, closes in one)
    thursday, friday, saturday = (STARTS[0].replace(day=day, hour=19) for day in (26, 27, 28))
    assert not session(stock, thursday).open
    assert not session(stock, friday).open
    assert session(fx, friday).open
    assert not any(session(one, saturday).open for one in (stock, future, fx))


def test_every_act_can_be_asked_at_any_moment() -> None:
    rng = random.Random(7)
    done = set()
    for hedging in (False, True):
        for _ in range(60):
            course = Course(account(hedging=hedging))
            for act in chance(rng):
                if perform(course, act):
                    done.add(act.verb)
                assert course.account.equity().is_finite()
    assert done >= set(SPEC) - {"reveal", "deposit"}


def test_the_same_seed_finds_the_same() -> None:
    def found(seed: int) -> list[tuple[str, Decimal]]:
        worst = search(HOUSE, STOCKS, CAPITAL, seed=seed, budget=300).worst
        return [(name, attack.lowest[name].margin) for name, attack in worst.items()]

    assert found(3) == found(3)


def test_a_kernel_that_does_not_look_at_losses_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    blind = tuple(rule for rule in RULES if rule.name != "loss_headroom")
    monkeypatch.setattr(ordering, "judge", lambda intent, facts, limits: judge(intent, facts, limits, blind))
    loose = replace(HOUSE, order_notional=Decimal(5), symbol_exposure=Decimal(10), leverage=Decimal(50))
    setting = Setting(limits=replace(loose, gross_exposure=Decimal(30)), universe=STOCKS, capital=CAPITAL)
    order = Act("order", (0, 0, 0, 7, 4, 0, 0, 0))
    script = (Act("wait", (0,)), order, Act("move", (4, 4, 15, 0)), Act("leap", (0, 0, 5)), Act("wait", (1,)))
    attack = play(setting, script)
    assert attack.score < 0
    least = smallest(attack, "daily")
    assert least.score < 0
    assert len(least.script) < len(script)


def test_scripts_are_made_of_numbers_that_acts_can_take() -> None:
    for script in SCRIPTS.values():
        for act in script:
            assert len(act.n) == len(SPEC[act.verb])
            assert all(0 <= number < size for number, size in zip(act.n, SPEC[act.verb], strict=True))


def test_every_ruleset_has_something_to_trade() -> None:
    assert all(universes(limits) for limits, _ in rulesets().values())
    assert "house" in rulesets()


def test_a_disciplined_trader_is_let_be() -> None:
    share = harmless(HOUSE, FX, CAPITAL, seed=1, days=12)
    assert share.asked > 12
    assert share.value >= 0.99


def test_it_says_what_it_found(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["topstep-50k", "--steps", "400"])
    told = capsys.readouterr().out
    assert code == 0
    assert "topstep-50k (future) daily: holds, floor 49000.00" in told
    assert told.rstrip().endswith("0 floors breached")
    with pytest.raises(SystemExit):
        main(["nobody"])


def test_a_breach_is_told_act_by_act() -> None:
    found = next(findings(["house"], seed=1, budget=100, days=0))
    assert any("harmless: 100.0% of 0 allowed" in line for line in lines(found))
