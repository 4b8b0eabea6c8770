"""What may be asked of the records of one organization, and what may be written there."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Context, Decimal, Inexact, localcontext
from typing import Any
from uuid import uuid4

from sqlalchemy import BigInteger, cast, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel import col

from memory.records.scope import Scope, scoped
from memory.records.tables import EquityDay, UsageEntry
from memory.records.telling import told
from memory.records.values import TOKENS, Equity, Kind, Usage, Used

SUMS = Context(prec=200, traps=[Inexact])
"""A sum keeps every digit, or says that it cannot."""
BATCH = 500
"""Rows of one statement: well below the number of values that either database takes."""


class House:
    """The records of one organization; made by `Records.of`. Every query and every row carries its name."""

    def __init__(self, *, engine: AsyncEngine, scope: Scope, clock: Callable[[], datetime]) -> None:
        self.scope = scope
        self._engine, self._clock = engine, clock

    async def add_usage(self, *used: Usage) -> None:
        """Writes down what was used, all of it or nothing."""
        names = ("source", "model", "amount", "unit", "at", "principal")
        rows = [self._stamped() | {n: getattr(u, n) for n in names} | {"kind": u.kind.value} for u in used]
        with told(self._engine):
            async with scoped(self._engine, self.scope, write=True) as session:
                for first in range(0, len(rows), BATCH):
                    await session.execute(insert(UsageEntry), rows[first : first + BATCH])

    async def usage_by_day(self, since: date, until: date) -> list[Used]:
        """Sums from the day `since` up to and with `until` (UTC), by day, source, kind, model and unit, in order."""
        begin, end = _midnight(since), _midnight(until + timedelta(days=1))
        at, amount = col(UsageEntry.at), col(UsageEntry.amount)
        what = (col(UsageEntry.source), col(UsageEntry.kind), col(UsageEntry.model), col(UsageEntry.unit))
        query = select(at, amount, *what).where(at >= begin, at < end)
        with told(self._engine):
            async with scoped(self._engine, self.scope, write=False) as session:
                found = (await session.execute(query)).all()
        sums: dict[tuple[date, str, str, str, str], Decimal] = {}
        with localcontext(SUMS):
            for when, quantity, source, kind, model, unit in found:
                key = (when.date(), source, kind, model, unit)
                sums[key] = sums.get(key, Decimal(0)) + quantity
        return [
            Used(day=day, source=source, kind=Kind(kind), model=model, unit=unit, amount=total)
            for (day, source, kind, model, unit), total in sorted(sums.items())
        ]

    async def tokens_today(self, now: datetime) -> int:
        """Tokens of every kind and source since midnight UTC; one number, read through an index."""
        at, kind = col(UsageEntry.at), col(UsageEntry.kind)
        begin = _midnight(now.astimezone(UTC).date())
        total = func.coalesce(func.sum(cast(col(UsageEntry.amount), BigInteger)), 0)
        query = select(total).select_from(UsageEntry).where(at >= begin, at < begin + timedelta(days=1))
        query = query.where(kind.in_([k.value for k in TOKENS]))
        with told(self._engine):
            async with scoped(self._engine, self.scope, write=False) as session:
                return int((await session.execute(query)).scalar_one())

    async def put_equity(self, account: str, days: Iterable[Equity]) -> None:
        """Keeps what an account was worth on each day; a day that is known already is corrected."""
        rows = [
            self._stamped()
            | {"account": account, "day": d.day, "currency": d.currency, "equity": d.equity, "balance": d.balance}
            for d in days
        ]
        make: Any = sqlite.insert if self._engine.dialect.name == "sqlite" else postgresql.insert
        wanted = make(EquityDay)
        changed = {n: wanted.excluded[n] for n in ("currency", "equity", "balance", "updated_at")}
        put = wanted.on_conflict_do_update(index_elements=("organization_id", "account", "day"), set_=changed)
        with told(self._engine):
            async with scoped(self._engine, self.scope, write=True) as session:
                for first in range(0, len(rows), BATCH):
                    await session.execute(put, rows[first : first + BATCH])

    async def equity(self, account: str, since: date = date.min) -> list[Equity]:
        """The account's series from a day on, oldest first."""
        day = col(EquityDay.day)
        shown = (day, col(EquityDay.currency), col(EquityDay.equity), col(EquityDay.balance))
        query = select(*shown).where(col(EquityDay.account) == account, day >= since).order_by(day)
        with told(self._engine):
            async with scoped(self._engine, self.scope, write=False) as session:
                found = (await session.execute(query)).all()
        return [Equity(day=on, currency=money, equity=worth, balance=cash) for on, money, worth, cash in found]

    async def accounts(self) -> list[str]:
        """The accounts that have a series."""
        account = col(EquityDay.account)
        with told(self._engine):
            async with scoped(self._engine, self.scope, write=False) as session:
                return list((await session.execute(select(account).distinct().order_by(account))).scalars())

    def _stamped(self) -> dict[str, Any]:
        now = self._clock()
        stamps = {"created_at": now, "updated_at": now, "created_by": self.scope.by}
        return {"id": uuid4().hex, "organization_id": self.scope.organization, **stamps}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
