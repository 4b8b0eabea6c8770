"""From arguments to an order, a reduction, or a question: what 'sell' means depends on what is held."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from policies.values import ZERO, InvalidNumber, Money, Side, floor_to, plain
from tools.context import Json, ToolContext
from tools.tool import ToolResult
from tools.trading import accounts, relative, terms
from tools.trading.accounts import number
from tools.trading.proposing import expiry
from tools.trading.terms import PRICES, SIZES


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What was asked, with what the account holds of the symbol and where its price is."""

    args: Mapping[str, Any]
    account: Json
    symbol: str
    held: Decimal
    free: Decimal
    quote: tuple[Decimal, Decimal] | None


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A proposal of kind order or reduce, and what is to be told of it: how prices were reckoned."""

    proposal: Json
    data: Json


async def drafted(ctx: ToolContext, args: Mapping[str, Any]) -> Drafted | ToolResult:
    """A proposal, or the question that has to be answered first; raises Retry for arguments that are none."""
    terms.check(args)
    asked = relative.distances(args)
    draft = await _gathered(ctx, args)
    side = _side(draft)
    if side is None:
        return _which_side(draft)
    sized = await _shared(ctx, draft, side)
    if isinstance(sized, ToolResult):
        return sized
    if side is Side.SELL and draft.held > ZERO or side is Side.BUY and draft.held < ZERO:
        leaving = _leaving(sized, side)
        if leaving is not None:
            return leaving if isinstance(leaving, ToolResult) else Drafted(proposal=leaving, data={})
    elif side is Side.SELL and not _means_short(draft):
        return _question(
            "sell_when_flat",
            {"symbol": draft.symbol},
            [{"label": "option_short", "args": {**_plain_args(args), "side": "sell", "short": "yes"}}],
        )
    return await _protected(ctx, sized, side, asked)


async def _protected(
    ctx: ToolContext, draft: Draft, side: Side, asked: tuple[relative.Distance, ...]
) -> Drafted | ToolResult:
    """The order with its protection as prices, also where that was said as a distance."""
    account = draft.account["id"]
    if not asked:
        return Drafted(proposal=order(ctx, account, draft.args, side), data={})
    tick = number((await accounts.listed(ctx, draft.account, draft.symbol))["tick"])
    found = relative.reckoned(draft.args, asked, side=side, quote=draft.quote, tick=tick)
    if found is None:
        return nothing("no_entry_price", symbol=draft.symbol)
    args = {**relative.without(draft.args), **found.args}
    return Drafted(proposal=order(ctx, account, args, side), data={"reckoned": found.data})


def order(ctx: ToolContext, account: str, args: Mapping[str, Any], side: Side) -> Json:
    """An order in its published form; prices that were not given are null."""
    kind = args.get("type") or _type(args)
    sizes = {name: args[name] for name in SIZES if args.get(name) is not None}
    prices = {name: args.get(name) for name in PRICES}
    lives = {name: args[name] for name in ("tif", "good_till") if args.get(name)}
    head = {"kind": "order", "account": account, "symbol": args["symbol"], "side": side.value}
    return {**head, **sizes, "type": kind, **prices, **lives, "expires_at": expiry(ctx.now)}


async def _gathered(ctx: ToolContext, args: Mapping[str, Any]) -> Draft:
    account = await accounts.account_of(ctx, args)
    symbol = accounts.symbol_of(args)
    return Draft(
        args=args,
        account=account,
        symbol=symbol,
        held=accounts.held_in(account, symbol),
        free=accounts.free_in(account, symbol),
        quote=await accounts.quote_of(ctx, account, symbol),
    )


def _side(draft: Draft) -> Side | None:
    """The side that was said, or the one that the stop implies: below the quote buy, above it sell."""
    given = draft.args.get("side")
    if given:
        return Side(given)
    stop = draft.args.get("stop")
    if stop is None or draft.quote is None:
        return None
    bid, ask = draft.quote
    if number(stop) < bid:
        return Side.BUY
    return Side.SELL if number(stop) > ask else None


def _means_short(draft: Draft) -> bool:
    """Whether selling what is not held was meant: said so, or protected by a stop above the market."""
    if draft.args.get("short") == "yes":
        return True
    stop = draft.args.get("stop")
    return stop is not None and draft.quote is not None and number(stop) > draft.quote[1]


async def _shared(ctx: ToolContext, draft: Draft, side: Side) -> Draft | ToolResult:
    """The draft with a share of the position turned into a quantity, floored to the lot."""
    if draft.args.get("share") is None:
        return draft
    if draft.held == ZERO:
        return nothing("nothing_held", symbol=draft.symbol)
    lot = await accounts.lot_of(ctx, draft.account, draft.symbol)
    quantity = floor_to(accounts.share_of(draft.held, draft.args["share"]), lot)
    if quantity <= ZERO:
        return nothing("below_lot", symbol=draft.symbol, lot=plain(lot))
    args = {**_plain_args(draft.args), "quantity": plain(quantity)}
    args.pop("share")
    return replace(draft, args=args)


def _leaving(draft: Draft, side: Side) -> Json | ToolResult | None:
    """A reduction when the order only leaves a position; a question when it would sell past it; else None."""
    quantity = _quantity(draft, side)
    if quantity is None or draft.args.get("short") == "yes":
        return None
    priced = any(draft.args.get(name) for name in (*PRICES, *relative.RELATIVE))
    bare = not priced and draft.args.get("type") in (None, "market")
    if quantity <= draft.free:
        account = draft.account["id"]
        reduce = {"kind": "reduce", "account": account, "symbol": draft.symbol, "quantity": plain(quantity)}
        return reduce if bare else None
    if side is Side.BUY:
        return None
    options = [
        {
            "label": "option_short_all",
            "params": {"quantity": plain(quantity)},
            "args": {**_plain_args(draft.args), "side": "sell", "short": "yes"},
        },
    ]
    if draft.free > ZERO:
        kept = {k: v for k, v in _plain_args(draft.args).items() if k not in SIZES}
        options.insert(
            0,
            {
                "label": "option_sell_held",
                "params": {"quantity": plain(draft.free)},
                "args": {**kept, "side": "sell", "quantity": plain(draft.free)},
            },
        )
    params = {"symbol": draft.symbol, "held": plain(draft.free), "asked": plain(quantity)}
    return _question("sell_more_than_held", params, options)


def _quantity(draft: Draft, side: Side) -> Decimal | None:
    """The size as a quantity: given, or what an amount of money buys at the quote; None for a risk."""
    if draft.args.get("quantity") is not None:
        return number(draft.args["quantity"])
    if draft.args.get("notional") is None or draft.quote is None:
        return None
    try:
        amount = Money.parse(draft.args["notional"]).amount
    except InvalidNumber:
        return None
    return floor_to(amount / draft.quote[0 if side is Side.SELL else 1], Decimal("0.01"))


def _type(args: Mapping[str, Any]) -> str:
    if args.get("trigger") is not None:
        return "stop_limit" if args.get("limit") is not None else "stop"
    return "limit" if args.get("limit") is not None else "market"


def _which_side(draft: Draft) -> ToolResult:
    options = [
        {"label": f"option_{side.value}", "args": {**_plain_args(draft.args), "side": side.value}} for side in Side
    ]
    return _question("which_side", {"symbol": draft.symbol}, options)


def _question(key: str, params: Mapping[str, str], options: list[Json]) -> ToolResult:
    return ToolResult(clarify={"question": key, "params": dict(params), "options": options})


def nothing(key: str, **params: str) -> ToolResult:
    """The answer when there is nothing that could be done: a key of the catalogue and its numbers."""
    return ToolResult(data={"nothing": key, "params": params})


def _plain_args(args: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in args.items() if value is not None}
