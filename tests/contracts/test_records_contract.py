"""The records: the same answers from SQLite and from PostgreSQL, and only to the organization that they belong to."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from memory.errors import Unscoped
from memory.records.opening import Records, opened
from memory.records.scope import Scope, ScopedSession, scoped
from memory.records.tables import EquityDay, UsageEntry
from memory.records.values import Equity, Kind, Usage, Used

SERVER = ("127.0.0.1", 5432)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = NOON.date()


@contextmanager
def server() -> Iterator[str]:
    """The URL of a PostgreSQL role of our own, with a schema of its own, both gone at the end."""
    asyncpg = pytest.importorskip("asyncpg", reason="the package asyncpg is missing: `make install`")
    try:
        socket.create_connection(SERVER, timeout=2).close()
    except OSError:
        pytest.skip("no PostgreSQL answers at 127.0.0.1:5432")
    name = f"eva_test_{uuid4().hex[:12]}"

    async def run(*statements: str) -> None:
        admin = await asyncpg.connect(host=SERVER[0], port=SERVER[1], user="postgres", database="test")
        try:
            for statement in statements:
                await admin.execute(statement)
        finally:
            await admin.close()

    asyncio.run(
        run(
            f"CREATE ROLE {name} LOGIN NOSUPERUSER NOBYPASSRLS",
            f"CREATE SCHEMA {name} AUTHORIZATION {name}",
            f"ALTER ROLE {name} SET search_path = {name}",
        )
    )
    try:
        yield f"postgresql://{name}@{SERVER[0]}:{SERVER[1]}/test"
    finally:
        asyncio.run(run(f"DROP SCHEMA {name} CASCADE", f"DROP ROLE {name}"))


@dataclass
class Base:
    """Where the records of one test are, and a clock in its hands."""

    url: str | None
    home: Path
    at: list[datetime] = field(default_factory=lambda: [NOON])

    @asynccontextmanager
    async def records(self) -> AsyncIterator[Records]:
        async with opened(self.url, self.home, lambda: self.at[0]) as found:
            yield found

    def play(self, scenario: Callable[[Records], Awaitable[None]]) -> None:
        """Runs a scenario on the open records."""

        async def run() -> None:
            async with self.records() as found:
                await scenario(found)

        asyncio.run(run())


@pytest.fixture(params=["sqlite", "postgresql"])
def base(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Base]:
    if request.param == "sqlite":
        yield Base(None, tmp_path)
        return
    with server() as url:
        yield Base(url, tmp_path)


def use(amount: str = "5", kind: Kind = Kind.TOKENS_IN, at: datetime = NOON, **more: str) -> Usage:
    given = {"source": "chat", "model": "small", "unit": "token", "principal": "owner", **more}
    return Usage(kind=kind, amount=Decimal(amount), at=at, **given)


def worth(day: int, equity: str, balance: str | None = None) -> Equity:
    cash = None if balance is None else Decimal(balance)
    return Equity(day=date(2026, 11, day), currency="USD", equity=Decimal(equity), balance=cash)


def test_usage_is_summed_exactly_by_day_source_kind_model_and_unit(base: Base) -> None:
    async def scenario(records: Records) -> None:
        house = records.of("house", by="test")
        cents = [use("0.1", Kind.SPEND, unit="USD") for _ in range(1200)]
        await house.add_usage(*cents, use("3"), use("4", source="ask"), use("9", at=NOON + timedelta(days=1)))
        assert await house.usage_by_day(DAY, DAY) == [
            Used(day=DAY, source="ask", kind=Kind.TOKENS_IN, model="small", unit="token", amount=Decimal(4)),
            Used(day=DAY, source="chat", kind=Kind.SPEND, model="small", unit="USD", amount=Decimal("120.0")),
            Used(day=DAY, source="chat", kind=Kind.TOKENS_IN, model="small", unit="token", amount=Decimal(3)),
        ]
        assert len(await house.usage_by_day(DAY, DAY + timedelta(days=1))) == 4
        assert await house.usage_by_day(DAY - timedelta(days=9), DAY - timedelta(days=1)) == []

    base.play(scenario)


def test_a_sum_of_many_digits_loses_none(base: Base) -> None:
    large, small = "1" + "0" * 30, "0." + "0" * 29 + "1"

    async def scenario(records: Records) -> None:
        house = records.of("house", by="test")
        await house.add_usage(use(large, Kind.SPEND), use(small, Kind.SPEND))
        (found,) = await house.usage_by_day(DAY, DAY)
        assert f"{found.amount:f}" == large + small[1:]

    base.play(scenario)


def test_tokens_of_today_are_those_since_midnight_utc(base: Base) -> None:
    midnight = datetime(2026, 11, 20, tzinfo=UTC)

    async def scenario(records: Records) -> None:
        house = records.of("house", by="test")
        assert await house.tokens_today(NOON) == 0
        await house.add_usage(
            use("1", at=midnight),
            use("20", Kind.TOKENS_OUT, at=midnight + timedelta(hours=23, minutes=59)),
            use("300", at=midnight - timedelta(microseconds=1)),
            use("4000", at=midnight + timedelta(days=1)),
            use("50000", Kind.GPU_SECONDS, unit="s"),
            use("600000.5", Kind.SPEND, unit="USD"),
        )
        assert await house.tokens_today(NOON) == 21
        local = NOON.astimezone(timezone(timedelta(hours=14)))
        assert await house.tokens_today(local) == 21
        assert await house.tokens_today(midnight - timedelta(seconds=1)) == 300

    base.play(scenario)


def test_a_moment_of_any_zone_is_the_same_moment_in_utc(base: Base) -> None:
    at = datetime(2026, 11, 20, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=2)))

    async def scenario(records: Records) -> None:
        house = records.of("house", by="test")
        await house.add_usage(use(at=at))
        async with scoped(records.engine, house.scope, write=False) as session:
            (row,) = (await session.execute(select(col(UsageEntry.at), col(UsageEntry.created_at)))).all()
        assert row[0] == at
        assert [moment.tzinfo for moment in row] == [UTC, UTC]
        assert [u.day for u in await house.usage_by_day(date(2026, 11, 19), DAY)] == [date(2026, 11, 19)]

    base.play(scenario)


@pytest.mark.parametrize("number", ["0.1", "1.50", "-0.00000001", "1E+3", "123456789012345678901234567890.123456789"])
def test_a_number_comes_back_digit_for_digit(base: Base, number: str) -> None:
    async def scenario(records: Records) -> None:
        house = records.of("house", by="test")
        await house.put_equity("paper", [worth(1, number, number)])
        (found,) = await house.equity("paper")
        assert (f"{found.equity:f}", found.balance) == (f"{Decimal(number):f}", Decimal(number))

    base.play(scenario)


def test_days_are_corrected_not_doubled_and_come_in_order(base: Base) -> None:
    async def scenario(records: Records) -> None:
        house = records.of("house", by="first")
        await house.put_equity("paper", [worth(3, "103"), worth(1, "101"), worth(2, "102", "100")])
        base.at[0] += timedelta(hours=1)
        again = records.of("house", by="second")
        await again.put_equity("paper", [worth(2, "102.5"), worth(4, "104")])
        await again.put_equity("other", [worth(2, "7")])
        series = [worth(1, "101"), worth(2, "102.5"), worth(3, "103"), worth(4, "104")]
        assert await house.equity("paper") == series
        assert await house.equity("paper", since=date(2026, 11, 3)) == series[2:]
        assert await house.accounts() == ["other", "paper"]
        async with scoped(records.engine, house.scope, write=False) as session:
            stamps = (col(EquityDay.created_at), col(EquityDay.updated_at), col(EquityDay.created_by))
            second = select(*stamps).where(col(EquityDay.day) == date(2026, 11, 2), col(EquityDay.account) == "paper")
            row = (await session.execute(second)).one()
        assert tuple(row) == (NOON, NOON + timedelta(hours=1), "first")

    base.play(scenario)


def test_all_of_what_was_used_is_written_or_nothing(base: Base) -> None:
    async def scenario(records: Records) -> None:
        house = records.of("house", by="test")
        broken = use("1")
        object.__setattr__(broken, "amount", 1.5)
        with pytest.raises(Exception, match="expected a finite Decimal"):
            await house.add_usage(use("2"), broken)
        assert await house.tokens_today(NOON) == 0

    base.play(scenario)


async def two_organizations(records: Records) -> None:
    await records.add_organization("other", "The others", by="test")
    await records.add_organization("other", "Again", by="test")
    for name, amount in (("house", "1"), ("other", "10")):
        mine = records.of(name, by="test")
        await mine.add_usage(use(amount))
        await mine.put_equity("paper", [worth(1, amount)])
        await mine.put_equity(f"of-{name}", [worth(1, amount)])


def test_rows_of_another_organization_never_show(base: Base) -> None:
    async def scenario(records: Records) -> None:
        await two_organizations(records)
        assert await records.organizations() == ["house", "other"]
        for name, amount in (("house", 1), ("other", 10)):
            mine = records.of(name, by="test")
            assert [u.amount for u in await mine.usage_by_day(DAY, DAY)] == [amount]
            assert await mine.tokens_today(NOON) == amount
            assert [e.equity for e in await mine.equity("paper")] == [amount]
            assert await mine.accounts() == [f"of-{name}", "paper"]
        assert await records.of("house", by="test").equity("of-other") == []

    base.play(scenario)


def test_a_query_that_forgets_the_organization_gets_it_all_the_same(base: Base) -> None:
    async def scenario(records: Records) -> None:
        await two_organizations(records)
        house = Scope(organization="house", by="test")
        async with scoped(records.engine, house, write=True) as session:
            assert len((await session.execute(select(UsageEntry))).all()) == 1
            await session.execute(update(UsageEntry).values(model="changed"))
            await session.execute(delete(EquityDay))
        other = records.of("other", by="test")
        assert [u.model for u in await other.usage_by_day(DAY, DAY)] == ["small"]
        assert len(await other.equity("paper")) == 1
        assert await records.of("house", by="test").equity("paper") == []

    base.play(scenario)


def row_of(organization: str) -> dict[str, Any]:
    stamps = {"created_at": NOON, "updated_at": NOON, "created_by": "test"}
    mine = {"id": uuid4().hex, "organization_id": organization, "account": "paper", "day": DAY, "currency": "USD"}
    return {**mine, **stamps, "equity": Decimal(1)}


def test_nothing_can_be_asked_or_written_without_a_scope(base: Base) -> None:
    async def scenario(records: Records) -> None:
        await two_organizations(records)
        async with AsyncSession(records.engine, sync_session_class=ScopedSession) as bare:
            with pytest.raises(Unscoped, match="needs a scope"):
                await bare.execute(select(UsageEntry))
        async with scoped(records.engine, Scope(organization="house", by="test"), write=False) as session:
            for statement in (text("SELECT * FROM usage_entry"), insert(EquityDay).values(row_of("house"))):
                with pytest.raises(Unscoped):
                    await session.execute(statement)
            with pytest.raises(Unscoped, match="another organization"):
                await session.execute(insert(EquityDay), [row_of("house"), row_of("other")])
        for organization, by in (("", "test"), ("house", " ")):
            with pytest.raises(Unscoped, match="names an organization"):
                records.of(organization, by=by)

    base.play(scenario)


def test_a_row_of_another_organization_cannot_be_added(base: Base) -> None:
    async def scenario(records: Records) -> None:
        await two_organizations(records)
        with pytest.raises(Unscoped, match="a row of 'other'"):
            async with scoped(records.engine, Scope(organization="house", by="test"), write=True) as session:
                session.add(EquityDay(**row_of("other")))
        with pytest.raises(Unscoped, match="add_organization"):
            await records.of("nobody", by="test").add_usage(use())

    base.play(scenario)


def test_writers_at_the_same_time_lose_nothing(base: Base) -> None:
    async def write(records: Records, turn: int) -> None:
        house = records.of("house", by=f"writer-{turn}")
        await house.add_usage(use("1"))
        await house.put_equity("paper", [worth(1, str(turn)), worth(2 + turn, "1")])

    async def scenario(records: Records) -> None:
        async with base.records() as others:
            await asyncio.gather(*(write(records if turn % 2 else others, turn) for turn in range(20)))
        house = records.of("house", by="test")
        assert await house.tokens_today(NOON) == 20
        assert len(await house.equity("paper")) == 21

    base.play(scenario)
