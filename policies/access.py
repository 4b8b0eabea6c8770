"""Who may ask for what: roles against kinds of act."""

from types import MappingProxyType
from typing import Final

from policies.values import Role

ACTS: Final = frozenset({"order", "close", "reduce", "cancel", "amend", "halt", "resume", "advance"})
LOWERING: Final = frozenset({"close", "reduce", "cancel", "halt"})

_MAY: Final = MappingProxyType(
    {
        Role.OWNER: ACTS,
        Role.ADMIN: ACTS,
        Role.TRADER: ACTS - {"resume"},
        Role.SCHEDULE: ACTS - {"resume", "advance"},
        Role.WEBHOOK: frozenset({"order", "close", "reduce", "cancel"}),
        Role.VIEWER: frozenset[str](),
        Role.SUBSCRIBER: frozenset[str](),
    }
)


def may(role: Role, kind: str) -> bool:
    """Whether the role may ask for this kind of act; a role that is not listed may nothing."""
    return kind in _MAY.get(role, frozenset())


def approves(role: Role) -> bool:
    """Whether the role may answer a request for approval."""
    return role in (Role.OWNER, Role.ADMIN)
