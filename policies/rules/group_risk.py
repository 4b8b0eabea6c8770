"""Group risk: what accounts under one limit can lose together."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "group_risk"


def check(case: Case) -> Iterator[Reason]:
    """Denies when this account's worst case and that of the group's others exceed the limit they share."""
    group = case.facts.group
    if group is None:
        return
    total = group.others + case.after.loss
    if total > group.limit:
        shown = {"others": round(group.others, 2), "allowed": round(group.limit, 2)}
        yield reason("GROUP_RISK", NAME, total=round(total, 2), **shown)


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "GROUP_RISK": {
            "en": "the accounts of the group could lose {total} together ({others} in the others), at most {allowed}",
            "fr": "les comptes du groupe pourraient perdre {total} ensemble ({others} dans les autres), au plus "
            "{allowed}",
        },
    },
)
