"""What a reading of the trade family asks for: an order, a reduction or a close, by what it says of the size."""

from collections.abc import Collection, Mapping

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
_EVERY_WORD = ("all", "tout", "tous", "toute", "everything")


def head_of(said: Said) -> str:
    """The verb of a reading; several different ones joined by a plus sign, none is empty."""
    heads = said.constants.get("head", [])
    found = tuple(sorted(dict.fromkeys(heads)))
    if len(heads) > len(found):
        return "+".join(heads)
    return _HEADS.get(found, "+".join(found))


def trade(said: Said, symbols: Collection[str]) -> Draft | None:
    """The act of a trade sentence; None when it is no sentence of this family."""
    head = head_of(said)
    if "+" in head or not (head or said.has("risk")):
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
    _order(draft, said, {"dump": "sell"}.get(head, head))
    return draft


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
    draft.reject(_foreign_to(said, "all", "positions"))
    if draft.args.get("symbol") == "last" and said.has("all"):
        draft.conflict("symbol", "last", "all")
    if not said.has("symbol", "unknown"):
        if everything or said.has("all", "positions"):
            draft.put({"symbol": "all"})
        else:
            draft.miss("symbol")
    return draft


def _foreign_to(said: Said, *slots: str) -> list[str]:
    """What was said that a reduction or a close has no place for."""
    allowed = {"symbol", "unknown", "head", "market", "position", "preview", "effect", *slots}
    return [words for slot, found in said.words.items() if slot not in allowed for words in found]


def _order(draft: Draft, said: Said, head: str) -> None:
    """Size, prices and type of a new order. Without a verb, risk takes its side from the stop; else the side is due."""
    draft.reject(
        [words for slot in ("share", "all", "positions", "by", "doubled") for words in said.words.get(slot, ())]
    )
    side = {"buy": "buy", "sell": "sell", "short": "sell"}.get(head)
    if side:
        draft.put({"side": side})
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
