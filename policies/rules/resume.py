"""Resume: a person lifts what is latched, and adopts exactly the unknown things that were shown."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import ResumeIntent
from policies.values import Switch
from policies.verdicts import Reason, reason

NAME = "resume"


def check(case: Case) -> Iterator[Reason]:
    """Denies a resume with nothing to lift, and one whose list of unknown things is no longer true."""
    intent, switch = case.intent, case.facts.switch
    if not isinstance(intent, ResumeIntent):
        return
    if set(intent.adopts) != set(switch.strangers):
        yield reason("STRANGERS_CHANGED", NAME, shown=len(intent.adopts), now=len(switch.strangers))
    elif not switch.latched and not switch.strangers:
        code = "NOTHING_TO_RESUME" if switch.state is Switch.ACTIVE else "CANNOT_RESUME"
        yield reason(code, NAME, account=case.facts.account.id, cause=switch.cause or "?")


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "STRANGERS_CHANGED": {
            "en": "what the journal does not know has changed ({shown} shown, {now} now): look again, then resume",
            "fr": "ce que le journal ne connaît pas a changé ({shown} montrés, {now} maintenant) : regarde, puis reprends",
        },
        "NOTHING_TO_RESUME": {
            "en": "account {account} is active: there is nothing to lift",
            "fr": "le compte {account} est actif : il n'y a rien à relancer",
        },
        "CANNOT_RESUME": {
            "en": "account {account} recovers by itself once the cause is gone ({cause})",
            "fr": "le compte {account} repart de lui-même quand la cause disparaît ({cause})",
        },
    },
)
