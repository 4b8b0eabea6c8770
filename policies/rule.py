"""The form of a rule: a name, a check over one case, and its reason codes in words."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from policies.case import Case
from policies.verdicts import Reason


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One guard. `always` rules judge every act; the others only acts that raise risk.

    `texts` gives each reason code a template per language, filled with the reason's numbers.
    """

    name: str
    check: Callable[[Case], Iterable[Reason]]
    texts: Mapping[str, Mapping[str, str]]
    always: bool = False
