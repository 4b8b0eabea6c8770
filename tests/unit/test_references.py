""" "It" and "the same": settled from the turn before when it is one thing, asked back otherwise, never guessed."""

from dataclasses import replace

import pytest

from agents.references import REPEAT, resolved
from agents.understanding import LAST, Clarify, Understanding

ORDER = {"symbol": "AAPL", "side": "buy", "quantity": "10", "type": "limit", "limit": "400", "stop": "390"}
PLACED = {"tool": "place_order", "args": ORDER, "symbol": "AAPL", "orders": ["abc123"], "order": ORDER}


def found(tool: str, **args: str) -> Understanding:
    """A reading of trading."""
    return Understanding(lang="en", route="trading", tool=tool, args=args)


def test_what_names_its_object_is_left_alone() -> None:
    """The turn before does not matter."""
    reading = found("cancel_order", order="42")
    assert resolved(reading, PLACED) is reading


def test_it_is_the_one_order_of_the_turn_before() -> None:
    """And its symbol."""
    assert resolved(found("cancel_order", order=LAST), PLACED).args == {"order": "abc123"}
    assert resolved(found("close_position", symbol=LAST), PLACED).args == {"symbol": "AAPL"}
    assert resolved(found("amend_order", order=LAST, stop="385"), PLACED).args == {"order": "abc123", "stop": "385"}


@pytest.mark.parametrize("last", [{}, {**PLACED, "orders": [], "symbol": None}])
@pytest.mark.parametrize(("name", "tool"), [("order", "cancel_order"), ("symbol", "close_position")])
def test_nothing_to_refer_to_is_asked(name: str, tool: str, last: dict[str, object]) -> None:
    """Without a placeholder among what is kept."""
    asked = resolved(found(tool, **{name: LAST}), last)
    assert asked.clarify is not None
    assert asked.clarify.question == "missing"
    assert asked.clarify.params == {"field": name}
    assert LAST not in asked.args.values()


def test_several_orders_are_options() -> None:
    """Each answer completes the call."""
    asked = resolved(found("cancel_order", order=LAST), {**PLACED, "orders": ["one", "two"]})
    assert asked.clarify is not None
    assert [option.args for option in asked.clarify.options] == [{"order": "one"}, {"order": "two"}]


def test_an_executed_order_is_left_by_closing_its_position() -> None:
    """Asked, never done by itself; a new stop goes to the position."""
    filled = {**PLACED, "orders": [], "filled": True}
    asked = resolved(found("cancel_order", order=LAST), filled)
    assert asked.clarify is not None
    assert asked.clarify.question == "already_filled"
    assert [(option.tool, option.args) for option in asked.clarify.options] == [("close_position", {"symbol": "AAPL"})]
    assert resolved(found("amend_order", order=LAST, stop="395"), filled).args == {"symbol": "AAPL", "stop": "395"}


def test_a_missing_symbol_is_offered_from_the_turn_before() -> None:
    """As an answer of one word; an order's symbol is never guessed."""
    missing = Clarify(question="missing", params={"field": "symbol"})
    asked = resolved(replace(found("amend_order", stop="395"), clarify=missing), PLACED)
    assert asked.clarify is not None
    assert [option.args for option in asked.clarify.options] == [{"stop": "395", "symbol": "AAPL"}]
    order = replace(found("place_order", side="buy", quantity="5"), clarify=missing)
    assert resolved(order, PLACED) is order
    assert resolved(replace(found("amend_order", stop="395"), clarify=missing), {}).clarify == missing


def test_double_that_is_asked_with_the_whole_order() -> None:
    """Never placed at once."""
    asked = resolved(found(REPEAT, factor="2"), PLACED)
    assert asked.tool == "place_order"
    assert asked.clarify is not None
    assert asked.clarify.options[0].args == {**ORDER, "quantity": "20"}
    assert "oui" in asked.clarify.options[0].aliases


@pytest.mark.parametrize(
    ("size", "doubled"),
    [({"notional": "5000 USD"}, {"notional": "10000 USD"}), ({"risk": "0.01"}, {"risk": "0.02"})],
)
def test_every_kind_of_size_doubles(size: dict[str, str], doubled: dict[str, str]) -> None:
    """Amounts keep their unit."""
    args = {"symbol": "AAPL", "side": "buy", "type": "market", **size}
    asked = resolved(found(REPEAT, factor="2"), {**PLACED, "order": args})
    assert asked.clarify is not None
    assert asked.clarify.options[0].args == {**args, **doubled}


def test_the_same_for_another_symbol_needs_new_prices() -> None:
    """A stop of Apple is none of Microsoft."""
    asked = resolved(found(REPEAT, symbol="MSFT"), PLACED)
    assert asked.clarify is not None
    assert asked.clarify.options == ()
    assert asked.clarify.params == {"field": "stop"}
    assert asked.args == {"symbol": "MSFT", "side": "buy", "quantity": "10", "type": "limit"}


@pytest.mark.parametrize("last", [{}, {"tool": "show_status", "args": {}}])
def test_nothing_to_repeat_is_said(last: dict[str, object]) -> None:
    """Only an order can be said again."""
    asked = resolved(found(REPEAT, factor="2"), last)
    assert asked.tool is None
    assert asked.clarify is not None
    assert asked.clarify.question == "nothing_to_repeat"
