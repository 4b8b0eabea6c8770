"""The kernel's first verb: `judge` decides, before every act, with nothing but its arguments."""

from decimal import localcontext

from policies.approvals import tier_of
from policies.case import Case, Rule
from policies.facts import Facts
from policies.floors import MissingFact
from policies.intents import AnyIntent
from policies.limits import Limits, limits_hash
from policies.rules import RULES
from policies.values import CONTEXT, Tier
from policies.verdicts import Allow, Deny, NeedsApproval, Reason, Verdict, reason

TEXTS = {
    "MISSING_FACT": {
        "en": "something that must be known is not: {what}",
        "fr": "il manque une information nécessaire : {what}",
    },
    "RULE_ERROR": {
        "en": "the rule {by} could not decide ({error}), so the answer is no",
        "fr": "la règle {by} n'a pas pu décider ({error}), la réponse est donc non",
    },
    "APPROVAL": {
        "en": "this needs a person's confirmation ({tier})",
        "fr": "il faut la confirmation d'une personne ({tier})",
    },
}


def judge(intent: AnyIntent, facts: Facts, limits: Limits, rules: tuple[Rule, ...] = RULES) -> Verdict:
    """Allow, ask for approval, or deny. Never raises: a rule that cannot decide denies, and so does a missing fact."""
    digest = limits_hash(limits)
    with localcontext(CONTEXT):
        case = Case(intent, facts, limits)
        always, others = (ALWAYS, OTHERS) if rules is RULES else _split(rules)
        reasons = _first(always, case)
        raising = True
        if not reasons:
            raising, reasons = _raising(case)
            if raising:
                reasons += [why for rule in others for why in _ask(rule, case)]
        if reasons:
            return Deny(reasons=tuple(_once(reasons)), limits_hash=digest)
        tier = tier_of(intent, facts, limits, raising=raising, notional=lambda: case.notional)
        if tier is Tier.T0:
            return Allow(quantity=case.quantity, limits_hash=digest)
        why = (reason("APPROVAL", "kernel", tier=tier.value),)
        return NeedsApproval(tier=tier, quantity=case.quantity, reasons=why, limits_hash=digest)


def _split(rules: tuple[Rule, ...]) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    return tuple(r for r in rules if r.always), tuple(r for r in rules if not r.always)


ALWAYS, OTHERS = _split(RULES)


def _first(rules: tuple[Rule, ...], case: Case) -> list[Reason]:
    """The reasons of the first rule that denies: what is malformed is not worth judging further."""
    return next((reasons for rule in rules if (reasons := _ask(rule, case))), [])


def _once(reasons: list[Reason]) -> list[Reason]:
    """The reasons without those that say the same of the same numbers."""
    seen: dict[tuple[str, str], Reason] = {}
    for why in reasons:
        seen.setdefault((why.code, str(sorted(why.numbers.items()))), why)
    return list(seen.values())


def _raising(case: Case) -> tuple[bool, list[Reason]]:
    """Whether the act raises risk; what cannot be told does."""
    try:
        return case.raising, []
    except MissingFact as error:
        return True, [reason("MISSING_FACT", "kernel", what=error)]
    except Exception as error:
        return True, [reason("RULE_ERROR", "kernel", by="kernel", error=type(error).__name__)]


def _ask(rule: Rule, case: Case) -> list[Reason]:
    try:
        return list(rule.check(case))
    except MissingFact as error:
        return [reason("MISSING_FACT", rule.name, what=error)]
    except Exception as error:
        return [reason("RULE_ERROR", rule.name, by=rule.name, error=type(error).__name__)]


def explain(given: Reason, lang: str) -> str:
    """The reason in words, French or English, with its numbers filled in."""
    texts = _TEXTS.get(given.code)
    if texts is None:
        return given.code
    return texts[lang].format_map({**given.numbers})


_TEXTS = {code: texts for rule in RULES for code, texts in rule.texts.items()} | TEXTS
