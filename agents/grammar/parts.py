"""Where a sentence of several acts is cut: before each verb, and where a joining word stands for the verb."""

from itertools import pairwise

from agents.grammar.language.verbs import HEADS
from agents.grammar.lattice import Lattice
from agents.grammar.text import Token

_JOINS = frozenset({"AND", "THEN", "PUNCT", "WITH"})


def parts(lat: Lattice) -> list[list[Token]] | None:
    """A sentence cut before each verb, and where a joining word begins a part that leaves its verb out."""
    starts = _verb_starts(lat)
    if not starts:
        return None
    bounds = [0, *starts[1:], lat.length]
    found: list[list[Token]] = []
    for (start, end), verb in zip(pairwise(bounds), starts, strict=True):
        found += _gapped(lat, start, end, verb)
    return found


def _verb_starts(lat: Lattice) -> list[int]:
    """Where each act begins: its verb with the words that lead to it."""
    starts: list[int] = []
    at = 0
    while at < lat.length:
        ends = [end for category, end, _ in lat.edges[at] if category in HEADS]
        noun = at > 0 and not lat.categories[at - 1].isdisjoint({"ART", "UN", "OF", "MINE"})
        if ends and not noun and not (starts and _set_of_stop(lat, at)):
            starts.append(at)
            at = max(ends)
        else:
            at += 1
    return [_led(lat, start) for start in starts]


def _set_of_stop(lat: Lattice, at: int) -> bool:
    """ "... and put the stop at 390" may belong to the order before it."""
    return lat.categories[at] <= {"SETV", "INVEST"}


def _led(lat: Lattice, start: int) -> int:
    while start > 0 and not lat.categories[start - 1].isdisjoint({"WISH", "ASKS", "ME"}):
        start -= 1
    return start


def _gapped(lat: Lattice, start: int, end: int, verb: int) -> list[list[Token]]:
    """One act, or more when symbols are joined under one verb: "close AAPL and IBM" says close twice."""
    found = list(lat.found[start:end])
    listed = _listed(lat, start, end)
    if listed:
        told = Token(raw="", fold="ORDER", kind="verb")
        return [[lat.found[verb], told, lat.found[at]] for at in listed]
    named = [at for at in range(start, end) if "SYM" in lat.categories[at]]
    different = {item.symbol for at in named for _, _, item in lat.edges[at] if item is not None and item.symbol}
    if len(different) < 2:
        return [_trimmed(found, lat, start)]
    category = next((name for name, _, _ in lat.edges[verb] if name in HEADS), "")
    if not category:
        category = next((name for at in range(verb, end) for name, _, _ in lat.edges[at] if name in HEADS), "")
    cuts = [start]
    for before, after in pairwise(named):
        joins = [at for at in range(before + 1, after) if not lat.categories[at].isdisjoint(_JOINS)]
        if not joins:
            return [found]
        cuts.append(joins[0])
    cuts.append(end)
    pieces = [list(lat.found[low:high]) for low, high in pairwise(cuts)]
    raw = lat.words(verb, next((end for name, end, _ in lat.edges[verb] if name == category), verb + 1))
    told = Token(raw=raw, fold=category, kind="verb")
    return [_trimmed(pieces[0], lat, start)] + [
        [told, *_trimmed(part, lat, low)] for part, low in zip(pieces[1:], cuts[1:], strict=False)
    ]


def _listed(lat: Lattice, start: int, end: int) -> list[int]:
    """The orders named under one verb: "cancel orders 14, 15 and 16"; empty unless nothing else is said."""
    held = [lat.categories[at] for at in range(start, end)]
    named = [at for at in range(start, end) if not lat.categories[at].isdisjoint({"NUM", "ID"})]
    verbs = [at for at, names in enumerate(held) if not names.isdisjoint({"CANCEL", "DISCARD"})]
    orders = [at for at, names in enumerate(held) if not names.isdisjoint({"ORDER", "ORDERS"})]
    if len(named) < 2 or not verbs or not orders:
        return []
    plain = _JOINS | {
        "ART",
        "MINE",
        "ORDER",
        "ORDERS",
        "WISH",
        "ASKS",
        "POLITE",
        "ME",
        "NUM",
        "ID",
        "CANCEL",
        "DISCARD",
    }
    return named if all(not names.isdisjoint(plain) for names in held) else []


def _trimmed(part: list[Token], lat: Lattice, start: int) -> list[Token]:
    """A part without the joining words at its ends."""
    low, high = 0, len(part)
    while low < high and not lat.categories[start + low].isdisjoint(_JOINS):
        low += 1
    while high > low and not lat.categories[start + high - 1].isdisjoint(_JOINS):
        high -= 1
    return part[low:high]
