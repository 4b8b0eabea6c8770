"""Small phrases that several answers share: the market clock, an act in words, a fill, foreign text made harmless."""

from collections.abc import Mapping
from typing import Any

from bots.messages import has, text
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


def changes(act: Mapping[str, Any], lang: str) -> str:
    """The new terms that an amendment names."""
    shown = [
        text(f"change_{name}", lang, value=(number if name == "quantity" else price)(act[name], lang))
        for name in ("quantity", "limit", "trigger", "stop", "target")
        if act.get(name) is not None
    ]
    return ", ".join(shown)


def limit_name(name: str, lang: str) -> str:
    """A limit's name in words; several of one kind are numbered ("total-2"), one after a reset says so."""
    if name.endswith("-tomorrow"):
        return text("limit_tomorrow", lang, name=limit_name(name.removesuffix("-tomorrow"), lang))
    stem, dash, rank = name.rpartition("-")
    plain = stem if dash and rank.isdigit() else name
    shown = text(f"limit_{plain}", lang) if has(f"limit_{plain}") else printable(plain)
    return f"{shown} {rank}" if plain != name else shown


def working_terms(order: Mapping[str, Any], lang: str) -> str:
    """The prices of an order at the venue; protection is worded by its own price, an entry by its type."""
    prices = {name: price(order.get(name), lang) for name in ("limit", "trigger")}
    legs = [leg for leg in ("stop", "target") if order.get(leg)]
    role, plain = order.get("role"), {("stop", "stop"): "trigger", ("target", "limit"): "limit"}
    own = plain.get((str(role), order["type"]))
    first = text(f"at_{role}", lang, price=prices[own]) if own else text(f"type_{order['type']}", lang, **prices)
    protection = [text(f"with_{leg}", lang, **{leg: price(order[leg], lang)}) for leg in legs]
    entry = order.get("role", "entry") == "entry"  # protection always works until cancelled
    return ", ".join([first, *protection, *(_life(order, lang, day=False) if entry else ())])


def order_words(order: Mapping[str, Any], lang: str) -> dict[str, str]:
    """The words of an order: its id, what it is for, how much of what, on which terms."""
    return {
        "id": printable(order["id"]),
        "role": text(f"role_{order.get('role', 'entry')}", lang),
        "side": text(f"side_{order['side']}", lang),
        "quantity": number(order.get("remaining", order["quantity"]), lang),
        "symbol": printable(order["symbol"]),
        "terms": working_terms(order, lang),
    }


def order_line(order: Mapping[str, Any], lang: str) -> str:
    """One order: its id, what it is for, what it would do, and its status."""
    words = order_words(order, lang)
    return text(
        "order",
        lang,
        **{**words, "type": words["terms"]},
        status=text(f"status_{order['status']}", lang, filled=number(order.get("filled", "0"), lang)),
    )


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
    words += [text(f"with_{leg}", lang, **{leg: price(act[leg], lang)}) for leg in legs]
    # An intent as the desk keeps it has an origin and always a life, so that its day may be nobody's wish.
    return ", ".join(words + _life(act, lang, day="origin" not in act))


def _life(order: Mapping[str, Any], lang: str, *, day: bool) -> list[str]:
    """How long an order works; the day, which holds without a word, only where `day` allows it."""
    tif, until = order.get("tif"), order.get("good_till")
    told = tif == "gtc" and not until or tif == "day" and day
    words = [text(f"life_{tif}", lang)] if told else []
    return [*words, text("life_until", lang, until=moment(until, lang))] if until else words


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
    return text("act_amend", lang, order=printable(act["order"]), changes=changes(act, lang))


def _halt(act: Mapping[str, Any], lang: str) -> str:
    return _switch("halt", act, lang)


def _resume(act: Mapping[str, Any], lang: str) -> str:
    return _switch("resume", act, lang)


def _switch(kind: str, act: Mapping[str, Any], lang: str) -> str:
    if act["account"] == "all":
        return text(f"act_{kind}_all", lang)
    return text(f"act_{kind}", lang, account=printable(act["account"]))


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
