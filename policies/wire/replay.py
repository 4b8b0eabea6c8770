"""A replay: events in, one answer each out, exactly as the desk would have stood; no clock, no venue, no state outside.

What a person, a venue and a second in time would add is taken at its plainest: allowed orders work until a fill of
theirs comes, cancels and amends are confirmed at once, an entry's stop rests from its first fill on.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal, localcontext
from typing import Any

from policies.case import Case
from policies.facts import Facts, Order, Recent, Session
from policies.floors import Floor
from policies.intents import (
    ALL,
    AmendIntent,
    AnyIntent,
    CancelIntent,
    CloseIntent,
    HaltIntent,
    OrderIntent,
    ReduceIntent,
    ResumeIntent,
)
from policies.kernel import judge
from policies.limits import Effect
from policies.values import (
    CONTEXT,
    OPENING,
    Switch,
    plain,
)
from policies.verdicts import Allow, NeedsApproval
from policies.watch import Latch
from policies.wire.cases import Firms, case_limits, decode_intent, verdict_json, with_header
from policies.wire.codec import Malformed, decode
from policies.wire.fingerprint import fingerprint
from policies.wire.replay_account import CENT, Act, Hours, ReplayAccount
from policies.wire.replay_events import AnyEvent, Asked, Charged, Deposited, Filled, Quoted, Start, read

Calendars = Callable[[str], Hours]
ALWAYS = Session(open=True)
KILLED = "kill switch"
CALM = '"verdict": null, "acts": []}'
_JSON = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Replay:
    """One account from its start on; every event is answered in turn.

    `firms` maps firm ids to parsed rulesets, `calendars` gives the sessions of a market by name, for starts that name
    one. Answers are `{state, equity, floors: [{name, floor, guard, headroom}], verdict, acts}`, ready for JSON.
    """

    def __init__(self, firms: Firms, calendars: Calendars | None = None, lang: str = "en") -> None:
        self._firms, self._calendars, self._lang = firms, calendars, lang
        self._account: ReplayAccount | None = None
        self._events = 0
        self._floors: tuple[tuple[Floor, ...], list[tuple[str, Decimal]]] = ((), [])

    def answer(self, data: Any) -> dict[str, Any]:
        """The answer to one event, as JSON data. Raises as `line` does."""
        found: dict[str, Any] = json.loads(self.line(data))
        return found

    def line(self, data: Any) -> str:
        """The answer to one event, as one line of JSON.

        Raises Malformed or BadLimits for what is no event; the replay ends there.
        """
        with localcontext(CONTEXT):
            try:
                event, beside = read(data)
                self._events += 1
                if isinstance(event, Start):
                    account = self._begin(event, beside)
                    return self._told(account, None, account.observe())
                if self._account is None:
                    raise Malformed("type: expected a start first")
                return self._told(self._account, *self._take(self._account, event, beside))
            except ArithmeticError:
                raise Malformed("numbers too large to reckon with") from None

    def _take(
        self, account: ReplayAccount, event: AnyEvent, beside: Mapping[str, Any]
    ) -> tuple[dict[str, Any] | None, list[Act]]:
        """Takes one event in: the verdict on a request, and what the desk would do."""
        acts, verdict = account.turn(event.at), None
        if isinstance(event, Quoted):
            account.quote(event)
        elif isinstance(event, Filled):
            account.fill(event, f"line-{self._events}")
        elif isinstance(event, Deposited):
            account.pay(event.amount, paid_in=True)
        elif isinstance(event, Charged):
            account.pay(-event.amount)
        elif isinstance(event, Asked):
            acts += account.observe()
            verdict = self._ask(account, event, beside.get("intent"))
        return verdict, acts + account.observe()

    def _begin(self, start: Start, beside: Mapping[str, Any]) -> ReplayAccount:
        if self._account is not None:
            raise Malformed("type: a replay has one start")
        if start.account.hedging:
            raise Malformed("start.account.hedging: a replay nets what is held; replay each leg as an account")
        limits = case_limits(beside.get("limits"), self._firms)
        self._account = ReplayAccount(start, limits, self._hours(beside.get("session")))
        return self._account

    def _hours(self, session: Any) -> Hours:
        """The sessions of the replay: a calendar's, one that opens or closes when it says, or always open."""
        if isinstance(session, str):
            if self._calendars is None:
                raise Malformed("start.session: no calendars here; give open, opens_at and closes_at")
            return self._calendars(session)
        given = ALWAYS if session is None else decode(Session, session, "start.session")
        return lambda at: _session(given, at)

    def _ask(self, account: ReplayAccount, event: Asked, data: Any) -> dict[str, Any]:
        """Judges a request as the account stands; what is allowed is taken as done."""
        named = {"intent_id": f"line-{self._events}", **data} if isinstance(data, Mapping) else data
        intent = decode_intent(with_header(named, account.facts()), "intent")
        facts = account.facts_for(intent.intent_id)
        verdict = judge(intent, facts, account.limits)
        recent = None
        if isinstance(verdict, Allow) or isinstance(verdict, NeedsApproval) and event.approved:
            case = Case(intent, facts, account.limits)
            recent = _recent(intent, facts, case)
            _carry_out(account, case, verdict)
        account.remember(recent, intent.intent_id)
        return verdict_json(verdict, self._lang)

    def _told(self, account: ReplayAccount, verdict: dict[str, Any] | None, acts: list[Act]) -> str:
        """The line: of floors that have not moved only the headroom is written anew."""
        if self._floors[0] is not account.floors:
            self._floors = (account.floors, [(_beginning(f), f.guard) for f in account.floors])
        worth = account.equity
        if worth is None:
            equity, rows = "null", [f"{begins}null}}" for begins, _ in self._floors[1]]
        else:
            equity = f'"{plain(worth.quantize(CENT))}"'
            rows = [f'{begins}"{plain((worth - at).quantize(CENT))}"}}' for begins, at in self._floors[1]]
        rest = _JSON({"verdict": verdict, "acts": acts})[1:] if verdict is not None or acts else CALM
        return f'{{"state": "{account.state.value}", "equity": {equity}, "floors": [{", ".join(rows)}], {rest}'


def _beginning(floor: Floor) -> str:
    """A floor as JSON up to its headroom."""
    shown = {"name": floor.name, "floor": plain(floor.floor), "guard": plain(floor.guard)}
    return f'{_JSON(shown)[:-1]}, "headroom": '


def _session(given: Session, at: datetime) -> Session:
    """A session that was given once, as it is later: it closes when it said, or opens."""
    if given.open:
        return given if given.closes_at is None or at < given.closes_at else Session(open=False)
    return given if given.opens_at is None or at < given.opens_at else Session(open=True, closed=given.closed)


def _recent(intent: AnyIntent, facts: Facts, case: Case) -> Recent:
    return Recent(
        at=facts.wall,
        market=facts.market,
        principal=intent.origin.principal,
        fingerprint=fingerprint(intent),
        raises=case.raising,
    )


def _carry_out(account: ReplayAccount, case: Case, verdict: Allow | NeedsApproval) -> None:
    """What an allowed request changes at once."""
    intent, book = case.intent, account.book
    if isinstance(intent, OrderIntent) and case.order is not None and verdict.quantity is not None:
        account.work(case.order, intent.intent_id, verdict.quantity)
    elif isinstance(intent, ReduceIntent) and verdict.quantity is not None:
        account.exit(intent.symbol, verdict.quantity, intent.intent_id)
    elif isinstance(intent, CloseIntent):
        symbols = list(book.positions) if intent.symbol == ALL else [intent.symbol]
        for symbol in symbols:
            account.exit(symbol, abs(book.held(symbol)), f"{intent.intent_id}-{symbol}")
    elif isinstance(intent, CancelIntent):
        account.cancel([o for o in book.orders.values() if _meant(intent, o)])
    elif isinstance(intent, AmendIntent) and case.order is not None:
        book.orders[case.order.id] = case.order
        account.touch(case.order.symbol)
    elif isinstance(intent, HaltIntent):
        held = Latch(state=Switch.HALTED, cause=KILLED, effect=Effect.HARD)
        account.latch = held.joined(account.latch)
    elif isinstance(intent, ResumeIntent):
        account.latch, account.strangers = None, ()


def _meant(intent: CancelIntent, order: Order) -> bool:
    """Whether a cancel means this order: the one it names, or every entry, of one symbol if it says so."""
    if intent.order != ALL:
        return order.id == intent.order
    return order.role in OPENING and intent.symbol in (None, order.symbol)
