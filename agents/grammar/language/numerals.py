"""Numbers in words, in French and English: "vingt-cinq", "mille deux cents", "a hundred and fifty", "two dozen"."""

from collections.abc import Sequence
from decimal import Decimal

from policies.values import plain

_UNITS = {
    "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7, "huit": 8, "neuf": 9,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14, "quinze": 15, "seize": 16,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "septante": 70, "huitante": 80, "octante": 80,
    "nonante": 90, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
_SCALES = {"mille": 1000, "thousand": 1000, "million": 10**6, "millions": 10**6}
_HUNDREDS = frozenset({"cent", "cents", "hundred"})
_DOZENS = frozenset({"douzaine", "douzaines", "dozen", "dozens"})
_ROUGH = {
    "dizaine": 10, "vingtaine": 20, "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60,
    "centaine": 100, "millier": 1000, "couple": 2, "poignee": 5, "handful": 5,
}  # fmt: skip
_ONES = frozenset({"un", "une", "a", "an"})

WORDS = {
    "fr": frozenset(
        "deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
        "cinquante soixante septante huitante nonante mille douzaine dizaine centaine".split()
    ),
    "en": frozenset(
        "one two three four five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen "
        "nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand dozen".split()
    ),
}
"""The words among them that betray a language."""


def numeral(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """The number that the folded words from `at` on spell, and where it ends; the longest reading."""
    dozen = _dozen(words, at)
    if dozen:
        return dozen
    value, end = _below_million(words, at)
    return (str(value), end) if end > at else None


def scaled(value: str, words: Sequence[str], at: int) -> tuple[str, int] | None:
    """Digits followed by "mille", "thousand" or "million", as one number."""
    scale = _SCALES.get(_word(words, at))
    return (plain(Decimal(value) * scale), at + 1) if scale else None


def rough(words: Sequence[str], at: int) -> tuple[str, int] | None:
    """What only says about how many: "une centaine", "a couple"; the number it stands near, and where it ends."""
    start = at + (_word(words, at) in _ONES)
    value = _ROUGH.get(_word(words, start))
    return (str(value), start + 1) if value else None


def _word(words: Sequence[str], at: int) -> str:
    return words[at] if at < len(words) else ""


def _dozen(words: Sequence[str], at: int) -> tuple[str, int] | None:
    first, second = _word(words, at), _word(words, at + 1)
    if first in ("half", "demi") and second in _ONES | _DOZENS:
        end = at + 1 + (second in _ONES)
        return ("6", end + 1) if _word(words, end) in _DOZENS else None
    if first in _ONES and second == "demi" and _word(words, at + 2) in _DOZENS:
        return "6", at + 3
    if first in _ONES and second in _DOZENS:
        return "12", at + 2
    many = _UNITS.get(first)
    return (str(12 * many), at + 2) if many and second in _DOZENS else None


def _below_hundred(words: Sequence[str], at: int) -> tuple[int, int]:
    """The value and the end of a number below a hundred; the end is `at` when there is none."""
    first, second = _word(words, at), _word(words, at + 1)
    if first == "quatre" and second in ("vingt", "vingts"):
        return _added(80, words, at + 2, upto=20)
    if first == "soixante":
        return _added(60, words, at + 1, upto=20)
    if first in _TENS:
        return _added(_TENS[first], words, at + 1, upto=10)
    if first == "dix" and second in ("sept", "huit", "neuf"):
        return 10 + _UNITS[second], at + 2
    if first in _TEENS:
        return _TEENS[first], at + 1
    if first in _UNITS:
        return _UNITS[first], at + 1
    return 0, at


def _added(tens: int, words: Sequence[str], at: int, *, upto: int) -> tuple[int, int]:
    """Tens with what follows them: "vingt et un", "twenty five", "soixante et onze", "quatre-vingt-dix"."""
    start = at + (_word(words, at) == "et")
    if _word(words, start) in ("un", "une") and (start > at or tens == 80):
        return tens + 1, start + 1
    if start > at and (_word(words, start) != "onze" or upto == 10):
        return tens, at
    value, end = (0, start) if _word(words, start) in _TENS else _below_hundred(words, start)
    return (tens + value, end) if end > start and 0 < value < upto else (tens, at)


def _below_thousand(words: Sequence[str], at: int) -> tuple[int, int]:
    value, end = _below_hundred(words, at)
    if _word(words, at) in ("a", "one") and _word(words, at + 1) == "hundred":
        value, end = 1, at + 1
    if _word(words, end) not in _HUNDREDS or (end == at and _word(words, end) == "cents"):
        return value, end
    hundreds = (value if end > at else 1) * 100
    end += 1
    start = end + (_word(words, end) == "and")
    rest, after = _below_hundred(words, start)
    if after == start and _word(words, start) in ("un", "une") and _word(words, end - 1) == "cent":
        return hundreds + 1, start + 1
    return (hundreds + rest, after) if after > start else (hundreds, end)


def _below_million(words: Sequence[str], at: int) -> tuple[int, int]:
    value, end = _below_thousand(words, at)
    if _word(words, at) in (*_ONES, "one") and _word(words, at + 1) in _SCALES:
        value, end = 1, at + 1
    scale = _SCALES.get(_word(words, end))
    if scale is None or (end == at and _word(words, end) != "mille"):
        return value, end
    thousands = (value if end > at else 1) * scale
    end += 1
    start = end + (_word(words, end) == "and")
    rest, after = _below_thousand(words, start)
    return (thousands + rest, after) if after > start else (thousands, end)
