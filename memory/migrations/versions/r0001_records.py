"""The first layout: organizations, what was used, and daily equity."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from memory.errors import Unusable

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True).with_variant(sa.String(32), "sqlite")
EXACT = sa.Numeric().with_variant(sa.String(), "sqlite")
GUARDED = ("usage_entry", "equity_day")


def upgrade() -> None:
    """Makes the tables, the organization of the house, and on PostgreSQL the walls between organizations."""
    _organization()
    _usage_entry()
    _equity_day()
    op.execute(_house())
    if op.get_bind().dialect.name == "postgresql":
        for table in GUARDED:
            _wall(table)


def downgrade() -> None:
    """Refuses: a layout never goes back."""
    raise Unusable("the records never go back to an older layout: `eva restore` a backup made before")


def _stamps() -> list[sa.Column[object]]:
    return [
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("updated_at", MOMENT, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
    ]


def _owner(table: str) -> list[sa.schema.SchemaItem]:
    name = f"fk_{table}_organization_id"
    return [
        sa.Column("organization_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.organization_id"], name=name),
    ]


def _text(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _organization() -> None:
    op.create_table(
        "organization",
        *_text("organization_id", "name"),
        *_stamps(),
        sa.PrimaryKeyConstraint("organization_id", name="pk_organization"),
    )


def _usage_entry() -> None:
    op.create_table(
        "usage_entry",
        *_text("id", "source", "kind", "model", "unit", "principal"),
        sa.Column("amount", EXACT, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        *_stamps(),
        *_owner("usage_entry"),
        sa.PrimaryKeyConstraint("id", name="pk_usage_entry"),
    )
    op.create_index("ix_usage_entry_organization_id_at", "usage_entry", ["organization_id", "at"])


def _equity_day() -> None:
    op.create_table(
        "equity_day",
        *_text("id", "account", "currency"),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("equity", EXACT, nullable=False),
        sa.Column("balance", EXACT, nullable=True),
        *_stamps(),
        *_owner("equity_day"),
        sa.PrimaryKeyConstraint("id", name="pk_equity_day"),
        sa.UniqueConstraint("organization_id", "account", "day", name="uq_equity_day_organization_id_account_day"),
    )


def _house() -> sa.Insert:
    """The one organization that every home begins with."""
    names = ("organization_id", "name", "created_by")
    table = sa.table(
        "organization", *(sa.column(n) for n in names), sa.column("created_at", MOMENT), sa.column("updated_at", MOMENT)
    )
    now: datetime | str = datetime.now(UTC)
    if isinstance(now, datetime) and op.get_bind().dialect.name == "sqlite":
        now = now.isoformat(timespec="microseconds")
    return table.insert().values(
        organization_id="house", name="house", created_by="migration", created_at=now, updated_at=now
    )


def _wall(table: str) -> None:
    """Row-level security, the owner of the table included: only the rows of the organization that was named."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    ours = "organization_id = current_setting('eva.organization', true)"
    op.execute(f"CREATE POLICY {table}_of_organization ON {table} USING ({ours}) WITH CHECK ({ours})")
