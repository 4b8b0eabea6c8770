"""Tool: less of a position."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from policies.values import ONE, ZERO, InvalidNumber, Money, floor_to, plain
from tools.context import ToolContext
from tools.errors import Retry
from tools.tool import ToolResult, tool
from tools.trading import accounts
from tools.trading.accounts import number
from tools.trading.drafting import nothing
from tools.trading.proposing import propose
from tools.trading.terms import numeric


@tool(
    route="trading",
    effect="propose",
    arguments={
        "account": "an account's id",
        "symbol": "what is held",
        "quantity": "units to take off",
        "share": "a fraction of the position, such as '0.5'",
        "notional": "an amount to take off, such as '2000 USD'",
    },
)
async def reduce_position(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Takes a quantity, a share or an amount off a position at the market."""
    numeric(args, "quantity")
    if args.get("share") is not None and not _is_share(args["share"]):
        raise Retry(f"share: a fraction above 0, at most 1, such as '0.5', or 'third', not {str(args['share'])!r:.40}")
    account = await accounts.account_of(ctx, args)
    symbol = accounts.symbol_of(args)
    held = abs(accounts.held_in(account, symbol))
    if held == ZERO:
        return nothing("nothing_held", symbol=symbol)
    lot = await accounts.lot_of(ctx, account, symbol)
    quantity = _quantity(args, held, lot, await accounts.quote_of(ctx, account, symbol))
    if quantity <= ZERO:
        return nothing("below_lot", symbol=symbol, lot=plain(lot))
    proposal = {"kind": "reduce", "account": account["id"], "symbol": symbol, "quantity": plain(quantity)}
    return await propose(ctx, proposal)


def _is_share(said: object) -> bool:
    share = number(said)
    return said == "third" or (share.is_finite() and ZERO < share <= ONE)


def _quantity(args: Mapping[str, Any], held: Decimal, lot: Decimal, quote: tuple[Decimal, Decimal] | None) -> Decimal:
    if args.get("quantity") is not None:
        return number(args["quantity"])
    if args.get("share") is not None:
        return floor_to(accounts.share_of(held, args["share"]), lot)
    try:
        amount = Money.parse(args.get("notional")).amount
    except InvalidNumber as error:
        raise Retry(f"how much of {args['symbol']} to take off: {error}") from None
    if quote is None:
        raise Retry(f"no price for {args['symbol']} now: say a quantity instead of an amount")
    return floor_to(amount / quote[0], lot)
