"""The tables of the records. Every row names its organization, when it was written and changed, and by whom."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Index, MetaData, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from memory.records.columns import Exact, Moment

HOUSE = "house"
"""The organization of a home until there are more."""
NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA = MetaData(naming_convention=NAMES)


class Record(SQLModel, registry=registry(metadata=METADATA)):
    """What every table of the records has in common."""

    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)
    created_by: str


class Owned(Record):
    """A row that belongs to one organization and is invisible to every other."""

    organization_id: str = Field(foreign_key="organization.organization_id")


class Organization(Record, table=True):
    """One organization. The list of them is no secret to any of them; what they own is."""

    __tablename__ = "organization"

    organization_id: str = Field(primary_key=True)
    name: str


class UsageEntry(Owned, table=True):
    """Something that was used: so many tokens, so much money, so many seconds of a GPU, at one moment."""

    __tablename__ = "usage_entry"
    __table_args__ = (Index(None, "organization_id", "at"),)

    id: str = Field(primary_key=True)
    source: str
    kind: str
    model: str
    amount: Decimal = Field(sa_type=Exact)
    unit: str
    at: datetime = Field(sa_type=Moment)
    principal: str


class EquityDay(Owned, table=True):
    """What an account was worth at the reset that begins a trading day, in its own currency."""

    __tablename__ = "equity_day"
    __table_args__ = (UniqueConstraint("organization_id", "account", "day"),)

    id: str = Field(primary_key=True)
    account: str
    day: date
    currency: str
    equity: Decimal = Field(sa_type=Exact)
    balance: Decimal | None = Field(default=None, sa_type=Exact)


TENANT_TABLES = ("usage_entry", "equity_day")
"""Tables that row-level security guards on PostgreSQL."""
ORDER: tuple[type[Record], ...] = (Organization, UsageEntry, EquityDay)
"""Every table, those that others refer to first."""
