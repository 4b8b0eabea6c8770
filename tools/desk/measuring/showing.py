"""What is told of the model of losses: gaps in force, what they rest on, and how the predictions did."""

from decimal import Decimal
from typing import Any

from policies.values import Symbol
from policies.wire.codec import encode
from tools.desk.engine.account import Trader
from tools.desk.record.measures import Gap
from tools.trading.modelrisk.bounds import wilson
from tools.trading.modelrisk.forecasts import Tally

SHARE, FINE = Decimal("0.0001"), Decimal("0.000001")
KINDS = ("entry", "stop", "loss")
Json = dict[str, Any]


def model(trader: Trader) -> list[Json]:
    """One row for every instrument that can be traded, fractions as decimal strings; null where nothing is known.

    `gap` and `gap_closed` are in force; `configured` the same as listed; `estimated` from `n` jumps up to the bar of
    `until`; `seen` what went beyond a prediction. `coverage` of `opens` later opens, with its bounds `low` and `high`.
    `realised` has `entry`, `stop` (fractions of the price) and `loss` (share of the loss predicted), each
    `{n, mean, worst, coverage, low, high}`. `alarm` names what speaks against the model: of these, and 'coverage'.
    """
    configured = trader.gauge.configured or trader.instruments
    return [_row(trader, symbol) for symbol, instrument in configured.items() if instrument.tradable]


def _row(trader: Trader, symbol: Symbol) -> Json:
    measures, now = trader.state.measures, trader.instruments[symbol]
    listed = trader.gauge.configured.get(symbol, now)
    known = measures.gaps.get(symbol)
    history = trader.gauge.histories.get(symbol)
    fresh = history.estimate() if history is not None else None
    said = fresh if fresh is not None else known
    rest: Json = {"n": 0, "until": None, "worst": None, "worst_on": None, "splits": [], "estimated": None}
    if said is not None and said.n:
        names = ("n", "until", "worst", "worst_on", "splits")
        rest |= {name: encode(getattr(said, name)) for name in names}
        rest["estimated"] = encode(said.estimated if isinstance(said, Gap) else said.gap)
    opens, beyond = (said.opens, said.beyond) if said is not None else (0, 0)
    tallies = measures.tallies.get(symbol, {})
    return {
        "symbol": symbol,
        "gap": encode(now.gap),
        "gap_closed": encode(max(now.gap, now.gap_closed)),
        "configured": {"gap": encode(listed.gap), "gap_closed": encode(max(listed.gap, listed.gap_closed))},
        **rest,
        "seen": encode(max(known.seen, known.seen_closed)) if known is not None else "0",
        "opens": opens,
        **_coverage(opens - beyond, opens),
        "realised": {kind: _tally(tallies.get(kind, Tally())) for kind in KINDS},
        "alarm": list(measures.alarms(symbol)),
    }


def _tally(tally: Tally) -> Json:
    shown: Json = {"n": tally.n, "mean": None, "worst": None, **_coverage(tally.inside, tally.n)}
    if tally.n:
        shown |= {"mean": encode(tally.mean.quantize(FINE)), "worst": encode(tally.worst.quantize(FINE))}
    return shown


def _coverage(inside: int, count: int) -> Json:
    if not count:
        return {"coverage": None, "low": None, "high": None}
    low, high = wilson(inside, count)
    share = (Decimal(inside) / count).quantize(SHARE)
    return {"coverage": encode(share), "low": encode(low.quantize(SHARE)), "high": encode(high.quantize(SHARE))}
