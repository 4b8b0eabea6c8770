"""What "it" and "the same" stand for: a reading that refers to the turn before is settled, or asked back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from agents.understanding import LAST, Clarify, Option, Understanding
from policies.values import plain

REPEAT = "repeat_order"
"""The tool name of "double that" and "the same for Microsoft": always a question, never an act."""

_OF_A_SYMBOL = frozenset({"amend_order", "close_position", "reduce_position"})
_PRICES = ("limit", "trigger", "target", "target_off", "stop_off", "stop")
_SIZES = ("quantity", "notional", "risk")


def resolved(found: Understanding, last: Mapping[str, Any]) -> Understanding:
    """A reading with what it refers to filled in from the turn before; a question when that is not one thing.

    `last` is `{tool, args, symbol, orders, filled, order, account}`; empty when there was no turn lately. What it was
    about stays in its account, unless the sentence names one.
    """
    told = _resolved(found, last)
    account = last.get("account")
    if told is found or account is None or "account" in found.args or found.tool == REPEAT:
        return told
    options: tuple[Option, ...] = () if told.clarify is None else told.clarify.options
    placed = tuple(replace(option, args={"account": account, **option.args}) for option in options)
    clarify = None if told.clarify is None else replace(told.clarify, options=placed)
    return replace(told, args={**told.args, "account": account}, clarify=clarify)


def _resolved(found: Understanding, last: Mapping[str, Any]) -> Understanding:
    if found.tool == REPEAT:
        return _repeated(found, last)
    if found.clarify is not None:
        return _offered(found, found.clarify, last.get("symbol"))
    if LAST not in (found.args.get("order"), found.args.get("symbol")):
        return found
    if found.args.get("order") == LAST:
        orders = list(last.get("orders") or ())
        return _executed(found, str(last["symbol"])) if _done(last, orders) else _ordered(found, orders)
    symbol = last.get("symbol")
    if not symbol:
        return _missing(found, "symbol")
    return replace(found, args={**found.args, "symbol": symbol})


def _offered(found: Understanding, clarify: Clarify, symbol: str | None) -> Understanding:
    """A missing symbol, with the one that was spoken of before as an answer of one word."""
    due = clarify.question == "missing" and clarify.params.get("field") == "symbol" and not clarify.options
    whole = found.tool in ("amend_order", "close_position") or bool({"quantity", "share"} & set(found.args))
    if not due or not whole or symbol is None or found.tool not in _OF_A_SYMBOL:
        return found
    option = Option(label=symbol, args={**found.args, "symbol": symbol}, aliases=("oui", "yes", "ok"))
    return replace(found, clarify=replace(clarify, options=(option,)))


def _done(last: Mapping[str, Any], orders: Sequence[str]) -> bool:
    """Whether the order that is meant was executed at once, so that only its position is left."""
    return not orders and bool(last.get("filled")) and bool(last.get("symbol"))


def _executed(found: Understanding, symbol: str) -> Understanding:
    """An order that is filled cannot be cancelled: closing the position is offered; a new stop is the position's."""
    args = {key: value for key, value in found.args.items() if key != "order"}
    if found.tool == "amend_order":
        return replace(found, args={**args, "symbol": symbol})
    close = Option(label="option_wish", tool="close_position", args={"symbol": symbol}, aliases=("oui", "yes", "ok"))
    clarify = Clarify(question="already_filled", params={"symbol": symbol}, options=(close,))
    return replace(found, args=args, clarify=clarify)


def _ordered(found: Understanding, orders: Sequence[str]) -> Understanding:
    if len(orders) == 1:
        return replace(found, args={**found.args, "order": orders[0]})
    options = [Option(label=order, args={**found.args, "order": order}) for order in orders]
    return _missing(found, "order", options)


def _missing(found: Understanding, name: str, options: Sequence[Option] = ()) -> Understanding:
    args = {key: value for key, value in found.args.items() if value != LAST}
    clarify = Clarify(question="missing", params={"field": name}, options=tuple(options))
    return replace(found, args=args, clarify=clarify)


def _repeated(found: Understanding, last: Mapping[str, Any]) -> Understanding:
    """The last order once more, larger or of another symbol, as the one answer to a question."""
    if not last.get("order"):
        return replace(found, tool=None, args={}, clarify=Clarify(question="nothing_to_repeat"))
    args = {key: value for key, value in last["order"].items() if value is not None}
    symbol = found.args.get("symbol")
    if symbol is not None and symbol != args.get("symbol"):
        # Prices belong to the instrument that they were said for.
        dropped = [name for name in _PRICES if name in args]
        args = {key: value for key, value in args.items() if key not in dropped} | {"symbol": symbol}
        if dropped:
            clarify = Clarify(question="missing", params={"field": dropped[-1].removesuffix("_off")})
            return replace(found, tool="place_order", args=args, clarify=clarify)
    if "account" in found.args:
        args["account"] = found.args["account"]
    args |= _scaled(args, found.args.get("factor", "1"))
    options = (Option(label="option_wish", args=args, aliases=("oui", "yes", "ok", "go")),)
    return replace(found, tool="place_order", args=args, clarify=Clarify(question="repeat_this", options=options))


def _scaled(args: Mapping[str, Any], factor: str) -> dict[str, str]:
    """The size times the factor; a size that is no number is left alone."""
    for name in _SIZES:
        if name not in args:
            continue
        number, space, unit = str(args[name]).partition(" ")
        try:
            return {name: plain(Decimal(number) * Decimal(factor)) + space + unit}
        except InvalidOperation:
            return {}
    return {}
