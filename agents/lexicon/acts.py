"""From a labelled sentence to one call of an acting tool, or to the question that is due first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from agents.lexicon import grammar
from agents.lexicon.draft import Draft, common, finished
from agents.lexicon.grammar import Family, Parse, parse
from agents.lexicon.items import Item
from agents.lexicon.values import Problem
from agents.lexicon.words import HEADS
from agents.understanding import Option, Understanding

ACTS = frozenset(
    {
        "place_order",
        "reduce_position",
        "close_position",
        "cancel_order",
        "amend_order",
        "halt_trading",
        "resume_trading",
        "advance_market",
    }
)
"""Tools that change something."""

LONGEST = 60
"""Items in the longest sentence that is read as an act."""

_FIELDS = frozenset({"stop", "stoploss", "target", "limit", "trigger", "qty"})
_PRICES = ("limit", "trigger", "stop", "target")
_MARKERS = (
    ("negation", ("negation",)),
    ("condition", ("condition",)),
    ("question", ("question",)),
    ("past", ("done", "done_buy", "done_sell")),
)
_NOUNS: Mapping[tuple[str, ...], list[str]] = {
    ("sell", "short"): ["short"],
    ("close", "short"): ["close"],
    ("reduce", "short"): ["reduce"],
}
"""Pairs of verbs that are one act."""

_DEFAULT_TOOLS = {"cancel": "cancel_order", "amend": "amend_order", "advance": "advance_market", "halt": "halt_trading"}


def act_like(items: Sequence[Item]) -> bool:
    """Whether a sentence speaks of an act at all."""
    concepts = {item.concept for item in items}
    if concepts & (HEADS.keys() | {"preview"}):
        return True
    valued = concepts & {"num", "money", "percent"}
    return bool(valued and ("risk" in concepts or ("set" in concepts and concepts & _FIELDS)))


def no_act(items: Sequence[Item]) -> str | None:
    """Why a sentence must not act, if it must not: negation, condition, question or past."""
    concepts = {item.concept for item in items}
    return next((why for why, marks in _MARKERS if concepts & set(marks)), None)


def understand_act(
    items: Sequence[Item], symbols: Collection[str], *, extra: grammar.Rules = (), command: bool = False
) -> Understanding:
    """The one act that a sentence asks for, or the question that stands before it."""
    heads = [item.concept for item in items if item.concept in HEADS]
    preview = any(item.concept == "preview" for item in items)
    if preview:
        items = [_supposed(item) for item in items if item.raw != "?"]
        heads = [item.concept for item in items if item.concept in HEADS]
    heads = _NOUNS.get(tuple(sorted(heads)), heads)
    draft = Draft(tool=_DEFAULT_TOOLS.get(heads[0], "place_order") if heads else "place_order")
    why = no_act(items)
    if why:
        draft.problems.append(Problem(question="no_act", params={"why": why}))
    elif len(heads) > 1:
        draft.problems.append(Problem(question="several_acts", params={"count": str(len(heads))}))
    elif len(items) > LONGEST:
        draft.reject([item.raw for item in items])
    else:
        draft = _draft(items, heads[0] if heads else None, symbols, extra, command)
    if preview:
        _as_preview(draft)
    return finished(draft)


def _supposed(item: Item) -> Item:
    """In "what if I bought", the past tense means the act."""
    supposed = {"done_buy": "buy", "done_sell": "sell"}.get(item.concept)
    return replace(item, concept=supposed) if supposed else item


def _as_preview(draft: Draft) -> None:
    if draft.tool != "place_order":
        draft.problems.append(Problem(question="no_preview", params={"tool": draft.tool}))
    draft.tool = "preview_order"


def _draft(
    items: Sequence[Item], head: str | None, symbols: Collection[str], extra: grammar.Rules, command: bool
) -> Draft:
    concepts = {item.concept for item in items}
    if head in ("cancel", "amend") or (head is None and "set" in concepts and "risk" not in concepts):
        items = _order_ids(items, {"order", "cancel", "amend"} if command else {"order", "cancel"})
    if head == "cancel":
        return _filled(items, "cancel", Draft(tool="cancel_order"), symbols, extra)
    if head == "amend" or (head is None and "set" in concepts and "risk" not in concepts):
        also = grammar.AMEND_SET if head is None or command or "set" in concepts else ()
        return _filled(items, "amend", Draft(tool="amend_order"), symbols, (*extra, *also))
    if head == "advance":
        return _filled(items, "advance", Draft(tool="advance_market"), symbols, extra)
    if head in ("halt", "resume"):
        return _filled(items, "switch", Draft(tool=f"{head}_trading"), symbols, extra)
    return _trade(items, head, symbols, (*extra, *(grammar.REDUCE_BY if head == "reduce" else ())))


def _order_ids(items: Sequence[Item], before: Collection[str]) -> list[Item]:
    """`order 12` and `cancel 12` with 12 as an identifier."""
    joined: list[Item] = []
    for item in items:
        if item.concept == "num" and item.raw.isdigit() and joined and joined[-1].concept in before:
            while joined and joined[-1].concept == "order":
                joined.pop()
            joined.append(Item(concept="id", raw=item.raw))
        else:
            joined.append(item)
    return joined


def _filled(
    items: Sequence[Item], family: Family, draft: Draft, symbols: Collection[str], extra: grammar.Rules
) -> Draft:
    """Every act but a trade."""
    parsed = parse(items, family, extra)
    common(draft, parsed, items, symbols)
    if family == "cancel":
        _cancel(draft, parsed)
    elif family == "amend":
        draft.settle(parsed, *_PRICES, "quantity")
        if not draft.problems and not draft.args.keys() & {"symbol", "order"}:
            draft.miss("symbol")
        elif draft.args.keys() >= {"symbol", "order"}:
            values = f"{draft.args['symbol']}, {draft.args['order']}"
            draft.problems.append(Problem(question="conflict", params={"field": "order", "values": values}))
        if not any(parsed.has(name) for name in (*_PRICES, "quantity")):
            draft.miss("change")
    elif family == "advance":
        draft.settle(parsed, "sessions", "weeks")
        draft.constants(parsed, "sessions")
        if not parsed.has("sessions") and not parsed.has("weeks"):
            draft.miss("sessions")
    return draft


def _cancel(draft: Draft, parsed: Parse) -> None:
    everything = {"order": "all"}
    if "order" in draft.args:
        if "symbol" in draft.args or parsed.has("all") or parsed.has("orders"):
            draft.reject([words for slot in ("symbol", "all", "orders") for words in parsed.said.get(slot, ())])
    elif parsed.has("all") or parsed.has("orders"):
        draft.put(everything)
    elif "symbol" in draft.args:
        draft.miss("order", Option(label=f"{draft.args['symbol']}", args=everything))
    else:
        draft.miss("order")


def _trade(items: Sequence[Item], head: str | None, symbols: Collection[str], extra: grammar.Rules) -> Draft:
    """A trade sentence becomes an order, a reduction or a close by what it says of the size."""
    parsed = parse(items, "trade", extra)
    if head == "reduce" or (head in ("sell", "close") and parsed.has("share")):
        return _reduce(items, parsed, symbols)
    if head == "close" and parsed.has("quantity"):
        return _reduce(items, parsed, symbols)
    if head in ("close", "flatten") or (head == "sell" and parsed.has("all")):
        return _close(items, parsed, symbols, everything=head == "flatten")
    draft = Draft(tool="place_order")
    common(draft, parsed, items, symbols)
    _order(draft, parsed, head)
    return draft


def _reduce(items: Sequence[Item], parsed: Parse, symbols: Collection[str]) -> Draft:
    draft = Draft(tool="reduce_position")
    common(draft, parsed, items, symbols)
    draft.reject(_foreign_to(parsed, "share", "quantity"))
    draft.settle(parsed, "quantity", "share")
    draft.constants(parsed, "quantity", "share")
    if parsed.has("share") and parsed.has("quantity"):
        draft.problems.append(Problem(question="conflict", params={"field": "size", "values": "quantity, share"}))
    if not parsed.has("symbol"):
        draft.miss("symbol")
    if not parsed.has("share") and not parsed.has("quantity"):
        draft.miss("quantity")
    return draft


def _close(items: Sequence[Item], parsed: Parse, symbols: Collection[str], *, everything: bool) -> Draft:
    draft = Draft(tool="close_position")
    common(draft, parsed, items, symbols)
    draft.reject(_foreign_to(parsed, "all", "positions"))
    if not parsed.has("symbol"):
        if everything or parsed.has("all") or parsed.has("positions"):
            draft.put({"symbol": "all"})
        else:
            draft.miss("symbol")
    return draft


def _foreign_to(parsed: Parse, *slots: str) -> list[str]:
    """What was said that a reduction or a close has no place for."""
    allowed = {"symbol", "head", "market", "position", *slots}
    return [words for slot, said in parsed.said.items() if slot not in allowed for words in said]


def _order(draft: Draft, parsed: Parse, head: str | None) -> None:
    """Size, prices and type of a new order. Without a verb, risk takes its side from the stop; else the side is due."""
    draft.reject([words for slot in ("share", "all", "positions") for words in parsed.said.get(slot, ())])
    if head:
        draft.put({"side": "buy" if head == "buy" else "sell"})
    if head == "short":
        draft.put({"short": "yes"})
    sizes = [slot for slot in ("quantity", "notional", "risk") if parsed.has(slot)]
    if len(sizes) > 1:
        draft.problems.append(Problem(question="conflict", params={"field": "size", "values": ", ".join(sizes)}))
    draft.settle(parsed, *sizes)
    draft.constants(parsed, "quantity")
    _prices(draft, parsed)
    if parsed.has("day") and parsed.has("gtc"):
        draft.problems.append(Problem(question="conflict", params={"field": "tif", "values": "day, gtc"}))
    elif parsed.has("day") or parsed.has("gtc"):
        draft.put({"tif": "day" if parsed.has("day") else "gtc"})
    if not parsed.has("symbol"):
        draft.miss("symbol")
    if not sizes:
        draft.miss("quantity")
    if not head and "risk" not in sizes:
        draft.miss("side", *(Option(label=side, args={"side": side}) for side in ("buy", "sell")))
    if "risk" in sizes and not parsed.has("stop"):
        draft.miss("stop")


def _prices(draft: Draft, parsed: Parse) -> None:
    """The type by the prices that were named: "at" is the trigger of a stop order and the limit of any other."""
    entries = set(parsed.constants.get("entry", ())) | ({"stop"} if parsed.has("trigger") else set())
    stopping = bool(entries & {"stop", "stop_limit"})
    limits = [slot for slot in ("limit", "limit_max", "limit_min") if parsed.has(slot)]
    if stopping:
        kind = "stop_limit" if limits or "stop_limit" in entries or "limit" in entries else "stop"
    else:
        kind = "limit" if limits or entries or parsed.has("at") else "market"
    draft.put({"type": kind})
    draft.settle(parsed, "at", into="trigger" if stopping else "limit")
    for slot in limits:
        wrong_side = {"limit_max": "sell", "limit_min": "buy"}.get(slot)
        if wrong_side and draft.args.get("side", wrong_side) == wrong_side:
            draft.reject(parsed.said[slot])
        draft.settle(parsed, slot, into="limit")
    draft.settle(parsed, "trigger", "stop", "target")
    if parsed.has("market") and kind != "market":
        draft.problems.append(Problem(question="conflict", params={"field": "type", "values": f"market, {kind}"}))
    if kind in ("limit", "stop_limit") and not limits and (stopping or not parsed.has("at")):
        draft.miss("limit")
    if stopping and not parsed.has("trigger") and not parsed.has("at"):
        draft.miss("trigger")
