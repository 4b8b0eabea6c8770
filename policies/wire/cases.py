"""Kernel cases as published JSON: one case in, one verdict out, with no state and no clock."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from policies.facts import Facts
from policies.firms.rulesets import ruleset
from policies.floors import first_marks
from policies.intents import INTENTS, AnyIntent
from policies.kernel import explain, judge
from policies.limits import Limits
from policies.verdicts import Allow, Deny, NeedsApproval, Verdict
from policies.wire.codec import Malformed, decode, encode

VERSION = 2
HEADER: Mapping[str, Any] = {
    "intent_id": "case",
    "account": "paper",
    "origin": {"principal": "case", "role": "owner", "channel": "case", "message": "case"},
    "label": "OWNER",
}
Firms = Mapping[str, Mapping[str, Any]]


def judge_case(case: Any, firms: Firms, lang: str = "en") -> dict[str, Any]:
    """The verdict on `{intent, facts, limits}` as JSON; raises Malformed or BadLimits for what is no case.

    `firms` maps firm ids to parsed rulesets, for `limits: {"firm": ID}`. What a case leaves out is filled in:
    the intent's header, and reference marks as on a first day, at the stricter of initial and balance.
    """
    if not isinstance(case, Mapping) or case.keys() != {"intent", "facts", "limits"}:
        raise Malformed("a case is an object with exactly intent, facts and limits")
    limits = case_limits(case["limits"], firms)
    facts = with_marks(decode(Facts, case["facts"], "facts"), limits)
    return verdict_json(judge(decode_intent(with_header(case["intent"], facts), "intent"), facts, limits), lang)


def decode_intent(data: Any, path: str = "intent") -> AnyIntent:
    """An intent of the kind that its `kind` names."""
    if not isinstance(data, Mapping) or data.get("kind") not in INTENTS:
        raise Malformed(f"{path}.kind: expected one of {sorted(INTENTS)!r}")
    body = {k: v for k, v in data.items() if k != "kind"}
    intent: Any = decode(INTENTS[data["kind"]], body, path)
    return intent  # type: ignore[no-any-return]


def with_header(data: Any, facts: Facts) -> Any:
    """The intent with the header fields that a case may leave out."""
    if not isinstance(data, Mapping):
        return data
    times = {"created_at": encode(facts.wall), "expires_at": encode(facts.wall + timedelta(seconds=60))}
    return {**HEADER, "account": facts.account.id, **times, **data}


def case_limits(data: Any, firms: Firms) -> Limits:
    """`{"firm": ID}` or an inline ruleset of the same form as the firm files."""
    if isinstance(data, Mapping) and data.keys() == {"firm"}:
        if data["firm"] not in firms:
            raise Malformed(f"limits.firm: unknown {data['firm']!r:.60}; known are {sorted(firms)!r}")
        return ruleset(firms[data["firm"]])[0]
    if not isinstance(data, Mapping):
        raise Malformed("limits: expected {'firm': ID} or an inline ruleset")
    return ruleset(data)[0]


def with_marks(facts: Facts, limits: Limits) -> Facts:
    """Facts with first-day reference marks for every reset that has none."""
    marks = dict(facts.history.marks)
    for reset in limits.resets:
        if reset.key not in marks:
            marks[reset.key] = first_marks(facts.account, facts.market, reset)
    return replace(facts, history=replace(facts.history, marks=marks))


def verdict_json(verdict: Verdict, lang: str | None = None) -> dict[str, Any]:
    """A verdict as `{decision, quantity, tier, reasons: [{code, rule, text, numbers}], limits_hash}`."""
    reasons = [encode(r) | ({"text": explain(r, lang)} if lang else {}) for r in verdict.reasons]
    decision = {Allow: "allow", NeedsApproval: "needs_approval", Deny: "deny"}[type(verdict)]
    quantity = None if isinstance(verdict, Deny) else encode(verdict.quantity)
    tier = verdict.tier.value if isinstance(verdict, NeedsApproval) else None
    return {
        "decision": decision,
        "quantity": quantity,
        "tier": tier,
        "reasons": reasons,
        "limits_hash": verdict.limits_hash,
    }
