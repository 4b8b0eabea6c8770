"""From a request to its ticket: known ids get their first answer, new ones are judged and journaled before any act."""

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import Any
from uuid import uuid4

from policies.case import Case
from policies.facts import Facts
from policies.intents import AmendIntent, AnyIntent, HaltIntent, OrderIntent
from policies.kernel import judge
from policies.limits import limits_hash
from policies.sizing import on_tick
from policies.values import CONTEXT, OrderRole, OrderType, Side, TimeInForce
from policies.verdicts import Allow, Deny, NeedsApproval, Verdict
from policies.wire.cases import verdict_json
from policies.wire.codec import encode
from policies.wire.fingerprint import digest, fingerprint
from tools.desk.engine import watching
from tools.desk.engine.account import CLOCK, Trader
from tools.desk.engine.exits import mint
from tools.desk.measuring import comparing
from tools.desk.record.fold import DAY
from tools.desk.record.journal import Entry, JournalFull
from tools.trading.venue import Change, VenueOrder

DENIALS_A_DAY = 5000
"""Denials a day that are written down, of all accounts."""


def propose(trader: Trader, intent: AnyIntent) -> tuple[dict[str, Any], bool]:
    """The answer `{ticket, intent_id, verdict, digest, orders, again}`, and whether it must be carried out now."""
    desk = trader.desk
    known = desk.state.by_intent.get(intent.intent_id)
    if known is not None:
        return {**desk.state.tickets[known].answer, "again": True}, False
    first = trader.pace.check(intent, trader.state.orders, trader.limits.per_minute, desk.clock.monotonic())
    if first is not None:
        return {**desk.state.tickets[first].answer, "again": True}, False
    watching.doubt(trader, CLOCK, desk.clock_fault())
    facts = trader.facts()
    verdict = judge(intent, facts, trader.limits)
    ticket = f"t{uuid4().hex[:12]}"
    minted = [] if isinstance(verdict, Deny) else mint_orders(trader, intent, facts, verdict)
    answer = {
        "ticket": ticket,
        "intent_id": intent.intent_id,
        "verdict": verdict_json(verdict),
        "digest": digest(intent, context(trader)),
        "orders": [order.id for order, _ in minted],
    }
    if isinstance(verdict, Deny):
        told = _told(trader, _row(trader, intent, answer, facts, verdict))
        return {**answer, "ticket": ticket if told else None, "again": False}, False
    if desk.tight and raising(trader, intent, facts):
        raise JournalFull("the disk is full: only what lowers risk is taken until there is space and the desk restarts")
    now = minted if isinstance(verdict, Allow) else []
    acts = [_order(trader, ticket, intent, *m) for m in now]
    if isinstance(verdict, Allow):
        acts += _with_it(trader, ticket, intent, facts)
    desk.write(_row(trader, intent, answer, facts, verdict), *acts)
    trader.pace.took(intent, ticket, desk.clock.monotonic())
    return {**answer, "again": False}, isinstance(verdict, Allow)


def _told(trader: Trader, denial: Entry) -> bool:
    """Whether a denial is written down: not one of too many, and not in the space that is kept for leaving."""
    desk = trader.desk
    denied = desk.state.denied
    if len(denied) >= DENIALS_A_DAY:
        oldest = desk.state.tickets[denied[len(denied) - DENIALS_A_DAY]].at
        if desk.clock.now() - oldest <= DAY:
            return False
    if desk.tight or trader.noisy():
        return False
    try:
        desk.write(denial, reserved=False)
    except JournalFull:
        return False
    return True


def _with_it(trader: Trader, ticket: str, intent: AnyIntent, facts: Facts) -> list[Entry]:
    """Rows that stand or fall with their request: the latch of a halt, the new terms of an amend."""
    if isinstance(intent, HaltIntent):
        return [watching.killed(trader)]
    if isinstance(intent, AmendIntent):
        with localcontext(CONTEXT):
            case = Case(intent, facts, trader.limits)
            old, new = case.subject, case.order
        if old is not None and new is not None:
            names = ("limit", "trigger", "stop", "target")
            changed = {n: getattr(new, n) for n in names if getattr(new, n) != getattr(old, n)}
            quantity = new.quantity if intent.quantity is not None else None
            change = Change(**changed, quantity=quantity)
            expects = comparing.amended(trader, new)
            row = trader.row("amend", order=old.id, change=change, ticket=ticket, expects=expects)
            return [row] if change != Change() else []
    return []


def preview(trader: Trader, intent: AnyIntent) -> dict[str, Any]:
    """The verdict with the worst case before and after; nothing is written, reserved or done."""
    seen = (intent.intent_id,) if intent.intent_id in trader.desk.state.by_intent else ()
    facts = trader.facts()
    facts = replace(facts, history=replace(facts.history, known=seen))
    verdict = judge(intent, facts, trader.limits)
    answer: dict[str, Any] = {
        "ticket": None,
        "intent_id": intent.intent_id,
        "verdict": verdict_json(verdict),
        "orders": [],
    }
    return {**answer, "digest": digest(intent, context(trader)), "again": False, **_worst(trader, intent, facts)}


def context(trader: Trader) -> str:
    """What a person who approves has seen beside the intent: the limits, the cause, what is not understood."""
    state = trader.state
    return "|".join(
        (limits_hash(trader.limits), state.cause or "", str(state.halts), trader.outside(), *state.strangers)
    )


def _worst(trader: Trader, intent: AnyIntent, facts: Facts) -> dict[str, Any]:
    case = Case(intent, facts, trader.limits)
    try:
        with localcontext(CONTEXT):
            before, after = case.before.loss, case.after.loss
            cost = case.notional
    except Exception:
        return {}
    cent = Decimal("0.01")
    shown = {"before": before.quantize(cent), "after": after.quantize(cent), "notional": cost.quantize(cent)}
    return {"worst_case": encode(shown)}


def raising(trader: Trader, intent: AnyIntent, facts: Facts) -> bool:
    """Whether the intent raises risk; what cannot be told does."""
    try:
        with localcontext(CONTEXT):
            return Case(intent, facts, trader.limits).raising
    except Exception:
        return True


def mint_orders(
    trader: Trader, intent: AnyIntent, facts: Facts, verdict: Allow | NeedsApproval
) -> list[tuple[VenueOrder, OrderRole]]:
    """The order of an order intent, under a new id, exactly as it will be sent."""
    if not isinstance(intent, OrderIntent) or verdict.quantity is None:
        return []
    with localcontext(CONTEXT):
        case = Case(intent, facts, trader.limits)
        wanted = case.rounded
        exit_ = case.reducing
        market = intent.type is OrderType.MARKET
        limit = wanted.limit
        if market and not exit_ and case.order is not None and case.instrument is not None:
            limit = on_tick(case.order.limit, case.instrument.tick, up=intent.side is Side.SELL)
    order = VenueOrder(
        id=mint("x" if exit_ else "e"),
        symbol=intent.symbol,
        side=intent.side,
        quantity=verdict.quantity,
        type=OrderType.LIMIT if market and limit is not None else intent.type,
        limit=limit,
        trigger=wanted.trigger,
        stop=wanted.stop,
        target=wanted.target,
        tif=TimeInForce.GTC if market and exit_ else intent.tif,
        good_till=intent.good_till,
        reduce_only=exit_ and trader.link.traits.reduce_only,
        oco=intent.oco,
    )
    return [(order, OrderRole.EXIT if exit_ else OrderRole.ENTRY)]


def _order(trader: Trader, ticket: str, intent: AnyIntent, order: VenueOrder, role: OrderRole) -> Entry:
    asked = intent.type if isinstance(intent, OrderIntent) else order.type
    expects = comparing.expected(trader, order, role)
    return trader.row("order", order=order, role=role, ticket=ticket, asked=asked, expects=expects)


def approved_orders(trader: Trader, ticket: str, intent: AnyIntent, verdict: Allow | NeedsApproval) -> list[Entry]:
    """What is journaled with a person's approval: the orders of the request, or the new terms of an amend."""
    facts = trader.facts()
    minted = mint_orders(trader, intent, facts, verdict)
    return [*(_order(trader, ticket, intent, *m) for m in minted), *_with_it(trader, ticket, intent, facts)]


def touch(trader: Trader, intent: OrderIntent) -> Decimal | None:
    """The price that an order would meet now; None without a believable quote."""
    quote = trader.quotes.get(intent.symbol)
    if quote is None or not quote.sound:
        return None
    return quote.ask if intent.side is Side.BUY else quote.bid


def _row(trader: Trader, intent: AnyIntent, answer: dict[str, Any], facts: Facts, verdict: Verdict) -> Entry:
    return trader.row(
        "intent",
        ticket=answer["ticket"],
        intent_id=intent.intent_id,
        kind=intent.kind,
        intent=intent,
        answer=answer,
        digest=answer["digest"],
        market=facts.market,
        fingerprint=fingerprint(intent),
        raises=raising(trader, intent, facts),
        tier=verdict.tier if isinstance(verdict, NeedsApproval) else None,
        seen=touch(trader, intent) if isinstance(intent, OrderIntent) else None,
    )


def stored(intent: dict[str, Any], kind: str) -> dict[str, Any]:
    """A journaled intent in the form that `decode_intent` reads."""
    return {"kind": kind, **intent}
