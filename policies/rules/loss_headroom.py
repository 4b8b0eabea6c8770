"""Loss headroom: the joint worst case of everything, this act included, must leave every guard intact."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.verdicts import Reason, reason

NAME = "loss_headroom"
TOMORROW = "-tomorrow"
"""How a floor that will stand after the next reset is called."""


def check(case: Case) -> Iterator[Reason]:
    """Denies when equity less the joint worst-case loss would fall below the guard of any floor."""
    for floor in case.floors:
        headroom = case.equity - floor.guard
        if headroom <= 0 or case.after.loss > headroom:
            code = "DAILY_LOSS_HEADROOM" if floor.name.startswith("daily") else "TOTAL_LOSS_HEADROOM"
            if floor.name.endswith(TOMORROW):
                code += "_TOMORROW"
            yield reason(
                code,
                NAME,
                floor=round(floor.floor, 2),
                guard=round(floor.guard, 2),
                equity=round(case.equity, 2),
                headroom=round(headroom, 2),
                worst_case=round(case.after.loss, 2),
                already=round(case.before.loss, 2),
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
        "DAILY_LOSS_HEADROOM_TOMORROW": {
            "en": "the worst case would be {worst_case} ({already} of it already at risk), only {headroom} may be lost "
            "in a day after the next reset",
            "fr": "le pire des cas ferait {worst_case} (dont {already} déjà en risque), après la prochaine remise à "
            "zéro il ne reste que {headroom} à perdre dans la journée",
        },
        "TOTAL_LOSS_HEADROOM_TOMORROW": {
            "en": "the worst case would be {worst_case} ({already} of it already at risk), only {headroom} may be lost "
            "in all after the next reset",
            "fr": "le pire des cas ferait {worst_case} (dont {already} déjà en risque), après la prochaine remise à "
            "zéro il ne reste que {headroom} à perdre en tout",
        },
    },
)
