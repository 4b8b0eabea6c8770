"""Who asks, and how far a text of theirs is believed."""

import difflib
from dataclasses import dataclass

from policies.values import Label, Role
from tools.errors import Retry

OWNER = "owner"
_LABELS = {Role.OWNER: Label.OWNER, Role.SUBSCRIBER: Label.SUBSCRIBER, Role.WEBHOOK: Label.WEB}
_READS = frozenset({Role.OWNER, Role.ADMIN, Role.TRADER, Role.VIEWER, Role.SCHEDULE})
_ID_LENGTH = 60


@dataclass(frozen=True, kw_only=True)
class Principal:
    """A person or machine that asks: a role, and the id it is known by."""

    role: Role
    id: str

    @property
    def label(self) -> Label:
        """Where this principal's texts come from: the owner's are the most believed, the web's the least."""
        return _LABELS.get(self.role, Label.INTERNAL)

    @property
    def reads(self) -> bool:
        """Whether this principal may look at accounts at all; what it may ask for is the kernel's to say."""
        return self.role in _READS


def owner() -> Principal:
    """The person at the terminal of this home."""
    return Principal(role=Role.OWNER, id=OWNER)


def principal_of(text: str) -> Principal:
    """Reads ROLE[:ID]; raises Retry for an unknown role or an id with odd characters.

    The person at this terminal is the owner, so whatever is named here has the same rights or fewer.
    """
    name, colon, given = text.partition(":")
    roles = [r.value for r in Role]
    if name not in roles:
        near = difflib.get_close_matches(name.lower(), roles, n=1, cutoff=0.5)
        raise Retry(
            f"unknown role {name[:30]!r}; " + (f"did you mean {near[0]}?" if near else f"use {'|'.join(roles)}")
        )
    if colon and (not given or len(given) > _ID_LENGTH or not given.replace("-", "").replace("_", "").isalnum()):
        raise Retry(f"odd id {given[:60]!r} after {name!r}; use letters, digits, - and _")
    return Principal(role=Role(name), id=f"{name}:{given}" if colon else name)
