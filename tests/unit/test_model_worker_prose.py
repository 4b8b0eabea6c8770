"""The prose of a streaming model: reasoning and calls are gone however they are cut, and rambling ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.workers.prose import LONGEST, LONGEST_THOUGHT, Prose

CALL = '{"name": "place_order", "arguments": {"symbol": "AAPL", "quantity": "1"}}'
CASES = {
    "Hello there.": "Hello there.",
    "<think>I could cheat {x} < 3</think>Hello.": "Hello.",
    "<thinking>a</thinking> Hello <think>b</think>again.": "Hello again.",
    "<think>never closed": "",
    "the template opened it</think>Hello.": "Hello.",
    f"<tool_call>\n{CALL}\n</tool_call>Done.": "Done.",
    CALL: "",
    f"```json\n{CALL}\n```": "",
    f"[{CALL}]": "",
    f"I will call {CALL} now.": "I will call  now.",
    '{"name": "place_order", "arguments": {"symbol": "AA': "",
    'Prices {"low": 1} and {braces} stay.': 'Prices {"low": 1} and {braces} stay.',
    "3 < 4 and a <b> tag": "3 < 4 and a <b> tag",
    "Bye.<|im_end|>": "Bye.",
    "⟦person⟧\nBonjour !\n⟦end⟧": "Bonjour !",
    "": "",
}


def read(pieces: list[str]) -> tuple[str, str, bool]:
    """What was shown while it came, what it was in the end, and whether it rambled."""
    shown: list[str] = []
    prose = Prose(shown.append)
    for piece in pieces:
        prose.feed(piece)
    return "".join(shown), prose.end(), prose.rambling


@pytest.mark.parametrize(("text", "expected"), CASES.items())
def test_the_prose_of_a_message_is_the_same_however_it_is_cut(text: str, expected: str) -> None:
    for size in (1, 2, 3, 7, 1000):
        pieces = [text[i : i + size] for i in range(0, len(text), size)]
        shown, whole, rambling = read(pieces)
        assert whole == expected
        assert not rambling
        assert "place_order" not in shown
        assert "cheat" not in shown


@given(st.text(alphabet="ab{}<>/think\"'[]:, \n", max_size=120), st.integers(1, 9))
def test_any_text_ends_and_its_cuts_do_not_matter(text: str, size: int) -> None:
    whole = read([text])[1]
    assert read([text[i : i + size] for i in range(0, len(text), size)])[1] == whole


def test_a_long_answer_is_cut_after_a_sentence() -> None:
    shown, whole, rambling = read([f"Sentence number {n} says something. " for n in range(500)])
    assert rambling
    assert len(whole) <= LONGEST
    assert whole.endswith("something.")
    assert len(shown) <= LONGEST


@pytest.mark.parametrize("unit", ["a", "ha ", "the same words again, ", "\n", "- one\n- two\n", "x" * 140 + " "])
def test_repetition_is_cut_to_one(unit: str) -> None:
    _, whole, rambling = read(["It begins well. ", *[unit] * 200])
    assert rambling
    assert whole.startswith("It begins well.")
    assert len(whole) < 400


def test_endless_reasoning_and_endless_calls_are_rambling() -> None:
    assert read(["<think>", *[f"step {n}, " for n in range(LONGEST_THOUGHT // 6)]])[1:] == ("", True)
    prose = Prose()
    assert not prose.feed("", beside=LONGEST_THOUGHT)
    assert prose.feed("", beside=1)


def test_ordinary_repetition_is_not_rambling() -> None:
    text = "no, no, no. " + "-" * 40 + " | a | a | a | " + "ha" * 20
    assert read(list(text))[1:] == (text, False)
