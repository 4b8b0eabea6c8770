"""${message}."""

import sqlalchemy as sa
from alembic import op

from memory.errors import Unusable

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What changes."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Refuses: a layout never goes back."""
    raise Unusable("the records never go back to an older layout: `eva restore` a backup made before")
