"""From tokens to a lattice: at each place the terminals that begin there, where they end and what they hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from agents.grammar.language.marks import nameless
from agents.grammar.language.numerals import numeral, rough, scaled
from agents.grammar.language.phrases import ALIASES, english, phrases
from agents.grammar.language.verbs import VERBS
from agents.grammar.language.words import SEPARATORS
from agents.grammar.text import Number, Token, tokens

PARTICIPLES = ("é", "ée", "és", "ées")
_NUMBERED = frozenset({"ordre", "order", "#", "numero", "number", "°"})
_ARTICLES = ("le", "la", "les")
_ENTERING = frozenset({"BUY", "SELL", "SHORT"})
_HALF_PERCENT = (
    ("half", "a", "percent"),
    ("half", "a", "per", "cent"),
    ("un", "demi", "pour", "cent"),
    ("half", "percent"),
)
_CENT = frozenset({"%", "percent", "pct", "pourcent", "pourcents", "pc"})


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Item:
    """What a terminal holds: a number or amount with its unit, a known symbol, or a name; as it was written."""

    raw: str
    unit: str = ""
    number: Number | None = None
    symbol: str | None = None
    foreign: str = ""


Edge = tuple[str, int, Item | None]
"""A category, where it ends, and what it holds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lattice:
    """The terminals of a sentence by the place where they begin."""

    found: tuple[Token, ...]
    edges: tuple[tuple[Edge, ...], ...]
    categories: tuple[frozenset[str], ...]

    @property
    def length(self) -> int:
        """How many tokens it spans."""
        return len(self.found)

    def has(self, *wanted: str) -> bool:
        """Whether one of the categories begins anywhere."""
        return any(not categories.isdisjoint(wanted) for categories in self.categories)

    def words(self, start: int, end: int) -> str:
        """The tokens of a span as they were written."""
        return " ".join(token.raw for token in self.found[start:end])


def known_names(symbols: Collection[str]) -> dict[tuple[str, ...], str]:
    """What each known symbol may be called: itself, and the names of its company, in small letters."""
    return _names(tuple(symbols))


@cache
def _names(symbols: tuple[str, ...]) -> dict[tuple[str, ...], str]:
    names = {tuple(token.raw.lower() for token in tokens(symbol)): symbol for symbol in symbols}
    return names | {tuple(name.split()): symbol for name, symbol in ALIASES.items() if symbol in symbols}


def lattice(found: Sequence[Token], names: Mapping[tuple[str, ...], str]) -> Lattice:
    """All terminals of a sentence. A word of the vocabulary wins over a symbol unless it is written like the symbol."""
    folds = [token.fold for token in found]
    raws = [token.raw.lower() for token in found]
    edges = [tuple(_edges(found, folds, raws, at, names)) for at in range(len(found))]
    if english(folds):
        edges = [tuple(edge for edge in here if edge[0] != "A") for here in edges]
    edges = [_after(edges[at - 1], here, found[at]) if at else here for at, here in enumerate(edges)]
    categories = tuple(frozenset(edge[0] for edge in here) for here in edges)
    return Lattice(found=tuple(found), edges=tuple(edges), categories=categories)


def _after(before: tuple[Edge, ...], here: tuple[Edge, ...], token: Token) -> tuple[Edge, ...]:
    """What a word is after the one before it.

    "Buy stop" and "achat stop" name an order that waits for its price: such a stop protects nothing. An article that
    ends the request is what it is about only after a verb."""
    entering = any(category in _ENTERING for category, _, _ in before)
    verb = token.joined or any(category in VERBS for category, _, _ in before)
    return tuple(
        ("ESTOP" if category == "STOP" and entering else category, end, item)
        for category, end, item in here
        if category != "IT" or verb or token.fold not in _ARTICLES
    )


def _edges(
    found: Sequence[Token], folds: list[str], raws: list[str], at: int, names: Mapping[tuple[str, ...], str]
) -> list[Edge]:
    token = found[at]
    if token.kind == "verb":
        return [(token.fold, at + 1, None)]
    edges = _spoken(token, folds, raws, at) + _pronouns(found, at)
    edges += _named(found, raws, at, names, known=bool(edges))
    values = _values(found, folds, at)
    longest = max((end for category, end, _ in values if category in ("NUM", "ABOUT")), default=at)
    if longest > at + 1:
        edges = [edge for edge in edges if edge[1] >= longest]
    if of_the_clock(found, at):
        return []
    if token.kind == "mark" and token.fold in SEPARATORS and not (token.fold == "/" and _between_numbers(found, at)):
        edges.append(("PUNCT", at + 1, None))
    if token.fold == "?":
        edges.append(("QMARK", at + 1, None))
    if token.kind == "id":
        edges.append(("ID", at + 1, Item(raw=token.raw)))
    if not edges and not values and token.kind == "word" and _nameable(token.fold):
        edges.append(("UNK", at + 1, Item(raw=token.raw)))
    return edges + values


def of_the_clock(found: Sequence[Token], at: int) -> bool:
    """Whether a colon stands between the hour and the minutes: "15:30", but not "order 9: 15 shares"."""
    numbered = at > 1 and found[at - 2].fold in _NUMBERED
    return found[at].fold == ":" and _between_numbers(found, at) and not numbered


def _between_numbers(found: Sequence[Token], at: int) -> bool:
    return 0 < at < len(found) - 1 and found[at - 1].number is not None and found[at + 1].number is not None


def _nameable(word: str) -> bool:
    return word not in nameless() and not word.endswith("n't")


def _spoken(token: Token, folds: list[str], raws: list[str], at: int) -> list[Edge]:
    """What the vocabulary has, the longest phrase alone.

    An accent makes another word of an English one: "résume" is no "resume"."""
    edges: list[Edge] = []
    longest = 0
    participle = raws[at].endswith(PARTICIPLES)
    for words, categories in phrases().get(token.fold, ()):
        end = at + len(words)
        if len(words) < longest:
            break
        if len(words) > 1 and tuple(folds[at:end]) != words:
            continue
        accented = not all(raw.isascii() or "’" in raw for raw in raws[at:end])
        found: list[Edge] = [
            (category, end, None)
            for category, french in categories.items()
            if (french or not accented) and not (participle and category in VERBS)
        ]
        longest = len(words) if found else longest
        edges += found
    return edges


def _named(
    found: Sequence[Token], raws: list[str], at: int, names: Mapping[tuple[str, ...], str], *, known: bool
) -> list[Edge]:
    edges: list[Edge] = []
    for length in (4, 3, 2, 1):
        symbol = names.get(tuple(raws[at : at + length])) if at + length <= len(found) else None
        if symbol is None:
            continue
        raw = " ".join(token.raw for token in found[at : at + length])
        if length > 1 or not known or (raw == symbol and len(raw) > 1):
            edges.append(("SYM", at + length, Item(raw=raw, symbol=symbol)))
        break
    return edges


def _pronouns(found: Sequence[Token], at: int) -> list[Edge]:
    """ "Ferme-la", "annule le": an article that ends the request, or hangs on the verb, is what it is about."""
    if found[at].fold not in _ARTICLES:
        return []
    last = at + 1 == len(found) or found[at + 1].kind == "mark"
    return [("IT", at + 1, None)] if found[at].joined or last else []


def _values(found: Sequence[Token], folds: list[str], at: int) -> list[Edge]:
    """Numbers in digits or words, alone and joined with the dollar or per-cent sign beside them."""
    edges: list[Edge] = []
    half = next((at + len(one) for one in _HALF_PERCENT if tuple(folds[at : at + len(one)]) == one), 0)
    if half:
        return [("PERCENT", half, _with_unit(found, at, half, _number(found, at, half, "0.5"), "%"))]
    sign = folds[at] in ("$", "usd")
    start = at + sign
    near = rough(folds, at)
    if near:
        edges.append(("ABOUT", near[1], _number(found, at, near[1], near[0])))
    item, end = _plain(found, folds, start)
    if item is None and not sign and folds[at] in ("un", "une") and _percent_end(folds, at + 1):
        item, end = _number(found, at, at + 1, "1"), at + 1
        return [
            *edges,
            ("PERCENT", _percent_end(folds, end), _with_unit(found, at, _percent_end(folds, end), item, "%")),
        ]
    if item is None:
        return edges + _foreign_first(found, folds, at)
    if sign:
        return [*edges, ("MONEY", end, _with_unit(found, at, end, item, "USD"))]
    edges.append(("NUM", end, item))
    percent = _percent_end(folds, end)
    if percent:
        edges.append(("PERCENT", percent, _with_unit(found, at, percent, item, "%")))
    edges += _money(found, folds, at, end, item)
    return edges


def _plain(found: Sequence[Token], folds: list[str], at: int) -> tuple[Item | None, int]:
    if at >= len(found):
        return None, at
    token = found[at]
    if token.number is not None:
        large = scaled(token.number.value, folds, at + 1) if token.number.value else None
        if large:
            return _number(found, at, large[1], large[0]), large[1]
        return Item(raw=token.raw, number=token.number), at + 1
    spelt = numeral(folds, at) if token.kind == "word" else None
    return (_number(found, at, spelt[1], spelt[0]), spelt[1]) if spelt else (None, at)


def _number(found: Sequence[Token], start: int, end: int, value: str) -> Item:
    raw = " ".join(token.raw for token in found[start:end])
    return Item(raw=raw, number=Number(raw=raw, value=value, readings=(value,)))


def _percent_end(folds: list[str], at: int) -> int:
    """Where a per-cent sign that begins here ends; 0 when none does."""
    if at < len(folds) and folds[at] in _CENT:
        return at + 1
    if folds[at : at + 2] in (["pour", "cent"], ["per", "cent"], ["pour", "cents"]):
        return at + 2
    return 0


def _money(found: Sequence[Token], folds: list[str], at: int, end: int, item: Item) -> list[Edge]:
    """An amount with its currency after it; a foreign one before it too ("£200")."""
    edges: list[Edge] = []
    for words, categories in phrases().get(folds[end], ()) if end < len(folds) else ():
        stop = end + len(words)
        if tuple(folds[end:stop]) == words and "USD" in categories:
            edges.append(("MONEY", stop, _with_unit(found, at, stop, item, "USD")))
        elif tuple(folds[end:stop]) == words and "FOREIGN" in categories:
            foreign = " ".join(token.raw for token in found[end:stop])
            edges.append(("MONEY", stop, Item(raw=item.raw, unit="USD", number=item.number, foreign=foreign)))
    return edges


def _foreign_first(found: Sequence[Token], folds: list[str], at: int) -> list[Edge]:
    """ "£200": an amount that begins with the sign of another currency."""
    item, end = _plain(found, folds, at + 1) if folds[at] in ("€", "£", "¥", "eur", "gbp", "chf") else (None, at)
    if item is None:
        return []
    return [("MONEY", end, Item(raw=item.raw, unit="USD", number=item.number, foreign=found[at].raw))]


def _with_unit(found: Sequence[Token], start: int, end: int, item: Item, unit: str) -> Item:
    raw = f"${item.raw}" if found[start].raw == "$" else " ".join(token.raw for token in found[start:end])
    return Item(raw=raw, unit=unit, number=item.number)
