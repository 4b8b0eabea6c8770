"""The kernel's reasons as sentences: their numbers, dates and the names inside them as the reader writes them."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bots.messages import has, text
from bots.messages.numbers import moment, number, percent
from bots.render.phrases import phrase
from bots.render.wording import printable

MOST_SESSIONS = 260
"""What the kernel takes at most in one advance."""

_NUMBER = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,12})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\S+")
_WALL = frozenset({"wall", "created_at", "expires_at"})
_NAMES = {"kind": "kind", "field": "field", "role": "principal", "type": "ordertype"}
"""Values that are names of ours, and the catalogue's prefix for each."""


def why(reason: Mapping[str, Any], lang: str) -> str:
    """One reason as a sentence."""
    # The kernel's texts come with every rule there is: a command that is not refused need not wait for them.
    from policies.kernel import explain
    from policies.verdicts import Reason

    given = reason.get("numbers", {})
    numbers = {str(name): _readable(str(name), value, lang) for name, value in given.items()}
    if reason["code"] == "INVALID_NUMBER" and given.get("field") == "sessions":
        return text("sessions_range", lang, most=MOST_SESSIONS, value=numbers["value"])
    return explain(Reason(code=reason["code"], rule=reason["rule"], numbers=numbers), lang)


def _readable(name: str, value: object, lang: str) -> str:
    said = str(value)
    if name == "asset_class" or name == "allowed" and not _NUMBER.fullmatch(said):
        return ", ".join(_asset_class(word, lang) for word in said.split(", "))
    if name in _NAMES and has(f"{_NAMES[name]}_{said}"):
        return text(f"{_NAMES[name]}_{said}", lang)
    if name in _READERS:
        return _READERS[name](said, lang)
    if _MOMENT.fullmatch(said):
        return f"{said[11:19]} UTC" if name in _WALL else moment(said, lang)
    return number(said, lang) if _NUMBER.fullmatch(said) else printable(said)


def _asset_class(word: str, lang: str) -> str:
    key = f"class_{word}"
    return text(key, lang) if has(key) else printable(word)


_READERS: Mapping[str, Callable[[str, str], str]] = {"cause": phrase, "what": phrase, "share": percent}
