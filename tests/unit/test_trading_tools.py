"""Tools of the trading worker: what 'sell' means, shares, protection by symbol, what is reported of orders."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from policies.intents import Origin
from policies.values import Label, Role
from tests.fakes.desk_port import FakeDesk
from tools.context import Json, ToolContext
from tools.errors import Retry
from tools.registry import BY_NAME
from tools.tool import ToolResult
from tools.trading.proposing import intent_id, outcome

ORIGIN = Origin(principal="owner", role=Role.OWNER, channel="terminal", message="m1")


def context(desk: FakeDesk, **more: Any) -> ToolContext:
    now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
    origin = replace(ORIGIN, message=f"m{len(desk.acts)}")
    return ToolContext(desk=desk, origin=origin, label=Label.OWNER, lang="en", now=now, **more)


def use(desk: FakeDesk, name: str, args: Mapping[str, Any], **more: Any) -> ToolResult:
    async def turn() -> ToolResult:
        return await BY_NAME[name].run(context(desk, **more), args)

    return asyncio.run(turn())


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def holding(desk: FakeDesk) -> FakeDesk:
    desk.positions = {"AAPL": Decimal(10)}
    return desk


def protection(desk: FakeDesk, *roles: str) -> None:
    """Working orders of AAPL, one a role."""
    for role in roles:
        order = {"id": f"o-{role}", "symbol": "AAPL", "side": "sell", "role": role, "type": "stop", "quantity": "10"}
        desk.orders.append({**order, "remaining": "10", "trigger": "390", "status": "working", "filled": "0"})


def acts(desk: FakeDesk) -> list[Json]:
    header = {"intent_id", "origin", "label", "created_at", "expires_at", "account"}
    return [{k: v for k, v in act.items() if k not in header} for act in desk.acts]


@pytest.mark.parametrize(("stop", "side"), [("26", "buy"), ("28", "sell")])
def test_the_stop_tells_the_side(desk: FakeDesk, stop: str, side: str) -> None:
    use(desk, "place_order", {"symbol": "MSFT", "risk": "0.01", "stop": stop})
    assert acts(desk) == [
        {"kind": "order", "symbol": "MSFT", "side": side, "risk": "0.01", "type": "market", "stop": stop}
    ]


@pytest.mark.parametrize("stop", [None, "26.765"])
def test_without_a_telling_stop_the_side_is_asked(desk: FakeDesk, stop: str | None) -> None:
    result = use(desk, "place_order", {"symbol": "MSFT", "risk": "0.01", "stop": stop})
    assert result.clarify is not None
    assert [o["args"]["side"] for o in result.clarify["options"]] == ["buy", "sell"]
    assert desk.acts == []


@pytest.mark.parametrize("quantity", ["4", "10"])
def test_a_sale_up_to_what_is_held_is_a_reduction(holding: FakeDesk, quantity: str) -> None:
    use(holding, "place_order", {"symbol": "AAPL", "side": "sell", "quantity": quantity, "type": "market"})
    assert acts(holding) == [{"kind": "reduce", "symbol": "AAPL", "quantity": quantity}]


def test_a_sale_for_money_is_turned_into_what_it_buys(holding: FakeDesk) -> None:
    use(holding, "place_order", {"symbol": "AAPL", "side": "sell", "notional": "1000 USD", "type": "market"})
    assert acts(holding) == [{"kind": "reduce", "symbol": "AAPL", "quantity": "2.43"}]


def test_a_limit_sale_of_what_is_held_stays_an_order(holding: FakeDesk) -> None:
    use(holding, "place_order", {"symbol": "AAPL", "side": "sell", "quantity": "4", "type": "limit", "limit": "450"})
    assert acts(holding)[0]["kind"] == "order"


def test_a_sale_of_more_than_is_held_is_asked(holding: FakeDesk) -> None:
    args = {"symbol": "AAPL", "side": "sell", "quantity": "15", "type": "market"}
    result = use(holding, "place_order", args)
    assert result.clarify is not None
    held, short = (option["args"] for option in result.clarify["options"])
    assert holding.acts == []
    use(holding, "place_order", held)
    assert acts(holding) == [{"kind": "reduce", "symbol": "AAPL", "quantity": "10"}]
    use(holding, "place_order", short)
    assert acts(holding)[1]["kind"] == "order"


def test_what_an_exit_already_takes_is_not_free(holding: FakeDesk) -> None:
    protection(holding, "exit")
    result = use(holding, "place_order", {"symbol": "AAPL", "side": "sell", "quantity": "1", "type": "market"})
    assert result.clarify is not None
    assert len(result.clarify["options"]) == 1


@pytest.mark.parametrize(("more", "kinds"), [({}, []), ({"stop": "450"}, ["order"]), ({"short": "yes"}, ["order"])])
def test_a_sale_when_flat_must_mean_short(desk: FakeDesk, more: dict[str, str], kinds: list[str]) -> None:
    args = {"symbol": "AAPL", "side": "sell", "quantity": "5", "type": "market", **more}
    result = use(desk, "place_order", args)
    assert [act["kind"] for act in desk.acts] == kinds
    assert (result.clarify is None) == bool(kinds)


@pytest.mark.parametrize(("share", "quantity"), [("0.5", "5"), ("third", "3.33"), ("0.2", "2"), ("1", "10")])
def test_a_share_is_floored_to_the_lot(holding: FakeDesk, share: str, quantity: str) -> None:
    use(holding, "reduce_position", {"symbol": "AAPL", "share": share})
    assert acts(holding) == [{"kind": "reduce", "symbol": "AAPL", "quantity": quantity}]


@pytest.mark.parametrize(("args", "key"), [({"share": "0.5"}, "nothing_held"), ({"quantity": "1"}, "nothing_held")])
def test_nothing_held_is_said(desk: FakeDesk, args: dict[str, str], key: str) -> None:
    assert use(desk, "reduce_position", {"symbol": "IBM", **args}).data["nothing"] == key
    assert desk.acts == []


def test_a_share_below_a_lot_is_said(holding: FakeDesk) -> None:
    assert use(holding, "reduce_position", {"symbol": "AAPL", "share": "0.0001"}).data["nothing"] == "below_lot"


@pytest.mark.parametrize(
    ("roles", "terms", "orders"),
    [
        (("stop",), {"stop": "400"}, ["o-stop"]),
        (("stop", "target"), {"stop": "400"}, ["o-stop"]),
        (("stop", "target"), {"target": "430"}, ["o-target"]),
        (("stop", "target"), {"stop": "400", "target": "430"}, ["o-stop", "o-target"]),
        (("entry",), {"stop": "400"}, ["o-entry"]),
        (("entry", "stop"), {"limit": "405"}, ["o-entry"]),
        ((), {"stop": "400"}, []),
        (("entry", "stop"), {"stop": "400"}, []),
    ],
)
def test_amending_by_symbol_finds_what_is_meant(
    holding: FakeDesk, roles: tuple[str, ...], terms: dict[str, str], orders: list[str]
) -> None:
    protection(holding, *roles)
    result = use(holding, "amend_order", {"symbol": "AAPL", **terms})
    assert [act["order"] for act in holding.acts] == orders
    assert (result.clarify is not None) == (not orders and bool(roles))
    if len(orders) == 2:
        assert result.proposal is not None
        assert result.proposal["kind"] == "batch"
        assert len({act["intent_id"] for act in holding.acts}) == 2


def test_amending_nothing_is_asked_again(desk: FakeDesk) -> None:
    with pytest.raises(Retry, match="what should change"):
        use(desk, "amend_order", {"symbol": "AAPL"})


def test_cancelling_without_a_name_takes_the_only_entry(desk: FakeDesk) -> None:
    assert use(desk, "cancel_order", {}).data["nothing"] == "nothing_to_cancel"
    protection(desk, "entry", "stop")
    use(desk, "cancel_order", {})
    assert acts(desk) == [{"kind": "cancel", "order": "o-entry"}]


def test_cancelling_one_of_several_is_asked(desk: FakeDesk) -> None:
    protection(desk, "entry", "entry")
    assert use(desk, "cancel_order", {}).clarify is not None
    use(desk, "cancel_order", {"symbol": "AAPL", "order": "all"})
    assert acts(desk) == [{"kind": "cancel", "order": "all", "symbol": "AAPL"}]


def test_an_unknown_account_is_named(desk: FakeDesk) -> None:
    with pytest.raises(Retry, match="known are paper"):
        use(desk, "show_positions", {"account": "other"})


def test_advancing_tells_the_fills_of_the_way(desk: FakeDesk) -> None:
    use(desk, "place_order", {"symbol": "AAPL", "side": "buy", "quantity": "1", "type": "market", "stop": "390"})
    result = use(desk, "advance_market", {"sessions": "5"})
    assert result.data["fills"] == []
    assert result.data["finished"]
    assert acts(desk)[1] == {"kind": "advance", "sessions": 5}


def test_halting_everything_says_whether_it_is_flat(holding: FakeDesk) -> None:
    result = use(holding, "halt_trading", {})
    assert result.proposal == {"kind": "halt", "account": "all"}
    assert result.data["flat"]
    assert use(holding, "halt_trading", {}, dry_run=True).proposal == {"kind": "halt", "account": "all"}


def test_an_intent_id_is_bound_to_message_and_act() -> None:
    other = Origin(principal="owner", role=Role.OWNER, channel="ask", message="m1")
    assert intent_id(ORIGIN, 0) == intent_id(ORIGIN, 0)
    assert len({intent_id(ORIGIN, 0), intent_id(ORIGIN, 1), intent_id(other, 0)}) == 3


def test_a_silent_venue_leaves_the_order_unknown_after_the_wait() -> None:
    class Silent(FakeDesk):
        async def events(self, ticket: str) -> AsyncIterator[Json]:
            yield {"kind": "alarm", "ticket": ticket, "text": "late"}
            await asyncio.Event().wait()

    became = asyncio.run(outcome(context(Silent()), "t1", ["e1"], 0.01))
    assert became.orders == ({"id": "e1", "status": "unknown", "filled": "0", "price": None},)
    assert (became.finished, became.notices) == (False, ("late",))
