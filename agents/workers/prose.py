"""The prose of one message of a model, taken as it streams: without reasoning, calls written as text, or rambling."""

import json
import re
from typing import Any, Final

from agents.workers.fencing import CLOSE, OPEN, stripped
from agents.workers.values import OnText

LONGEST = 2_400
"""Characters of an answer; more is rambling."""
LONGEST_THOUGHT = 12_000
"""Characters of reasoning and of calls; more is rambling too."""

_HELD_TAG, _HELD_JSON = 96, 1_500
_BLOCK: Final = re.compile(
    r"<(?P<end>/?)(?P<tag>think|thinking|thought|reasoning|tool_calls?|function_calls?)(?:\s[^<>]{0,80})?>",
    re.IGNORECASE,
)
_FENCE: Final = re.compile(rf"{OPEN}[^{CLOSE}\n]{{0,64}}{CLOSE}\n?")
_EMPTIED: Final = re.compile(r"```(?:json|xml|tool_code)?\s*```|^\s*\[\s*,?\s*\]\s*$", re.MULTILINE)
_MAY_BE_JSON: Final = re.compile(r'\{\s*(?:"|$)')
_LONGEST_UNIT, _REPEATED, _REPEATED_AT_LEAST = 150, 160, 4
_LOOK_EVERY = 48


class Prose:
    """Feed it pieces; it passes on what a person may read, and says when the model rambles."""

    def __init__(self, on_text: OnText | None = None) -> None:
        self._on_text = on_text
        self._held = ""
        self._block: str | None = None
        self._dropped = 0
        self._looked = 0
        self._text = ""
        self.rambling = False

    def feed(self, piece: str, *, beside: int = 0) -> bool:
        """Takes the next piece and says whether the model rambles; what comes after that is thrown away.

        `beside` are the characters of calls that came with it: nobody reads them, but they have an end too.
        """
        self._dropped += beside
        self.rambling = self.rambling or self._dropped > LONGEST_THOUGHT
        while piece and not self.rambling:
            self._held += piece[:LONGEST]
            piece = piece[LONGEST:]
            self._read(ending=False)
        return self.rambling

    def end(self) -> str:
        """The whole prose, cut at the end of a sentence when the model rambled."""
        if not self.rambling:
            self._read(ending=True)
        text = _EMPTIED.sub("", stripped(self._text, LONGEST)).strip()
        return _cut(text) if self.rambling else text

    def _read(self, *, ending: bool) -> None:
        while self._held and not self.rambling:
            before = len(self._held)
            if self._block is not None:
                self._skip_block()
            else:
                self._read_open(ending=ending)
            if len(self._held) == before:
                break

    def _skip_block(self) -> None:
        """Inside reasoning or a call written as text: everything up to its closing tag is dropped."""
        for found in _BLOCK.finditer(self._held):
            if found["end"] and found["tag"].lower() == self._block:
                self._drop(found.end())
                self._block = None
                return
        self._drop(max(0, len(self._held) - _HELD_TAG))

    def _drop(self, count: int) -> None:
        self._dropped += count
        self._held = self._held[count:]
        self.rambling = self._dropped > LONGEST_THOUGHT

    def _read_open(self, *, ending: bool) -> None:
        """Passes on everything up to the next tag or object, then deals with that."""
        found = _BLOCK.search(self._held)
        brace = self._held.find("{")
        if found is not None and not 0 <= brace < found.start():
            self._emit(found.start())
            self._held = self._held[found.end() - found.start() :]
            if not found["end"]:
                self._block = found["tag"].lower()
            elif found["tag"].lower().startswith(("think", "thought", "reason")):
                # Some templates open the reasoning themselves: what came before its end was not meant for people.
                self._text = ""
        elif brace >= 0:
            self._emit(brace)
            self._read_object(ending=ending)
        else:
            self._emit(len(self._held) if ending else _certain(self._held))

    def _read_object(self, *, ending: bool) -> None:
        """At a brace: a call written as text is dropped, anything else is prose."""
        try:
            value, length = json.JSONDecoder().raw_decode(self._held)
        except (ValueError, RecursionError):
            if ending and _begins_a_call(self._held):
                self._drop(len(self._held))
            elif ending or len(self._held) > _HELD_JSON or not _MAY_BE_JSON.match(self._held):
                self._emit(1)
        else:
            if _is_a_call(value):
                self._drop(length)
            else:
                self._emit(length)

    def _emit(self, count: int) -> None:
        piece, self._held = self._held[:count], self._held[count:]
        piece = _FENCE.sub("", piece)
        room = LONGEST - len(self._text)
        if len(piece) > room:
            piece, self.rambling = piece[:room], True
        self._text += piece
        if piece and self._on_text is not None and (shown := stripped(piece, LONGEST)):
            self._on_text(shown)
        if len(self._text) - self._looked >= _LOOK_EVERY:
            self._looked = len(self._text)
            self._look_for_repetition()

    def _look_for_repetition(self) -> None:
        for length in range(1, _LONGEST_UNIT + 1):
            times = max(_REPEATED_AT_LEAST, -(-_REPEATED // length))
            unit = self._text[-length:]
            if self._text.endswith(unit * times):
                while self._text.endswith(unit * 2):
                    self._text = self._text[:-length]
                self.rambling = True
                return


def _certain(held: str) -> int:
    """How much of a text without a tag can be passed on: the beginning of a tag or fence waits for its end."""
    for first, last in (("<", ">"), (OPEN, CLOSE)):
        start = held.rfind(first)
        if start >= 0 and last not in held[start:] and len(held) - start < _HELD_TAG:
            return start
    return len(held)


def _is_a_call(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    names = {"name", "tool", "tool_name", "function", "action", "type"} & value.keys()
    inputs = {"arguments", "parameters", "args", "action_input", "input", "function", "tool_calls"} & value.keys()
    return bool(inputs and (names or "tool_calls" in value))


def _begins_a_call(text: str) -> bool:
    return re.match(r'\{\s*"(?:name|tool|tool_name|function|action|tool_calls)"\s*:', text) is not None


def _cut(text: str) -> str:
    """A text cut after its last whole sentence, or where it stands."""
    ends = [found.end() for found in re.finditer(r"[.!?…](?=\s|$)|\n", text)]
    return text[: ends[-1]].strip() if ends and ends[-1] > len(text) // 3 else text
