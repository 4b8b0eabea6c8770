"""Loss headroom: the joint worst case of everything, this act included, must leave every guard intact."""

from collections.abc import Iterator

from policies.case import Case
from policies.rule import Rule
from policies.verdicts import Reason, reason

NAME = "loss_headroom"


def check(case: Case) -> Iterator[Reason]:
    """Denies when equity less the joint worst-case loss would fall below the guard of any floor."""
    for floor in case.floors:
        headroom = case.equity - floor.guard
        if headroom <= 0 or case.after.total > headroom:
            code = "DAILY_LOSS_HEADROOM" if floor.name.startswith("daily") else "TOTAL_LOSS_HEADROOM"
            yield reason(
                code,
                NAME,
                floor=round(floor.floor, 2),
                guard=round(floor.guard, 2),
                equity=round(case.equity, 2),
                headroom=round(headroom, 2),
                worst_case=round(case.after.total, 2),
                already=round(case.before.total, 2),
            )


RULE = Rule(
    name=NAME,
    check=check,
    texts={
        "DAILY_LOSS_HEADROOM": {
            "en": "the worst case would be {worst_case} ({already} of it already at risk), only {headroom} may still be "
            "lost today",
            "fr": "le pire des cas ferait {worst_case} (dont {already} déjà en risque), il ne reste que {headroom} à "
            "perdre aujourd'hui",
        },
        "TOTAL_LOSS_HEADROOM": {
            "en": "the worst case would be {worst_case} ({already} of it already at risk), only {headroom} may still be "
            "lost in all",
            "fr": "le pire des cas ferait {worst_case} (dont {already} déjà en risque), il ne reste que {headroom} à "
            "perdre en tout",
        },
    },
)
