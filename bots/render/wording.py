"""Small phrases that several answers share: the market clock, an act in words, a fill, foreign text made harmless."""

from collections.abc import Mapping
from typing import Any

from bots.messages import text
from bots.messages.numbers import moment, money, number, percent, price

REPLAY = "REPLAY"
"""Said with every status, quote and fill of a replayed market."""

_PRINTED = 300


def printable(value: object) -> str:
    """Text from outside without control or direction characters, at most 300 characters long."""
    return "".join(c if c.isprintable() else " " for c in str(value))[:_PRINTED]


def clock(data: Mapping[str, Any], lang: str) -> str:
    """The head line: REPLAY, market date, account."""
    date = moment(data.get("market_time"), lang)
    replay = bool(data.get("replay"))
    if "account" not in data:
        return text("clock_short" if replay else "clock_short_live", lang, replay=REPLAY, date=date)
    account, mode = data["account"], data.get("mode", "paper")
    return text("clock" if replay else "clock_live", lang, replay=REPLAY, date=date, account=account, mode=mode)


def fill_line(fill: Mapping[str, Any], currency: str, lang: str) -> str:
    """One fill: when, what, at which price, at which fee."""
    return text(
        "fill",
        lang,
        at=moment(fill["at"], lang),
        side=text(f"side_{fill['side']}", lang),
        quantity=number(fill["quantity"], lang),
        symbol=fill["symbol"],
        price=price(fill["price"], lang),
        fee=money(fill.get("fee"), currency, lang),
    )


def describe(proposal: Mapping[str, Any], lang: str) -> str:
    """An act in words, from its fields alone."""
    kind = proposal["kind"]
    if kind == "batch":
        return " ; ".join(describe(act, lang) for act in proposal["acts"])
    return _DESCRIBE[kind](proposal, lang)


def account_name(account: str, lang: str) -> str:
    """An account's id, or the words for all of them."""
    return text("every_account", lang) if account == "all" else account


def _order(act: Mapping[str, Any], lang: str) -> str:
    side, symbol = text(f"side_{act['side']}", lang), printable(act["symbol"])
    size = next(name for name in ("quantity", "notional", "risk") if act.get(name) is not None)
    shown = number(act[size], lang) if size == "quantity" else _amount(act[size], lang)
    prices = {name: price(act.get(name), lang) for name in ("limit", "trigger")}
    words = [
        text(f"size_{size}", lang, side=side, symbol=symbol, **{size: shown})
        + " "
        + text(f"type_{act['type']}", lang, **prices)
    ]
    legs = [leg for leg in ("stop", "target") if act.get(leg) is not None]
    return ", ".join(words + [text(f"with_{leg}", lang, **{leg: price(act[leg], lang)}) for leg in legs])


def _amount(value: str, lang: str) -> str:
    amount, space, currency = value.partition(" ")
    return money(amount, currency, lang) if space else percent(value, lang)


def _reduce(act: Mapping[str, Any], lang: str) -> str:
    return text("act_reduce", lang, quantity=number(act["quantity"], lang), symbol=printable(act["symbol"]))


def _close(act: Mapping[str, Any], lang: str) -> str:
    if act["symbol"] == "all":
        return text("act_close_all", lang)
    return text("act_close", lang, symbol=printable(act["symbol"]))


def _cancel(act: Mapping[str, Any], lang: str) -> str:
    if act["order"] != "all":
        return text("act_cancel", lang, order=printable(act["order"]))
    if act.get("symbol"):
        return text("act_cancel_symbol", lang, symbol=printable(act["symbol"]))
    return text("act_cancel_all", lang)


def _amend(act: Mapping[str, Any], lang: str) -> str:
    named = [name for name in ("quantity", "limit", "trigger", "stop", "target") if act.get(name) is not None]
    changes = ", ".join(text(f"change_{name}", lang, value=price(act[name], lang)) for name in named)
    return text("act_amend", lang, order=printable(act["order"]), changes=changes)


def _halt(act: Mapping[str, Any], lang: str) -> str:
    return text("act_halt", lang, account=account_name(act["account"], lang))


def _resume(act: Mapping[str, Any], lang: str) -> str:
    return text("act_resume", lang, account=account_name(act["account"], lang))


def _advance(act: Mapping[str, Any], lang: str) -> str:
    if act.get("to"):
        return text("act_advance_to", lang, to=moment(act["to"], lang))
    return text("act_advance_sessions", lang, sessions=act["sessions"])


_DESCRIBE = {
    "order": _order,
    "reduce": _reduce,
    "close": _close,
    "cancel": _cancel,
    "amend": _amend,
    "halt": _halt,
    "resume": _resume,
    "advance": _advance,
}
