"""What a reading of each family asks for: cancelling, amending, advancing, halting, repeating, previewing."""

from collections.abc import Callable, Collection, Mapping

from agents.grammar.draft import Draft, Said, common
from agents.grammar.orders import head_of, trade
from agents.grammar.values import Problem
from agents.understanding import Option

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
        "do_several",
        "repeat_order",
    }
)
"""Tools that change something."""

LOWERING = frozenset({"close_position", "reduce_position", "cancel_order"})
"""Acts that lower risk; only these may be done several at once."""

_PRICES = ("limit", "trigger", "stop", "target")


def preview(said: Said, symbols: Collection[str]) -> Draft | None:
    """An order that is only judged. "What would 50 more IBM do" speaks of buying them."""
    if not said.has("preview"):
        return None
    if not said.has("head") and not said.has("risk") and said.has("effect"):
        said.constants["head"], said.words["head"] = ["buy"], [""]
    draft = trade(said, symbols)
    if draft is None and not said.has("head"):
        said.constants["head"], said.words["head"] = ["enter"], [""]
        draft = trade(said, symbols)
    if draft is not None:
        if draft.tool != "place_order":
            draft.problems.append(Problem(question="no_preview", params={"tool": draft.tool}))
        draft.tool = "preview_order"
    return draft


def cancel(said: Said, symbols: Collection[str]) -> Draft | None:
    """One order by its id or as the last one, all of them, or all of a symbol."""
    if head_of(said) != "cancel":
        return None
    draft = Draft(tool="cancel_order")
    common(draft, said, symbols)
    everything = {"order": "all"}
    if "order" in draft.args:
        if said.has("symbol", "unknown", "all", "orders"):
            draft.reject([words for slot in ("symbol", "all", "orders") for words in said.words.get(slot, ())])
    elif said.has("held"):
        draft.reject(said.words["held"])
    elif said.has("all", "orders"):
        draft.put(everything)
    elif "symbol" in draft.args and not said.has("kind"):
        draft.miss("order", Option(label=draft.args["symbol"], args=everything))
    else:
        draft.miss("order")
    return draft


def amend(said: Said, symbols: Collection[str]) -> Draft | None:
    """New prices or a new quantity, absolute ones. "Its" is the symbol of the sentence, else the order before."""
    if set(said.constants.get("head", ())) != {"amend"} or (said.has("listed") and not said.has("order")):
        return None
    changes = sum(len(said.words.get(slot, ())) for slot in (*_PRICES, "quantity", "relative"))
    if len(said.words.get("own", ())) == changes > 0 and not said.has("symbol", "unknown", "order"):
        said.constants["order"], said.words["order"] = ["last"], said.words["own"]
    draft = Draft(tool="amend_order")
    common(draft, said, symbols)
    draft.settle(said, *_PRICES, "quantity")
    if said.has("relative"):
        words = " ".join(said.words["relative"])[:80]
        draft.problems.append(Problem(question="relative_change", params={"words": words}))
    if draft.args.keys() >= {"symbol", "order"}:
        draft.conflict("order", draft.args["symbol"], draft.args["order"])
    elif not draft.problems and not draft.args.keys() & {"symbol", "order"}:
        draft.miss("symbol")
    if not said.has(*_PRICES, "quantity", "relative"):
        draft.miss("change")
    return draft


def advance(said: Said, symbols: Collection[str]) -> Draft | None:
    """The market clock, some sessions or weeks forward."""
    if head_of(said) != "advance":
        return None
    draft = Draft(tool="advance_market")
    common(draft, said, symbols)
    draft.settle(said, "sessions", "weeks")
    draft.constants(said, "sessions", "weeks")
    if not said.has("sessions", "weeks"):
        draft.miss("sessions")
    return draft


def switch(said: Said, symbols: Collection[str]) -> Draft | None:
    """The kill switch, of one account when that is named, and its release."""
    head = head_of(said)
    if head not in ("halt", "resume") or (head == "resume" and said.has("account")):
        return None
    draft = Draft(tool=f"{head}_trading")
    for item in said.values.get("unknown", ()):
        draft.put({"account": item.raw.lower()})
    return draft


def repeat(said: Said, symbols: Collection[str]) -> Draft | None:
    """The order before, once more, with another size, or for another symbol; it is asked back before it is done."""
    if not said.has("factor") or len(said.words["factor"]) > 1:
        return None
    draft = Draft(tool="repeat_order")
    common(draft, said, symbols)
    if not said.has("symbol", "unknown") or said.constants["factor"] != ["1"]:
        draft.constants(said, "factor")
    return draft


FAMILIES: Mapping[str, Callable[[Said, Collection[str]], Draft | None]] = {
    "trade": trade,
    "reduce": trade,
    "reduce_command": trade,
    "preview": preview,
    "cancel": cancel,
    "amend": amend,
    "set": amend,
    "advance": advance,
    "switch": switch,
    "repeat": repeat,
}
"""What the readings of each family mean."""
