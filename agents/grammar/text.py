"""From characters to tokens: what may stand in an order, how words are folded, how numbers are read."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from policies.values import InvalidNumber, parse_decimal, plain

MAX_LENGTH = 1000
"""Characters; a longer text is refused unread."""

MAX_TOKENS = 200
"""Tokens; a longer text is not looked up."""

_PLAIN_CHARS = frozenset(
    "\t\n\r\u00a0\u202f\u2009’‘“”«»–—…€£¥ŒœŸæÆ°"
    + "".join(map(chr, range(0x20, 0x7F)))
    + "".join(chr(code) for code in range(0xC0, 0x100) if code not in (0xD7, 0xF7))
)
_ACCENTS = frozenset("\u0300\u0301\u0302\u0303\u0308\u0327")
_HARMLESS = frozenset(
    "\U0001f64f\U0001f44d\U0001f680\U0001f642\U0001f600\U0001f60a\U0001f609\U0001f44c\U0001f4aa\U0001f44b\U0001f389"
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "‘": "'"})
_ELISIONS = frozenset({"c", "d", "j", "l", "m", "n", "s", "t", "qu", "jusqu", "lorsqu", "puisqu"})
_GAP = "[ \u00a0\u202f\u2009]"
_NUMBER = rf"(?:[1-9][0-9]{{0,2}}(?:{_GAP}[0-9]{{3}}(?![0-9]))+(?:[.,][0-9]+)*|[.,]?[0-9]+(?:[.,][0-9]+)*)"
_TOKEN = re.compile(
    rf"(?P<number>(?<![^\W_])(?:(?<!\))(?:[-+–—]|(?<! )[-+–—]{_GAP}))?{_NUMBER}(?P<suffix>[kKmM])?(?![^\W_]|[-_]\w))"
    r"|(?P<id>(?=[A-Za-z_-]*[0-9])[A-Za-z0-9]+(?:[-_][A-Za-z0-9]+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*['’]?)"
    r"|(?P<hyphen>(?<=[^\W\d_])-(?=[^\W\d_]))"
    r"|(?P<cashtag>\$(?=[^\W\d_]))"
    r"|(?P<mark>\S)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Number:
    """A number as written. `value` when it can only mean one thing, else the `readings` it may have, none if broken."""

    raw: str
    value: str | None
    readings: tuple[str, ...] = ()
    suffix: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Token:
    """A word, number, identifier or mark: as written, and folded for look-up; `joined` when a hyphen stands before it.

    A `verb` was not written: it stands for the command, or for the verb of the request before, that `fold` names.
    """

    raw: str
    fold: str
    kind: Literal["number", "id", "word", "mark", "verb"]
    number: Number | None = None
    joined: bool = False


def odd_characters(text: str) -> tuple[str, ...]:
    """The characters that may not stand in an order, as U+XXXX, each once: anything but plain Latin text."""
    odd = [char for char in text if char not in _PLAIN_CHARS and char not in _ACCENTS]
    odd += [char for char in unicodedata.normalize("NFC", text) if char not in _PLAIN_CHARS]
    return tuple(f"U+{ord(char):04X}" for char in dict.fromkeys(odd))


def unadorned(text: str) -> str:
    """A text without the friendly pictures at its end: a raised thumb, a smile, a rocket."""
    end = len(text)
    while end and (text[end - 1] in _HARMLESS or text[end - 1] in " \ufe0f"):
        end -= 1
    return text[:end] if any(char in _HARMLESS for char in text[end:]) else text


def deceptive(text: str) -> bool:
    """Whether a text hides something: invisible or control characters, look-alike digits, scripts mixed in a word."""
    for char in text:
        if char in _PLAIN_CHARS or char in _ACCENTS:
            continue
        if unicodedata.category(char)[0] == "C" or unicodedata.normalize("NFKC", char).isascii():
            return True
    words = re.findall(r"[^\W\d_]+", text)
    return any(any(char.isascii() for char in word) and odd_characters(word) for word in words)


def visible(text: str) -> str:
    """What a person would take an odd text for; used to see what it is about, never to act on it."""
    seen = unicodedata.normalize("NFKC", text)
    return "".join(char for char in seen if char in "\t\n\r" or unicodedata.category(char)[0] not in "CM")


def as_written(words: str, text: str) -> str:
    """Words taken from a text, with the spaces, hyphens and apostrophes that stand between them there.

    Words that do not stand together in the text stay apart.
    """
    pieces = [re.escape(piece).replace("'", "['’‘]") for piece in words.split()]
    found = re.search(r"[\s-]*".join(pieces), unicodedata.normalize("NFC", text)) if pieces else None
    return " ".join(found.group().split()) if found else words


def fold(word: str) -> str:
    """A word in small letters without accents."""
    lowered = word.lower().translate(_LIGATURES)
    if lowered.isascii():
        return lowered
    return "".join(char for char in unicodedata.normalize("NFD", lowered) if not unicodedata.combining(char))


def tokens(text: str) -> list[Token]:
    """The tokens of a text, composed (NFC) first, in order; no more than show that it is too long."""
    found: list[Token] = []
    joined = False
    for match in _TOKEN.finditer(unicodedata.normalize("NFC", text)):
        if len(found) > MAX_TOKENS:
            break
        raw = match.group()
        if match["number"]:
            number = _read_number(raw.removesuffix(match["suffix"] or ""), match["suffix"] or "", raw)
            found.append(Token(raw=raw, fold=raw.lower(), kind="number", number=number))
        elif match["id"]:
            found.append(Token(raw=raw, fold=raw.lower(), kind="id"))
        elif match["word"]:
            found.extend(_split(raw, joined=joined))
        elif match["cashtag"]:
            found.append(Token(raw=raw, fold="cashtag", kind="mark"))
        elif not match["hyphen"]:
            found.append(Token(raw=raw, fold=raw, kind="mark"))
        joined = bool(match["hyphen"])
    return found


def _split(raw: str, *, joined: bool = False) -> list[Token]:
    """Elisions and contractions apart: l'ordre, I'd, AAPL's; "don't" and "aujourd'hui" stay whole."""
    word = raw.replace("’", "'")
    head, apostrophe, rest = word.partition("'")
    lowered = word.lower()
    if not apostrophe or lowered.endswith("n't") or lowered == "aujourd'hui":
        return [Token(raw=word, fold=fold(word), kind="word", joined=joined)]
    if fold(head) in _ELISIONS:
        first = Token(raw=head + "'", fold=fold(head), kind="word", joined=joined)
        return [first, *_split(rest)] if rest else [first]
    first = Token(raw=head, fold=fold(head), kind="word", joined=joined)
    kind: Literal["word", "mark"] = "word" if rest else "mark"
    return [first, Token(raw="'" + rest, fold="'" + fold(rest), kind=kind)]


def _read_number(digits: str, suffix: str, raw: str) -> Number:
    compact = re.sub(_GAP, "", digits)
    readings = _readings(compact)
    # "1.000" and ".5" are asked back; so is "10 400" with a plain space, which may be two numbers ("10 000" may not).
    doubtful = re.fullmatch(r"[0-9]+[.,][0-9]{3}|[.,].*", compact) or re.search(r" [1-9]", digits)
    certain = len(readings) == 1 and not suffix and not doubtful
    return Number(raw=raw, value=readings[0] if certain else None, readings=readings, suffix=suffix.lower())


def _readings(digits: str) -> tuple[str, ...]:
    """Every value that digits with separators may have; none when they follow no convention."""
    whole = re.fullmatch(r"(0|[1-9][0-9]*)", digits)
    if whole:
        return _plain(digits)
    grouped = re.fullmatch(r"([1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\2[0-9]{3})*)(?:(?!\2)[.,]([0-9]+))?", digits)
    single = re.fullmatch(r"(0|[1-9][0-9]*)[.,]([0-9]+)", digits)
    if single and len(single[2]) == 3:
        decimal, joined = f"{single[1]}.{single[2]}", single[1] + single[2]
        return _plain(decimal) + (_plain(joined) if single[1] != "0" else ())
    if single:
        return _plain(f"{single[1]}.{single[2]}")
    if grouped:
        return _plain(re.sub("[.,]", "", grouped[1]) + (f".{grouped[3]}" if grouped[3] else ""))
    bare = re.fullmatch(r"[.,]([0-9]+)", digits)
    return _plain(f"0.{bare[1]}") if bare else ()


def _plain(digits: str) -> tuple[str, ...]:
    try:
        return (plain(parse_decimal(digits)),)
    except InvalidNumber:
        return ()
