"""Text that somebody else wrote, made harmless for a prompt: tokens of chat templates removed, fenced, cut to size.

Local tokenisers read strings such as `<|im_start|>` as structure, wherever they stand. They are looked for in a folded
copy of the text (no invisible characters, compatibility forms resolved), so that zero-width characters and fullwidth
letters hide none, and again until none is left, so that removing one does not put another together.
"""

import re
import unicodedata
from typing import Final

OPEN, CLOSE = "⟦", "⟧"
"""Brackets of a fence; they are taken out of every text that is put inside one."""

_TAGS = (
    "s|bos|eos|unk|pad|sep|cls|mask|start_of_turn|end_of_turn|eot_id|system|user|assistant|tools?|tool_calls?|"
    "tool_responses?|tool_results?|function|functions|function_calls?|function_results?|invoke|parameter|think|thinking|"
    "thought|reasoning|instructions?"
)
_TOKENS: Final = re.compile(
    r"<\|[^<>|\n]{0,64}\|>|<\||\|>"
    r"|\[/?(?:inst|sys|system|bos|eos|pad|unk|system_prompt|tool_calls|tool_content|tool_results|available_tools)\]"
    r"|<</?\s{0,3}sys\s{0,3}>>"
    rf"|</?\s{{0,3}}(?:{_TAGS})(?:[\s=][^<>\n]{{0,80}})?/?>"
    r"|^[ \t]{0,8}#[# \t]{0,16}(?:system|user|assistant|human|tool|instruction|response|input)s?\b[ \t]*:?",
    re.IGNORECASE | re.MULTILINE,
)
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufffe\uffff")
_PASSES = 8
_MARKUP = str.maketrans("", "", "<>[]|#")


def stripped(text: str, cap: int) -> str:
    """A text without tokens of chat templates, fences and invisible characters, at most `cap` characters long."""
    # What is far beyond the cap is not even looked at; tokens may take room that the rest of the text then fills.
    clean = "".join(_shown(c) for c in text[: cap * 2])
    for _ in range(_PASSES):
        fewer = _without_tokens(clean)
        if fewer == clean:
            return fewer[:cap]
        clean = fewer
    return clean.translate(_MARKUP)[:cap]


def fenced(kind: str, text: str) -> str:
    """A stripped text between a line that names it and a line that ends it."""
    return f"{OPEN}{kind}{CLOSE}\n{text}\n{OPEN}end{CLOSE}"


def inside(kind: str, message: str) -> str | None:
    """The text in the last fence of a kind, None when there is none."""
    _, mark, rest = message.rpartition(f"{OPEN}{kind}{CLOSE}\n")
    return rest.partition(f"\n{OPEN}end{CLOSE}")[0] if mark else None


def one_line(text: str) -> str:
    """A text on one line, so that it cannot begin a line that looks like somebody else's."""
    return " ".join(text.split())


def _shown(char: str) -> str:
    """A character as it may stay: invisible ones vanish, fences and line separators get plain forms."""
    if " " <= char <= "~" or char in "\n\t":
        return char
    if char in (OPEN, CLOSE):
        return "(" if char == OPEN else ")"
    if char in "\u2028\u2029\x85\x0b\x0c":
        return "\n"
    return "" if _invisible(char) else char


def _invisible(char: str) -> bool:
    selector = "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    return selector or char in _UNSEEN or unicodedata.category(char) in ("Cf", "Cc", "Cs", "Co", "Cn")


def _without_tokens(text: str) -> str:
    """One pass: tokens are found in the folded text and removed from the text itself."""
    if text.isascii():
        return _TOKENS.sub("", text)
    folded, places = [], []
    for place, char in enumerate(text):
        for piece in unicodedata.normalize("NFKC", char):
            folded.append(piece)
            places.append(place)
    kept, done = [], 0
    for token in _TOKENS.finditer("".join(folded)):
        if token.end() > token.start():
            kept.append(text[done : places[token.start()]])
            done = max(done, places[token.end() - 1] + 1)
    return "".join(kept) + text[done:]
