"""What would pass: an order judged again as it was asked, and the largest size of it that would be allowed now."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from policies.values import ZERO, ceil_to, floor_to, plain
from tools.context import Json, ToolContext
from tools.errors import Refused, Retry
from tools.trading import accounts
from tools.trading.accounts import number
from tools.trading.proposing import intent_of

CALLS = 12
"""Previews that one answer may take."""
NEAR = Decimal("0.001")
"""How far on either side of the estimate is looked first."""
_LOSS = ("worst_case", "headroom", "already")
_LINEAR: Mapping[str, tuple[str, str, str]] = {
    "DAILY_LOSS_HEADROOM": _LOSS,
    "TOTAL_LOSS_HEADROOM": _LOSS,
    "DAILY_LOSS_HEADROOM_TOMORROW": _LOSS,
    "TOTAL_LOSS_HEADROOM_TOMORROW": _LOSS,
    "ORDER_NOTIONAL": ("notional", "allowed", ""),
    "SYMBOL_EXPOSURE": ("exposure", "allowed", ""),
    "GROSS_EXPOSURE": ("gross", "allowed", ""),
    "POSITION_RISK": ("loss", "allowed", ""),
    "CLASS_LOTS": ("lots", "allowed", ""),
}
"""Numbers of a reason that grow with the order: what it came to, what is allowed, what was there already."""
_KEPT = (
    "kind",
    "account",
    "symbol",
    "side",
    "type",
    "quantity",
    "notional",
    "risk",
    "limit",
    "trigger",
    "stop",
    "target",
)


@dataclass(kw_only=True)
class _Asker:
    """Asks the desk what it would say of an order, so many times at most."""

    ctx: ToolContext
    order: Json
    calls: int = 0

    async def judged(self, quantity: Decimal | None) -> Json:
        """The desk's preview, of that quantity or as it was asked."""
        self.calls += 1
        sizes = ("quantity", "notional", "risk")
        order = self.order
        if quantity is not None:
            order = {k: v for k, v in order.items() if k not in sizes} | {"quantity": plain(quantity)}
        return await self.ctx.desk.preview(intent_of(self.ctx, order))


async def passing(ctx: ToolContext, act: Mapping[str, object]) -> Json | None:
    """`{now, quantity, tier, codes, exact}` of an order, None for another act or one that can no longer be asked.

    `now` is what the kernel would say today of the order as asked. Where that is no, `quantity` is the largest that
    would pass (found by halving, at most 12 previews; `exact` when the next lot would not), or null with the
    `codes` that stand in the way of even one lot. Nothing is sent, reserved or journaled.
    """
    order: Json = {name: act[name] for name in _KEPT if act.get(name) is not None}
    if order.get("kind") != "order":
        return None
    asker = _Asker(ctx=ctx, order=order)
    try:
        account = await accounts.account_of(ctx, order)
        listed = await accounts.listed(ctx, account, str(order["symbol"]))
        first = await asker.judged(None)
        verdict = first["verdict"]
        if verdict["decision"] != "deny":
            return _told(verdict, None if verdict.get("quantity") is None else number(verdict["quantity"]), exact=True)
        lot = number(listed["lot"])
        asked = await _quantity(ctx, account, order, listed, first)
        if not lot > ZERO:
            return None
        if order.get("quantity") is None and asked > ZERO:
            verdict = (await asker.judged(asked))["verdict"]
            if verdict["decision"] != "deny":
                return {**_told(verdict, asked, exact=False), "now": "deny"}
        near = _estimate(verdict, asked)
        probes = [] if near is None else [int(near * (1 - NEAR) / lot), int(near * (1 + NEAR) / lot) + 1]
        return {**await _largest(asker, lot, asked, probes), "now": "deny"}
    except (Refused, Retry):
        return None


async def _quantity(ctx: ToolContext, account: Json, order: Json, listed: Json, first: Json) -> Decimal:
    """The size that was asked, as a quantity; where it was an amount, what its worth comes to, a lot more at most."""
    lot = number(listed["lot"])
    if order.get("quantity") is not None:
        return floor_to(number(order["quantity"]), lot)
    worth = number((first.get("worst_case") or {}).get("notional"))
    quote = await accounts.quote_of(ctx, account, str(order["symbol"]))
    said = order.get("limit") or order.get("trigger")
    at = number(said) if said is not None or quote is None else quote[0]
    unit = at * number(listed.get("multiplier", "1"))
    return ceil_to(worth / unit, lot) if worth.is_finite() and unit.is_finite() and unit > ZERO else lot


def _estimate(verdict: Json, asked: Decimal) -> Decimal | None:
    """About where the line runs, by the numbers of the denial: where to look first, never what is answered."""
    found = []
    for reason in verdict["reasons"]:
        numbers = reason.get("numbers", {})
        value, allowed, base = (number(numbers.get(name)) for name in _LINEAR.get(reason["code"], ("", "", "")))
        base = base if base.is_finite() else ZERO
        if value.is_finite() and allowed.is_finite() and value > max(allowed, base):
            found.append(asked * max(ZERO, allowed - base) / (value - base))
    return min(found, default=None)


async def _largest(asker: _Asker, lot: Decimal, asked: Decimal, probes: list[int]) -> Json:
    """The largest number of lots up to what was asked that passes; what one lot meets when none does.

    `probes` are numbers of lots to try before halving.
    """
    most = int(asked / lot) if asked.is_finite() else 0
    smallest = (await asker.judged(lot))["verdict"]
    if smallest["decision"] == "deny":
        codes = list(dict.fromkeys(str(reason["code"]) for reason in smallest["reasons"]))
        return {"quantity": None, "tier": None, "codes": codes, "exact": True}
    passes, fails, verdict = 1, max(2, most), smallest
    while fails - passes > 1 and asker.calls < CALLS:
        probe = probes.pop(0) if probes else 0
        half = probe if passes < probe < fails else (passes + fails) // 2
        found = (await asker.judged(half * lot))["verdict"]
        if found["decision"] == "deny":
            fails = half
        else:
            passes, verdict = half, found
    return _told(verdict, passes * lot, exact=fails - passes == 1)


def _told(verdict: Mapping[str, object], quantity: Decimal | None, *, exact: bool) -> Json:
    return {
        "now": verdict["decision"],
        "quantity": None if quantity is None or not quantity.is_finite() else plain(quantity),
        "tier": verdict.get("tier"),
        "codes": [],
        "exact": exact,
    }
