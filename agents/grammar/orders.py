"""What a reading of the trade family asks for: an order, a reduction or a close, by what it says of the size."""

from collections.abc import Collection, Mapping
from decimal import Decimal

from agents.grammar.draft import Draft, Said, common
from agents.grammar.values import Problem
from agents.understanding import Option

_HEADS: Mapping[tuple[str, ...], str] = {
    ("sell", "short"): "short",
    ("close", "short"): "close",
    ("reduce", "short"): "reduce",
}
"""Pairs of verbs that are one act."""

_LEAVING = frozenset({"close", "flatten", "dump", "cut"})
_ENTRIES = frozenset({"buy", "sell", "short", "enter", "want", "dump"})
_EVERY_WORD = ("all", "tout", "tous", "toute", "everything")


def head_of(said: Said) -> str:
    """The verb of a reading; several different ones joined by a plus sign, none is empty."""
    heads = said.constants.get("head", [])
    if sorted(heads) == ["buy", "want"]:  # "I need 40 IBM, buy at market"
        heads = ["buy"]
    found = tuple(sorted(dict.fromkeys(heads)))
    if len(heads) > len(found):
        return "+".join(heads)
    return _HEADS.get(found, "+".join(found))


def trade(said: Said, symbols: Collection[str]) -> Draft | None:
    """The act of a trade sentence; None when it is no sentence of this family."""
    head = _leaning(_sided(head_of(said), said), said)
    if "+" in head or not (head or said.has("risk")) or not _placed(said, head):
        return None
    if said.has("by") and head not in ("reduce", "cut"):
        return None
    if head == "reduce" or (head in ("sell", "dump", "close", "cut", "flatten") and said.has("share")):
        return _reduce(said, symbols)
    if head in ("close", "cut") and said.has("quantity", "by", "about"):
        return _reduce(said, symbols)
    if head == "cut" and not said.has("position"):
        return None if said.has("all") else _reduce(said, symbols)
    if head in _LEAVING and not (head == "dump" and said.has("quantity", "notional", "about", "few")):
        return _close(said, symbols, everything=head == "flatten")
    if head == "sell" and said.has("all"):
        return _close(said, symbols, everything=False)
    draft = Draft(tool="place_order")
    common(draft, said, symbols)
    _order(draft, said, {"dump": "sell", "want": "buy"}.get(head, head))
    return draft


def _sided(head: str, said: Said) -> str:
    """The verb with the side that was said apart from it: "10 IBM on the buy side"; a plus sign when they differ."""
    sides = set(said.constants.get("side", ()))
    if len(sides) > 1:
        return "+"
    side = next(iter(sides), "")
    leans = set(said.constants.get("adj", ()))
    if not side and head in ("place", "enter") and len(leans) == 1:
        return {"long": "buy", "short": "short"}[leans.pop()]
    if head == "place":
        return side or "+"
    if not side or (head == "enter" and side):
        return side or head
    return {"": side, side: side, "want": "want" if side == "buy" else "+"}.get(head, "+")


def _leaning(head: str, said: Said) -> str:
    """The verbs that mean something else by what stands beside them; a plus sign when they mean nothing there."""
    short = "short" in said.constants.get("adj", ())
    sized = said.has("share", "quantity", "about")
    if head == "buyback":
        return "close" if short else "+"
    if head == "cover":
        return "close"
    if head == "shave" or (said.has("off") and head in ("reduce", "cut", "close")):
        return "reduce" if said.has("off") and sized else "+"
    if head == "takeout":
        return "reduce" if sized and said.has("mine", "held") else "+"
    if head == "lower":
        return "reduce" if said.has("held") and (sized or said.has("by")) else "+"
    return "+" if said.has("off") or (head == "sell" and short) else head


def _placed(said: Said, head: str) -> bool:
    """Finds a place for one number that stands alone: the size behind a symbol when the type of the order is told, the
    price of a limit order whose size is told; False when it has none."""
    loose = [slot for slot in ("placed", "bare_limit") for _ in said.values.get(slot, ())]
    if not loose:
        return True
    if len(loose) > 1 or head not in _ENTRIES:
        return False
    priced = said.has("limit", "limit_max", "limit_min", "at", "trigger")
    sized = said.has("quantity", "notional", "risk", "about", "spent")
    if loose == ["placed"] and not sized and (priced or said.has("market")):
        said.rename("placed", "quantity")
        return True
    if loose == ["bare_limit"] and sized and not priced and said.constants.get("entry") == ["limit"]:
        said.rename("bare_limit", "limit")
        return True
    return False


def _reduce(said: Said, symbols: Collection[str]) -> Draft:
    draft = Draft(tool="reduce_position")
    common(draft, said, symbols)
    draft.reject(_foreign_to(said, "share", "quantity", "by", "about", "few"))
    draft.settle(said, "quantity", "share", "about")
    draft.settle(said, "by", into="quantity")
    draft.constants(said, "quantity", "share")
    if said.has("share") and said.has("quantity", "by", "about"):
        draft.conflict("size", "quantity", "share")
    if not said.has("symbol", "unknown"):
        draft.miss("symbol")
    if not said.has("share", "quantity", "by", "about"):
        whole = {"symbol": draft.args["symbol"]} if "symbol" in draft.args else {}
        draft.miss("quantity", *((_whole(whole),) if whole else ()))
    elif draft.args.get("share") == "1":
        draft.tool = "close_position"
        draft.args.pop("share")
    return draft


def _whole(args: dict[str, str]) -> Option:
    return Option(label="option_whole_position", args=args, tool="close_position", aliases=_EVERY_WORD)


def _close(said: Said, symbols: Collection[str], *, everything: bool) -> Draft:
    draft = Draft(tool="close_position")
    common(draft, said, symbols)
    draft.reject(_foreign_to(said, "all", "positions", "shares"))
    if draft.args.get("symbol") == "last" and said.has("all"):
        draft.conflict("symbol", "last", "all")
    if not said.has("symbol", "unknown"):
        named = said.has("position", "shares") and not said.has("positions")
        if (everything or said.has("all", "positions")) and not named:
            draft.put({"symbol": "all"})
        else:
            draft.miss("symbol")
    return draft


def _foreign_to(said: Said, *slots: str) -> list[str]:
    """What was said that a reduction or a close has no place for."""
    allowed = {
        "symbol",
        "unknown",
        "head",
        "market",
        "position",
        "preview",
        "effect",
        "mine",
        "held",
        "adj",
        "off",
        "all",
    }
    allowed = (allowed - {"all"}) | set(slots)
    return [words for slot, found in said.words.items() if slot not in allowed for words in found]


def _order(draft: Draft, said: Said, head: str) -> None:
    """Size, prices and type of a new order. Without a verb, risk takes its side from the stop; else the side is due."""
    draft.reject(
        [words for slot in ("share", "all", "positions", "by", "doubled") for words in said.words.get(slot, ())]
    )
    side = {"buy": "buy", "sell": "sell", "short": "sell"}.get(head)
    if side:
        draft.put({"side": side})
    _consistent(draft, said, side)
    if head == "short":
        draft.put({"short": "yes"})
    sizes = [slot for slot in ("quantity", "notional", "risk", "about", "spent") if said.has(slot)]
    if len(sizes) > 1:
        draft.conflict("size", *sizes)
    draft.settle(said, *sizes)
    draft.constants(said, "quantity")
    _prices(draft, said)
    _protection(draft, said)
    if said.has("day") and said.has("gtc"):
        draft.conflict("tif", "day", "gtc")
    elif said.has("day", "gtc"):
        draft.put({"tif": "day" if said.has("day") else "gtc"})
    _due(draft, said, head, sizes)
    _on_their_sides(draft)


def _consistent(draft: Draft, said: Said, side: str | None) -> None:
    """ "Buy 10 IBM short" and "buy my IBM" say two things."""
    for way in dict.fromkeys(said.constants.get("adj", ())):
        meant = {"long": "buy", "short": "sell"}[way]
        if side is not None and side != meant:
            draft.conflict("side", side, way)
    if said.has("mine") and side != "sell" and not said.has("add"):
        draft.reject(said.words["mine"])


def _on_their_sides(draft: Draft) -> None:
    """A stop that protects nothing and a target that is no gain: on the wrong side of the entry, or of each other."""
    prices = {name: Decimal(draft.args[name]) for name in ("limit", "trigger", "stop", "target") if name in draft.args}
    side = draft.args.get("side")
    if side is None:
        return
    sign = 1 if side == "buy" else -1
    entries = [prices[name] for name in ("limit", "trigger") if name in prices]
    ordered: list[tuple[str, list[Decimal], list[Decimal]]] = []
    if "stop" in prices:
        ordered.append(("stop", [prices["stop"]], entries))
    if "target" in prices:
        lower = entries or [prices[name] for name in ("stop",) if name in prices]
        ordered.append(("target", lower, [prices["target"]]))
    if "limit" in prices and "trigger" in prices and sign * prices["limit"] < sign * prices["trigger"]:
        ordered.append(("limit", [prices["trigger"]], [prices["limit"]]))
    for name, low, high in ordered:
        if any(sign * one >= sign * other for one in low for other in high):
            draft.problems.append(Problem(question="wrong_side", params={"field": name, "side": side}))


def _due(draft: Draft, said: Said, head: str, sizes: list[str]) -> None:
    if not said.has("symbol", "unknown") or draft.args.get("symbol") == "last":
        draft.args.pop("symbol", None)
        draft.miss("symbol")
    if not sizes:
        selling = head == "sell" and "symbol" in draft.args and not said.has("limit", "trigger", "stop", "at")
        draft.miss("quantity", *((_whole({"symbol": draft.args["symbol"]}),) if selling else ()))
    relative = "stop" not in draft.args and said.has("stop_rel")
    if "side" not in draft.args and (relative or "risk" not in sizes):
        draft.miss("side", *(Option(label=side, args={"side": side}) for side in ("buy", "sell")))
    if "risk" in sizes and not said.has("stop", "stop_rel"):
        draft.miss("stop")


def _prices(draft: Draft, said: Said) -> None:
    """The type by the prices that were named: "at" is the trigger of a stop order and the limit of any other."""
    entries = set(said.constants.get("entry", ())) | ({"stop"} if said.has("trigger") else set())
    stopping = bool(entries & {"stop", "stop_limit"})
    limits = [slot for slot in ("limit", "limit_max", "limit_min") if said.has(slot)]
    if stopping:
        kind = "stop_limit" if limits or "stop_limit" in entries or "limit" in entries else "stop"
    else:
        kind = "limit" if limits or entries or said.has("at") else "market"
    draft.put({"type": kind})
    draft.settle(said, "at", into="trigger" if stopping else "limit")
    for slot in limits:
        wrong_side = {"limit_max": "sell", "limit_min": "buy"}.get(slot)
        bare = said.has("bare") and not said.has("quantity")
        if (wrong_side and draft.args.get("side", wrong_side) == wrong_side) or bare:
            draft.reject(said.words[slot])
        draft.settle(said, slot, into="limit")
    draft.settle(said, "trigger")
    if said.has("market") and kind != "market":
        draft.conflict("type", "market", kind)
    if kind in ("limit", "stop_limit") and not limits and (stopping or not said.has("at")):
        draft.miss("limit")
    if stopping and not said.has("trigger", "at"):
        draft.miss("trigger")


def _protection(draft: Draft, said: Said) -> None:
    """Stop and target: prices, or distances from the entry, which must lie on the side that protects."""
    draft.settle(said, "stop", "target", "stop_rel", "target_rel")
    for slot, losing in (("stop", True), ("target", False)):
        ways = set(said.constants.get(f"{slot}_way", ())) - {"away"}
        if len(ways) > 1:
            draft.conflict(slot, *sorted(ways))
        for way in list(ways)[:1]:
            side = "buy" if (way == "below") == losing else "sell"
            if draft.args.get("side", side) != side:
                params = {"field": slot, "side": draft.args["side"]}
                draft.problems.append(Problem(question="wrong_side", params=params))
            elif slot == "stop" and not said.has("head"):
                draft.put({"side": side})
