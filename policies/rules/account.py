"""Account: a request acts on the account that it names, and on one order that its id names alone."""

from collections.abc import Iterator

from policies.case import Case, Rule
from policies.intents import ALL, AmendIntent, CancelIntent, HaltIntent
from policies.verdicts import Reason, reason

NAME = "account"


def check(case: Case) -> Iterator[Reason]:
    """Denies a request for another account than the facts are of, and a change of an order whose id two share.

    A halt of all accounts is meant for each of them.
    """
    intent, facts = case.intent, case.facts
    everywhere = isinstance(intent, HaltIntent) and intent.account == ALL
    if intent.account != facts.account.id and not everywhere:
        yield reason("WRONG_ACCOUNT", NAME, asked=intent.account, account=facts.account.id)
    if isinstance(intent, CancelIntent | AmendIntent):
        count = sum(1 for order in facts.orders if order.id == intent.order)
        if count > 1:
            yield reason("AMBIGUOUS_ORDER", NAME, order=intent.order, count=count)


RULE = Rule(
    name=NAME,
    check=check,
    always=True,
    texts={
        "WRONG_ACCOUNT": {
            "en": "the request is for account {asked}, this is account {account}",
            "fr": "la demande vise le compte {asked}, ici c'est le compte {account}",
        },
        "AMBIGUOUS_ORDER": {
            "en": "{count} working orders are called {order}: cancel all, or close the position",
            "fr": "{count} ordres en cours s'appellent {order} : annule tout, ou ferme la position",
        },
    },
)
