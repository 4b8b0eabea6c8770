"""How near an account is to each of its limits: losses, sizes, prices, and what time brings."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal, localcontext
from typing import Any
from zoneinfo import ZoneInfo

from policies.book import Book, book, line, rate, with_line
from policies.case import LOOK_AHEAD
from policies.facts import Facts, Position
from policies.firms.terms import FlatBy
from policies.floors import Floor, MissingFact, ahead, floors, next_reset
from policies.limits import DailyRule, Effect, Limits, TotalRule
from policies.rules.consistency import best_day
from policies.values import CONTEXT, ONE, ZERO, OrderRole, Symbol
from policies.wire.codec import encode
from tools.desk.engine.account import Trader
from tools.desk.engine.protection import covered
from tools.desk.showing.distance import first_price, price_at

CENT, SHARE = Decimal("0.01"), Decimal("0.0001")
DAYS_AHEAD = 8
HIGHEST = 100
"""How many times its price now a short is looked at."""
Json = dict[str, Any]


def risk(trader: Trader) -> Json:
    """The risk of one account as plain JSON, amounts in account currency; what cannot be told is missing or null.

    `floors` are those of now and, near a reset, those after it (`...-tomorrow`): `headroom` is equity less the guard,
    `share` the same over the allowance, `after` what stays of it if the joint `worst_case` comes; `sudden` is what one
    gap takes. `first` names the floor that is nearest now; `holdings` say at which price each would `hit` it by itself,
    and at which one before that the desk would `leave`.
    """
    with localcontext(CONTEXT):
        facts, limits = trader.facts(), trader.limits
        told: Json = {"switch": _switch(trader, facts), "resets": _resets(facts, limits)}
        told["flat_by"] = _flat_by(facts, limits)
        told["model_alarms"] = [s for s in trader.instruments if trader.state.measures.alarms(s)]
        try:
            found = book(facts, limits)
            now = floors(facts.account, facts.history.marks, limits, found.equity)
            later = ahead(facts, limits, LOOK_AHEAD, found.equity)
            best = best_day(facts, limits, found.equity)
        except MissingFact as error:
            return told | {"missing": str(error), "floors": [], "sizes": [], "holdings": []}
        first = min(now, key=lambda f: found.equity - f.guard, default=None)
        headroom = ZERO if first is None else found.equity - first.guard
        held = [p.symbol for p in facts.positions if p.quantity]
        return told | {
            "missing": None,
            "equity": _money(found.equity),
            "worst_case": _money(found.loss),
            "sudden": _money(found.sudden),
            "first": None if first is None else first.name,
            "floors": [_floor(f, found) for f in now + later],
            "holdings": [] if first is None else [_holding(trader, facts, found, s, headroom) for s in held],
            "sizes": sizes(facts, limits, found),
            "consistency": None if best is None else {"today": _money(best[0]), "allowed": _money(best[1])},
        }


def _money(value: Decimal) -> Any:
    return encode(value.quantize(CENT))


def _floor(floor: Floor, found: Book) -> Json:
    headroom = found.equity - floor.guard
    amounts = {"floor": floor.floor, "guard": floor.guard, "allowance": floor.allowance, "headroom": headroom}
    return {
        "name": floor.name,
        **{name: _money(value) for name, value in amounts.items()},
        "share": encode((headroom / floor.allowance).quantize(SHARE)) if floor.allowance else None,
        "after": _money(headroom - found.loss),
        "effect": floor.effect.value,
        "reset": floor.reset,
    }


def _holding(trader: Trader, facts: Facts, found: Book, symbol: Symbol, headroom: Decimal) -> Json:
    """One holding: its own worst case, and the price at which it alone would bring equity to the first guard."""
    held, quote, instrument = trader.state.holdings[symbol], facts.quotes[symbol], facts.instruments[symbol]
    position = Position(symbol=symbol, quantity=held.quantity, price=held.price)
    pair = (rate(facts, instrument.currency, ONE), rate(facts, instrument.currency, -ONE))
    now = quote.bid if held.quantity > ZERO else quote.ask
    hit = now if headroom <= ZERO else price_at(instrument, quote, position, pair, headroom)
    leave = _leave(facts, trader.limits, found, symbol, found.equity - headroom)
    stop, ends = _stop(trader, symbol), leave if leave is not None else hit
    between = stop is not None and (ends is None or min(ends, now) <= stop <= max(ends, now))
    return {
        "symbol": symbol,
        "quantity": encode(held.quantity),
        "price": encode(now),
        "worst_case": _money(found.lines[symbol].loss),
        "room": _money(max(ZERO, headroom)),
        "hit": encode(hit),
        "leave": encode(leave),
        "move": encode(None if hit is None else hit - now),
        "share": encode(None if hit is None else ((hit - now) / now).quantize(SHARE)),
        "stop": encode(stop),
        "stop_first": bool(between and covered(trader, symbol) >= abs(held.quantity)),
    }


def _leave(facts: Facts, limits: Limits, found: Book, symbol: Symbol, guard: Decimal) -> Decimal | None:
    """The price from which one gap could carry the account through the guard: there the desk leaves by itself."""
    instrument, quote = facts.instruments[symbol], facts.quotes[symbol]
    long = facts.held(symbol) > ZERO
    now, spread = quote.bid if long else quote.ask, quote.ask - quote.bid
    orders = [order for order in facts.orders if order.symbol == symbol]

    def beyond(price: Decimal) -> bool:
        low = price if long else price - spread
        moved = replace(quote, bid=low, ask=low + spread)
        there = replace(facts, quotes={**facts.quotes, symbol: moved})
        then = with_line(found, symbol, line(there, limits, symbol, orders))
        return then.equity - then.sudden < guard

    return first_price(beyond, now, instrument.tick if long else now * HIGHEST, instrument.tick)


def _stop(trader: Trader, symbol: Symbol) -> Decimal | None:
    """The trigger of the protective stop that is farthest away: once it is out, nothing is held any more."""
    sign = ONE if trader.state.held(symbol) > ZERO else -ONE
    live = (t.order for t in trader.state.live_orders if t.order.symbol == symbol and t.role is OrderRole.STOP)
    found = [order.trigger * sign for order in live if order.trigger is not None]
    return min(found) * sign if found else None


def sizes(facts: Facts, limits: Limits, found: Book) -> list[Json]:
    """`[{name, allowed, used, left, of?}]` of every limit of size; `of` is the symbol or class that it is about."""
    account, worth = facts.account, max(ZERO, found.equity)
    most = max(found.lines, key=lambda s: found.lines[s].exposure, default=None)
    used = ZERO if most is None else found.lines[most].exposure
    rows = [
        _size("order_notional", limits.order_notional * account.initial, ZERO),
        _size("symbol_exposure", limits.symbol_exposure * account.initial, used, most),
        _size("gross_exposure", limits.gross_exposure * account.initial, found.gross),
        _size("leverage", limits.leverage * worth, found.gross),
    ]
    share = limits.terms.position_risk
    if share is not None:
        worst = max(found.lines, key=lambda s: found.lines[s].loss, default=None)
        loss = ZERO if worst is None else found.lines[worst].loss
        rows.append(_size("position_risk", share * account.capital, loss, worst))
    if facts.group is not None:
        rows.append(_size("group_risk", facts.group.limit, facts.group.others + found.loss))
    return rows + _classes(facts, limits, found)


def _classes(facts: Facts, limits: Limits, found: Book) -> list[Json]:
    rows = []
    for limit in limits.terms.classes:
        kind = limit.asset_class
        lines = [row for s, row in found.lines.items() if facts.instruments[s].asset_class == kind]
        if limit.leverage is not None:
            gross = sum((row.exposure for row in lines), ZERO)
            rows.append(_size("class_leverage", limit.leverage * max(ZERO, found.equity), gross, kind))
        if limit.lots is not None:
            lots = sum((max(row.long_units, row.short_units) for row in lines), ZERO)
            rows.append(_size("class_lots", limit.lots, lots, kind))
    return rows


def _size(name: str, allowed: Decimal, used: Decimal, of: str | None = None) -> Json:
    shown = {"allowed": _money(allowed), "used": _money(used), "left": _money(allowed - used)}
    return {"name": name, **shown, **({"of": of} if of is not None else {})}


def _switch(trader: Trader, facts: Facts) -> Json:
    """What state the account is in, why, and what lifts it: `effect` of a latch, and `until` when it goes by itself."""
    state, latch = trader.state, trader.state.latch
    until = None
    if latch is not None and latch.effect is Effect.SOFT:
        times = _times(facts, trader.limits)
        until = times.get(latch.reset, next(iter(times.values()), None))
    return {
        "state": state.shown.value,
        "cause": state.cause,
        "latched": latch is not None,
        "effect": None if latch is None else latch.effect.value,
        "until": encode(until),
        "strangers": len(state.strangers),
    }


def _times(facts: Facts, limits: Limits) -> Mapping[str, datetime]:
    """When each reset comes next, aware UTC."""
    times = {}
    for reset in limits.resets:
        mark = facts.history.marks.get(reset.key)
        until = mark.until if mark is not None else None
        times[reset.key] = until if until is not None and until > facts.market else next_reset(facts.market, reset)
    return times


def _resets(facts: Facts, limits: Limits) -> list[Json]:
    """`[{key, at, zone, wall, of}]`, the nearest first: `of` counts the daily and total rules that it is for."""
    times = _times(facts, limits)
    rules: tuple[DailyRule | TotalRule, ...] = (*limits.daily, *limits.total)
    rows = [
        {
            "key": reset.key,
            "at": encode(times[reset.key]),
            "zone": reset.zone,
            "wall": f"{reset.at:%H:%M}",
            "of": sum(1 for rule in rules if rule.reset.key == reset.key),
        }
        for reset in limits.resets
    ]
    return sorted(rows, key=lambda row: str(row["at"]))


def _flat_by(facts: Facts, limits: Limits) -> Json | None:
    """The next moment by which everything has to be closed: `{at, zone, wall, due}`; None when there is none."""
    closes = facts.session.closes_at if facts.session.open else None
    found = [(at, rule) for rule in limits.terms.flat_by if (at := next_flat(rule, facts.market, closes)) is not None]
    if not found:
        return None
    at, rule = min(found, key=lambda one: one[0])
    due = rule.closing(facts.market, facts.session.closes_at) is not None
    return {"at": encode(at), "zone": rule.zone, "wall": f"{rule.at:%H:%M}", "due": due}


def next_flat(rule: FlatBy, market: datetime, closes_at: datetime | None) -> datetime | None:
    """The obligation that is due now, or else the next one within eight days; an early close brings it forward."""
    due = rule.closing(market, closes_at)
    if due is not None:
        return due
    today = market.astimezone(ZoneInfo(rule.zone)).date()
    for later in range(DAYS_AHEAD + 1):
        day = today + timedelta(days=later)
        flat = datetime.combine(day, rule.at, ZoneInfo(rule.zone))
        if flat <= market or rule.days and day.weekday() not in rule.days:
            continue
        early = later == 0 and closes_at is not None and market <= closes_at < flat
        return closes_at if early else flat
    return None
