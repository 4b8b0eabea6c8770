"""Sessions that belong to one organization: no query leaves without its name, whatever the caller forgot."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction, with_loader_criteria
from sqlalchemy.orm.util import LoaderCriteriaOption
from sqlmodel import col

from memory.errors import Unscoped
from memory.records.tables import Owned

WRITES = "eva_writes"
"""Execution option of a transaction that writes: SQLite then takes its write lock at the beginning."""
_SET = text("SELECT set_config('eva.organization', :organization, true)")


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Whose rows are meant, and who writes them."""

    organization: str
    by: str

    def __post_init__(self) -> None:
        if not self.organization.strip() or not self.by.strip():
            raise Unscoped(f"a scope names an organization and who acts, got {self!r}")


class ScopedSession(Session):
    """A session that refuses everything until `info['scope']` says whose rows it means."""


def scope_of(session: Session) -> Scope:
    """The scope of a session; raises Unscoped for one without."""
    scope = session.info.get("scope")
    if not isinstance(scope, Scope):
        raise Unscoped("a session of the records needs a scope: use Records.of(organization, by=...)")
    return scope


@event.listens_for(ScopedSession, "do_orm_execute")
def _only_ours(state: ORMExecuteState) -> None:
    """Adds the organization to every query; what it cannot be added to is refused."""
    organization = scope_of(state.session).organization
    if not state.is_orm_statement:
        raise Unscoped("plain SQL names no organization: query the tables of memory.records.tables")
    if state.is_insert:
        given = state.parameters or ({},)
        rows = (given,) if isinstance(given, Mapping) else given
        if any(row.get("organization_id") != organization for row in rows):
            raise Unscoped(f"a row of another organization in a session of {organization!r}")
    else:
        state.statement = state.statement.options(*(_criterion(table, organization) for table in _owned()))


def _owned() -> list[type[Owned]]:
    return list(Owned.__subclasses__())


def _criterion(table: type[Owned], organization: str) -> LoaderCriteriaOption:
    return with_loader_criteria(table, col(table.organization_id) == organization, include_aliases=True)


@event.listens_for(ScopedSession, "before_flush")
def _write_only_ours(session: Session, flush: UOWTransaction, instances: Any) -> None:
    scope = scope_of(session)
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, Owned) and row.organization_id != scope.organization:
            raise Unscoped(f"a row of {row.organization_id!r} in a session of {scope.organization!r}")


@asynccontextmanager
async def scoped(engine: AsyncEngine, scope: Scope, *, write: bool) -> AsyncIterator[AsyncSession]:
    """One transaction of one organization, committed at the end; PostgreSQL is told whose it is as well."""
    bind = engine.execution_options(**{WRITES: write})
    async with AsyncSession(bind, sync_session_class=ScopedSession, info={"scope": scope}) as session, session.begin():
        if engine.dialect.name == "postgresql":
            await (await session.connection()).execute(_SET, {"organization": scope.organization})
        yield session
