"""Properties of the paper venue under random acts: conservation, no flips, OCO, determinism, restarts."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.values import OrderId, OrderType, Side, TimeInForce
from policies.wire.codec import encode
from tests.fakes.paper_market import ABC, STOCK, XYZ, at, feed, venue
from tools.trading.brokers.paper import PaperVenue
from tools.trading.venue import Change, Execution, Snapshot, Update, VenueOrder, VenueRejected

MARKET = feed(
    {
        ABC: ["100", "100 108 93 104", "104 104 88 90", "97 112 96 110", "110 111 99 100", "100"],
        XYZ: ["20", "20 23 19 21", "18 20 17 19", "", "19 24 19 24", "24"],
    },
    volume="2000",
)
SLOW = settings(suppress_health_check=[HealthCheck.too_slow])
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Where a book's commits cost nothing, on systems that have it."""


@dataclass(frozen=True)
class Act:
    """One thing done to a venue: 'submit', 'cancel', 'amend' or 'advance' (minutes)."""

    kind: str
    order: VenueOrder | None = None
    target: OrderId = OrderId("")
    change: Change = Change()
    minutes: int = 0


prices = st.integers(1700, 11500).map(lambda n: Decimal(n) / 100)
maybe_price = st.none() | prices


@st.composite
def acts(draw: st.DrawFn, size: int = 14) -> list[Act]:
    """A script: mostly orders of all kinds, then time passes, some are changed or cancelled."""
    script = []
    for n in range(draw(st.integers(1, size))):
        kind = draw(st.sampled_from(["submit", "submit", "submit", "cancel", "amend", "advance", "advance"]))
        earlier = OrderId(
            f"o{draw(st.integers(0, max(n - 1, 0)))}{draw(st.sampled_from(['', '', '-stop', '-target']))}"
        )
        change = Change()
        if kind == "amend":
            change = Change(stop=draw(maybe_price), target=draw(maybe_price), limit=draw(maybe_price))
        order = draw(orders(n)) if kind == "submit" else None
        minutes = draw(st.sampled_from([1, 7, 60, 390, 1440]))
        script.append(Act(kind=kind, order=order, target=earlier, change=change, minutes=minutes))
    return script


@st.composite
def orders(draw: st.DrawFn, n: int) -> VenueOrder:
    """An order that is usually acceptable."""
    type_ = draw(st.sampled_from(OrderType))
    reduces = draw(st.booleans())
    return VenueOrder(
        id=OrderId(f"o{n}"),
        symbol=draw(st.sampled_from([ABC, ABC, XYZ])),
        side=draw(st.sampled_from(Side)),
        quantity=Decimal(draw(st.integers(1, 60))),
        type=type_,
        limit=draw(prices) if type_ in (OrderType.LIMIT, OrderType.STOP_LIMIT) else None,
        trigger=draw(prices) if type_ in (OrderType.STOP, OrderType.STOP_LIMIT) else None,
        stop=None if reduces else draw(maybe_price),
        target=None if reduces else draw(maybe_price),
        tif=draw(st.sampled_from(TimeInForce)),
        good_till=draw(st.none() | st.sampled_from([at("12:34:56"), at("23:00")])),
        reduce_only=reduces,
        oco=draw(st.sampled_from([None, "g", "o0-oco"])),
    )


async def do(paper: PaperVenue, act: Act) -> None:
    """One act; what the venue refuses is part of the script."""
    try:
        if act.order is not None:
            await paper.submit(act.order)
        elif act.kind == "cancel":
            await paper.cancel(act.target)
        elif act.kind == "amend":
            await paper.amend(act.target, act.change)
        else:
            await advance(paper, act.minutes)
    except VenueRejected:
        pass


async def advance(paper: PaperVenue, minutes: int) -> None:
    until = (await paper.snapshot()).at + timedelta(minutes=minutes)
    while await paper.step(until) is not None:
        pass


@asynccontextmanager
async def opened(folder: str, told: list[Update]) -> AsyncIterator[PaperVenue]:
    paper = venue(Path(folder), MARKET)
    paper.listen(told.append)
    await paper.open()
    try:
        yield paper
    finally:
        await paper.close()


async def play(script: Sequence[Act], *, restart: bool = False, second: bool = False) -> tuple[Snapshot, list[Update]]:
    """Plays a script on a fresh book, closing and opening it between acts if asked; the book and all that was told."""
    told: list[Update] = []
    with TemporaryDirectory(dir=MEMORY) as folder:
        if not restart:
            async with opened(folder, told) as paper:
                for act in script:
                    await do(paper, act)
                return await paper.snapshot(), told
        for act in script:
            if act.kind != "advance":
                async with opened(folder, told) as paper:
                    await do(paper, act)
                continue
            await _advance_with_restarts(folder, told, act.minutes, small=second)
        async with opened(folder, told) as paper:
            return await paper.snapshot(), told


async def _advance_with_restarts(folder: str, told: list[Update], minutes: int, *, small: bool) -> None:
    until: datetime | None = None
    moved = True
    while moved:
        async with opened(folder, told) as paper:
            now = (await paper.snapshot()).at
            until = until or now + timedelta(minutes=minutes)
            stop = min(until, now + timedelta(minutes=17)) if small else until
            moved = await paper.step(stop) is not None


def executions(told: Sequence[Update]) -> list[Execution]:
    return [u for u in told if isinstance(u, Execution)]


@SLOW
@given(acts())
def test_cash_and_positions_are_conserved(script: list[Act]) -> None:
    snapshot, told = asyncio.run(play(script))
    cash, held = Decimal(100_000), {ABC: Decimal(0), XYZ: Decimal(0)}
    for fill in executions(told):
        cash -= fill.side.sign * fill.quantity * fill.price + fill.fee
        held[fill.symbol] += fill.side.sign * fill.quantity
    assert {p.symbol: p.quantity for p in snapshot.positions} == {s: q for s, q in held.items() if q}
    cost = sum((p.quantity * p.price for p in snapshot.positions), Decimal(0))
    assert abs(snapshot.balance - cash - cost) <= Decimal("0.00001")
    assert snapshot.positions or snapshot.balance == cash


@SLOW
@given(acts())
def test_reduce_only_never_opens_flips_or_outgrows_the_position(script: list[Act]) -> None:
    async def watched() -> None:
        told: list[Update] = []
        with TemporaryDirectory(dir=MEMORY) as folder:
            async with opened(folder, told) as paper:
                for act in script:
                    await do(paper, act)
                    snapshot = await paper.snapshot()
                    held = {p.symbol: p.quantity for p in snapshot.positions}
                    for report in snapshot.orders:
                        order, room = report.order, held.get(report.order.symbol, Decimal(0))
                        assert not order.reduce_only or 0 < order.quantity - report.filled <= -order.side.sign * room
        reducing = {u.order.id: u.order.reduce_only for u in told if not isinstance(u, Execution)}
        position = {ABC: Decimal(0), XYZ: Decimal(0)}
        for fill in executions(told):
            before = position[fill.symbol]
            after = position[fill.symbol] = before + fill.side.sign * fill.quantity
            assert not reducing[fill.order] or (abs(after) < abs(before) and before * after >= 0)

    asyncio.run(watched())


@SLOW
@given(acts())
def test_limits_hold_orders_never_overfill_and_fees_have_their_floor(script: list[Act]) -> None:
    _, told = asyncio.run(play(script))
    last = {u.order.id: u for u in told if not isinstance(u, Execution)}
    amended = {act.target for act in script if act.kind == "amend"}
    for name, report in last.items():
        ours = [fill for fill in executions(told) if fill.order == name]
        filled = sum((fill.quantity for fill in ours), Decimal(0))
        assert filled == report.filled <= report.order.quantity
        assert sum(fill.fee for fill in ours) == (max(STOCK.fee_min, STOCK.fee_unit * filled) if ours else 0)
        limit = report.order.limit
        if limit is not None and not amended & {name, OrderId(name.rsplit("-", 1)[0])}:
            assert all(report.order.side.sign * (limit - fill.price) >= 0 for fill in ours)


@SLOW
@given(acts())
def test_the_legs_of_one_entry_never_fill_more_than_it_did(script: list[Act]) -> None:
    _, told = asyncio.run(play(script))
    filled: dict[str, Decimal] = {}
    for fill in executions(told):
        filled[fill.order] = filled.get(fill.order, Decimal(0)) + fill.quantity
        entry = fill.order.removesuffix("-stop").removesuffix("-target")
        legs = sum((filled.get(f"{entry}-{leg}", Decimal(0)) for leg in ("stop", "target")), Decimal(0))
        assert legs <= filled.get(entry, Decimal(0))


@SLOW
@given(acts(size=8))
def test_a_restart_between_any_two_steps_changes_nothing(script: list[Act]) -> None:
    assert asyncio.run(play(script)) == asyncio.run(play(script, restart=True))


@SLOW
@given(acts(size=8))
def test_smaller_steps_change_nothing(script: list[Act]) -> None:
    assert asyncio.run(play(script)) == asyncio.run(play(script, restart=True, second=True))


def test_the_same_script_gives_the_same_book_in_every_process() -> None:
    script = (
        "import asyncio, json; from tests.properties.test_paper_properties import *\n"
        "names = ('a', 'b', 'c')\n"
        "entry = lambda n, side: VenueOrder(id=OrderId(n), symbol=ABC, side=Side(side), quantity=Decimal(30),\n"
        "    type=OrderType.MARKET, stop=Decimal(95), target=Decimal(111), oco=None)\n"
        "acts = [Act('submit', order=entry(n, 'buy')) for n in names]\n"
        "acts += [Act('advance', minutes=n) for n in (60, 4000)]\n"
        "snapshot, told = asyncio.run(play(acts))\n"
        "print(json.dumps([encode(snapshot), encode(told)]))"
    )
    results = [
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            text=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "4242")
    ]
    assert len(set(results)) == 1
    assert len(json.loads(results[0])[1]) > 10
    assert encode(Decimal(1)) == "1"
