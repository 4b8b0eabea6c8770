"""What the desk shows: accounts, orders, fills and prices as the plain JSON of the command line's contract."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from typing import Any

from policies.book import book, equity, floating
from policies.facts import Facts, Position, Session
from policies.floors import MissingFact, floors
from policies.limits import Limits
from policies.values import CONTEXT, ZERO, OrderRole, Symbol
from policies.wire.codec import encode
from tools.desk.engine.account import Trader
from tools.desk.engine.exits import open_risk
from tools.desk.engine.protection import covered
from tools.desk.record.shown import order_json

CENT = Decimal("0.01")


def account(trader: Trader) -> dict[str, Any]:
    """One account of `status`: state, money, positions, working orders and the headroom of every limit."""
    with localcontext(CONTEXT):
        facts, state, config = trader.facts(), trader.state, trader.state.config
        worth = _equity(facts)
        return {
            "id": trader.id,
            "venue": config["venue"],
            "mode": config["mode"],
            "ruleset": trader.limits.id,
            "currency": config["currency"],
            "market_time": encode(facts.market),
            "replay": trader.replay,
            "state": state.shown.value,
            "cause": state.cause,
            "latched": state.latch is not None,
            "reconciling": trader.reconciling,
            "strangers": list(state.strangers),
            "flat": trader.flat and not open_risk(trader),
            "leaving": any(t.role is OrderRole.EXIT for t in state.live_orders),
            "session": _session(facts.session),
            "balance": encode(state.balance.quantize(CENT)),
            "equity": None if worth is None else encode(worth.quantize(CENT)),
            "pnl": _pnl(trader, worth),
            "worst_case": _worst(facts, trader.limits),
            "positions": [_position(trader, facts, s) for s in state.holdings],
            "orders": [order_json(t) for t in state.live_orders],
            "limits": _limits(facts, trader.limits, worth),
        }


def _equity(facts: Facts) -> Decimal | None:
    try:
        return equity(facts)
    except MissingFact:
        return None


def _worst(facts: Facts, limits: Limits) -> str | None:
    try:
        worst: str = encode(book(facts, limits).loss.quantize(CENT))
        return worst
    except MissingFact:
        return None


def _session(session: Session) -> dict[str, Any]:
    shown: dict[str, Any] = encode(session)
    return shown


def _position(trader: Trader, facts: Facts, symbol: Symbol) -> dict[str, Any]:
    holding = trader.state.holdings[symbol]
    quote = facts.quotes.get(symbol)
    position = Position(symbol=symbol, quantity=holding.quantity, price=holding.price)
    shown: dict[str, Any] = {
        "symbol": symbol,
        "quantity": holding.quantity,
        "price": round(holding.price, 6),
        "bid": quote.bid if quote else None,
        "ask": quote.ask if quote else None,
        "protected": covered(trader, symbol) >= abs(holding.quantity),
    }
    if quote is not None:
        side = quote.bid if holding.quantity > ZERO else quote.ask
        multiplier = trader.instruments[symbol].multiplier
        shown |= {"value": (holding.quantity * side * multiplier).quantize(CENT)}
        shown |= {"pnl": floating(facts, position).quantize(CENT)}
    shown |= {"stop": _leg(trader, symbol, OrderRole.STOP), "target": _leg(trader, symbol, OrderRole.TARGET)}
    return {k: encode(v) for k, v in shown.items() if v is not None}


def _leg(trader: Trader, symbol: Symbol, role: OrderRole) -> Decimal | None:
    """The price of the first protective order of a kind; several show in the list of orders."""
    found = [t for t in trader.state.live_orders if t.order.symbol == symbol and t.role is role]
    return next((t.order.trigger if role is OrderRole.STOP else t.order.limit for t in found), None)


def _limits(facts: Facts, limits: Limits, worth: Decimal | None) -> list[dict[str, Any]]:
    try:
        found = floors(facts.account, facts.history.marks, limits)
    except MissingFact:
        return []
    rows = []
    for floor in found:
        headroom = None if worth is None else (worth - floor.guard).quantize(CENT)
        row = {"name": floor.name, "floor": floor.floor.quantize(CENT), "guard": floor.guard.quantize(CENT)}
        rows.append(encode(row) | {"headroom": encode(headroom)})
    return rows + _sizes(facts, limits, worth)


def _sizes(facts: Facts, limits: Limits, worth: Decimal | None) -> list[dict[str, Any]]:
    """How much more may be put to work under the limits of size, in account currency."""
    try:
        found = book(facts, limits)
    except MissingFact:
        return []
    initial, gross, used = facts.account.initial, found.gross, [row.exposure for row in found.lines.values()]
    left = {
        "order_notional": limits.order_notional * initial,
        "symbol_exposure": limits.symbol_exposure * initial - max(used, default=ZERO),
        "gross_exposure": limits.gross_exposure * initial - gross,
        "leverage": None if worth is None else limits.leverage * worth - gross,
    }
    shown = {name: None if value is None else encode(value.quantize(CENT)) for name, value in left.items()}
    return [{"name": name, "floor": None, "guard": None, "headroom": value} for name, value in shown.items()]


def _pnl(trader: Trader, worth: Decimal | None) -> dict[str, Any]:
    """Profit since the last reset, since Monday's and since the first of the month's trading day."""
    marks = trader.state.marks.get(trader.limits.resets[0].key)
    if worth is None or marks is None:
        return {"today": None, "week": None, "month": None}
    today = marks.day
    begins = {"today": today, "week": today - timedelta(days=today.weekday()), "month": today.replace(day=1)}
    return {name: encode((worth - _start(trader, day)).quantize(CENT)) for name, day in begins.items()}


def _start(trader: Trader, day: date) -> Decimal:
    """Equity at the first known reset on or after a day."""
    days = {date.fromisoformat(d): e for d, e in trader.state.days.items()}
    known = [d for d in days if d >= day]
    return days[min(known)] if known else trader.state.balance


def days(trader: Trader) -> list[dict[str, Any]]:
    """`[{day, equity, floors?}]`: worth and floors at the reset that began each of its last trading days, in order."""
    floors_of = trader.state.floors
    return [
        {"day": day, "equity": encode(worth)} | ({"floors": encode(floors_of[day])} if day in floors_of else {})
        for day, worth in sorted(trader.state.days.items())
    ]


def orders(trader: Trader, scope: str) -> list[dict[str, Any]]:
    """Working orders, or with scope 'all' every order of the account, newest last."""
    chosen = trader.state.orders.values() if scope == "all" else trader.state.live_orders
    return [order_json(t) for t in chosen][-200:]


def fills(trader: Trader, count: int) -> list[dict[str, Any]]:
    """The last fills, newest last."""
    return [encode(f) for f in list(trader.state.fills.values())[-count:]]


def quotes(trader: Trader) -> dict[str, Any]:
    """Every quote as last seen, with the market's time and session."""
    return {
        "market_time": encode(trader.tick.at),
        "replay": trader.replay,
        "session": _session(trader.tick.session),
        "quotes": {s: encode(q) for s, q in trader.quotes.items()},
    }


def stamp(at: datetime) -> str:
    """A time as JSON shows it."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
