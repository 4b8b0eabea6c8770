"""What one sentence asks for: an act read in full, then something to show, then the question that is due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from agents.grammar.acts import ACTS
from agents.grammar.chart import Chart, grammar_of
from agents.grammar.heard.preamble import clauses
from agents.grammar.heard.spelling import righted
from agents.grammar.language.rules import FIRM
from agents.grammar.language.verbs import HEADS, TRADING, VERBS, WEAK
from agents.grammar.lattice import PARTICIPLES, Item, Lattice, lattice
from agents.grammar.misspelt import mended
from agents.grammar.moods import moods
from agents.grammar.reads import asked, plain_question, small_talk
from agents.grammar.requests import LONGEST, Reader
from agents.grammar.text import Token
from agents.understanding import SURE, Clarify, Option, Route, Understanding

Names = Mapping[tuple[str, ...], str]

_STOPPING = [[word] for word in "stop coupe coupez couper arrete arretez arreter stoppe stoppez stopper".split()]
"""Words that alone may mean that everything has to stop: asked back, with /kill as the answer."""

_NOISE = frozenset({"PUNCT", "ART", "OF", "AND", "POLITE", "COLON", "WITH"})
"""Terminals that may stay over without changing what is asked; they are not quoted."""

_SMALL = frozenset({"ART", "OF", "AND", "COLON", "SETV", "FOR", "ON", "WITH"})
_WEIGHTY = TRADING | {"SYM", "STOPLOSS", "ORDERS", "POSITIONS", "POSITION", "SHARES", "RISK", "BUYH", "SELLH"}
_DEFAULT_TOOLS = {
    "CANCEL": "cancel_order",
    "AMEND": "amend_order",
    "ADVANCE": "advance_market",
    "HALT": "halt_trading",
    "CLOSE": "close_position",
    "REDUCE": "reduce_position",
}


def sentence(found: Sequence[Token], lat: Lattice, names: Names, symbols: Collection[str]) -> Understanding:
    """Reads one sentence that is no command."""
    reader = Reader(names=names, symbols=symbols)
    plain = plain_question(found)
    if plain is not None:
        return plain
    act = reader.request(lat)
    if act is not None and act.confidence >= SURE and not _incoherent(act):
        return act
    heard = _heard(lat, reader)
    if heard is not None:
        return heard
    said = small_talk(found) or _shown(found, lat)
    if said is not None and said.confidence >= SURE:
        return said
    if act_like(lat) or (_sized(lat) and (said is None or lat.has("NUM"))):
        return _no_request(lat, reader, act) or _doubted(act, lat) or _left_over(lat, reader)
    slipped = None if moods(lat)[0] else _slipped(lat, reader)
    if slipped is not None:
        return slipped
    if [token.fold for token in found if token.kind != "mark"][:2] in _STOPPING:
        return _halt_asked(found[0].raw, 1.0)
    return said or _lost(found, lat)


def _heard(lat: Lattice, reader: Reader) -> Understanding | None:
    """The act of a sentence whose slips are put right, or of what stands behind a clause of chatter."""
    for start in [0, *clauses(lat)]:
        part = lattice(lat.found[start:], reader.names) if start else lat
        act = reader.request(part) if start else None
        tokens = righted(part) if act is None or _incoherent(act) else None
        act = reader.request(lattice(tokens, reader.names)) if tokens is not None else act
        if act is not None and act.confidence >= SURE and not _incoherent(act):
            return act
    return None


def command_act(lat: Lattice, reader: Reader) -> Understanding:
    """The act of a command, read as a sentence is, or the question that stands before it."""
    act = reader.request(lat)
    if act is not None and not _incoherent(act):
        return act
    return _no_request(lat, reader, act) or act or _left_over(lat, reader)


def _incoherent(act: Understanding) -> bool:
    return act.clarify is not None and act.clarify.question == "not_understood"


def _shown(found: Sequence[Token], lat: Lattice) -> Understanding | None:
    return asked(found, lat) if found else None


def act_like(lat: Lattice) -> bool:
    """Whether a sentence speaks of an act at all."""
    if lat.has(*(HEADS - WEAK), "RISK"):
        return True
    return lat.has(*WEAK, "REPEAT", "DOUBLE") and lat.has("SYM", "STOP", "STOPLOSS", "TARGET", "ORDER", "ORDERS")


def _sized(lat: Lattice) -> bool:
    """Whether a symbol stands beside a number or a past trade, though no verb of an act does."""
    spoken = lat.has("BUYH", "SELLH", "SHORTH") or any(_participle(token) for token in lat.found)
    return lat.has("SYM") and (spoken or lat.has("NUM", "MONEY")) or (spoken and lat.has("NUM"))


def _doubted(act: Understanding | None, lat: Lattice) -> Understanding | None:
    """What was read with words that belong to no act is only as sure as the sentence is about trading."""
    if act is None or not _incoherent(act):
        return act
    confidence = min(act.confidence, _sureness(lat))
    route: Route = "trading" if confidence else "unclear"
    return replace(act, route=route, tool=act.tool if confidence else None, confidence=confidence)


def _sureness(lat: Lattice) -> float:
    """How sure it is that a sentence which was not read in full is about trading."""
    ticker = any(item.raw == item.symbol for edges in lat.edges for _, _, item in edges if item and item.symbol)
    sized = lat.has("SYM") and lat.has("NUM", "MONEY", "PERCENT")
    if (lat.has(*TRADING) and (ticker or sized)) or (ticker and sized):
        return SURE
    return 0.5 if lat.has(*_WEIGHTY) else 0.0


def _participle(token: Token) -> bool:
    return token.raw.lower().endswith(PARTICIPLES) and any(
        f"|{token.fold}|" in f"|{twins[0]}|" for twins in VERBS.values()
    )


def _no_request(lat: Lattice, reader: Reader, act: Understanding | None) -> Understanding | None:
    """The question when a sentence is negated, conditional, asked, past, wished, or for later; or misspelt."""
    why, rest = moods(lat)
    if not why or (why == ["later"] and lat.has("ADVANCE")):
        return _slipped(lat, reader)
    meant = reader.request(lattice(rest, reader.names)) if len(rest) < lat.length else None
    full = meant is not None and meant.tool in ACTS and meant.confidence >= SURE and not _incoherent(meant)
    options: tuple[Option, ...] = ()
    if full and meant is not None and meant.clarify is None and _only_asked(lat, why):
        options = (Option(label=" ".join(token.raw for token in rest)[:60], args=dict(meant.args), tool=meant.tool),)
    confidence = 1.0 if full else SURE if lat.has("SYM") else 0.5
    clarify = Clarify(question="no_act", params={"why": why[0]}, options=options)
    tool = meant.tool if full and meant is not None else _tool(lat)
    return Understanding(lang=None, route="trading", tool=tool, clarify=clarify, confidence=confidence)


def _only_asked(lat: Lattice, why: Sequence[str]) -> bool:
    """Whether nothing but the question mark at the end makes it a question."""
    marks = [token for token in lat.found if token.fold == "?"]
    return list(why) == ["question"] and len(marks) == 1 and lat.found[-1].fold == "?" and _polite(lat)


def _polite(lat: Lattice) -> bool:
    without = lattice(lat.found[:-1], {})
    return not moods(without)[0]


def _slipped(lat: Lattice, reader: Reader) -> Understanding | None:
    """The act that was meant with one slip of the finger; the side of an order is asked, never mended."""
    for meant in mended(lat):
        understood = reader.request(lattice(meant.found, reader.names))
        if understood is None or understood.tool not in ACTS or understood.confidence < SURE:
            continue
        if understood.clarify is None and not meant.asked and understood.tool not in ("place_order", "amend_order"):
            return understood
        if understood.clarify is None:
            label = " ".join(token.raw for token in meant.found)[:60]
            option = Option(label=label, args=dict(understood.args), tool=understood.tool)
            params = {"written": meant.written[:40], "meant": meant.meant}
            clarify = Clarify(question="misspelt", params=params, options=(option,))
            return replace(understood, args={}, clarify=clarify)
    return None


def _tool(lat: Lattice) -> str:
    heads = [name for edges in lat.edges for name, _, _ in edges if name in HEADS]
    return next((_DEFAULT_TOOLS[head] for head in heads if head in _DEFAULT_TOOLS), "place_order")


def _left_over(lat: Lattice, reader: Reader) -> Understanding:
    """A request that was not read in full: what was left over, and whether foreign money or a symbol is the reason."""
    if lat.has("HALT"):
        return _halt_more(lat, reader)
    foreign = next((i.foreign for edges in lat.edges for _, _, i in edges if isinstance(i, Item) and i.foreign), "")
    if foreign:
        clarify = Clarify(question="currency", params={"currency": foreign})
    else:
        clarify = Clarify(question="not_understood", params={"words": _words_left(lat, reader)[:80]})
    confidence = _sureness(lat)
    route: Route = "trading" if confidence else "unclear"
    tool = _tool(lat) if confidence else None
    return Understanding(lang=None, route=route, tool=tool, clarify=clarify, confidence=confidence)


def _words_left(lat: Lattice, reader: Reader) -> str:
    if lat.length > LONGEST:
        return lat.words(0, lat.length)
    best: list[int] | None = None
    for family in reader.families(lat) or ["trade"]:
        left, _ = Chart(grammar_of(FIRM[family]), lat).covered("unit")
        if best is None or len(left) < len(best):
            best = left
    kept = [at for at in best or [] if not lat.categories[at] <= _NOISE or not lat.categories[at]]
    last = next((at for at in reversed(range(lat.length)) if "PUNCT" not in lat.categories[at]), None)
    if not kept and last is not None and lat.categories[last] & _SMALL:
        kept = [last]
    return " ".join(lat.found[at].raw for at in kept) or lat.words(0, lat.length)


def _halt_more(lat: Lattice, reader: Reader) -> Understanding:
    """A halt with more said: never done, /kill is offered; sure only when the halt stands by itself before the rest."""
    left = _words_left(lat, reader)[:80]
    end = next((end for name, end, _ in lat.edges[0] if name == "HALT"), 0)
    apart = 0 < end < lat.length and "PUNCT" in lat.categories[end]
    return _halt_asked(left, 1.0 if apart else 0.5)


def _halt_asked(words: str, confidence: float) -> Understanding:
    clarify = Clarify(question="not_understood", params={"words": words}, options=(Option(label="/kill", args={}),))
    return Understanding(lang=None, route="trading", tool="halt_trading", clarify=clarify, confidence=confidence)


def _lost(found: Sequence[Token], lat: Lattice) -> Understanding:
    """Nothing definite was read; a word of the trade makes it lean to trading."""
    clarify = Clarify(question="not_understood", params={"words": " ".join(token.raw for token in found)[:80]})
    leaning = lat.has(*_WEIGHTY)
    return Understanding(
        lang=None, route="trading" if leaning else "unclear", clarify=clarify, confidence=0.5 if leaning else 0.0
    )
