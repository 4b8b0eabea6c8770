"""Access: whose request it is, and whether the text behind it can be trusted to ask for an act."""

from collections.abc import Iterator

from policies.access import may
from policies.case import Case, Rule
from policies.values import Label
from policies.verdicts import Reason, reason

NAME = "access"
UNTRUSTED = tuple(label for label in Label if label.rank > Label.INTERNAL.rank)


def check(case: Case) -> Iterator[Reason]:
    """Denies acts that the role may not ask for, and acts that stem from subscribers' or the web's text."""
    origin = case.intent.origin
    if not may(origin.role, case.intent.kind):
        yield reason("ACCESS_DENIED", NAME, role=origin.role.value, kind=case.intent.kind)
    if case.intent.label in UNTRUSTED:
        yield reason("UNTRUSTED_LABEL", NAME, label=case.intent.label.value)


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "ACCESS_DENIED": {
            "en": "the role {role} may not ask for {kind}",
            "fr": "le rôle {role} ne peut pas demander {kind}",
        },
        "UNTRUSTED_LABEL": {
            "en": "the request stems from a text that is not trusted to act ({label})",
            "fr": "la demande vient d'un texte qui n'a pas le droit d'agir ({label})",
        },
    },
)
