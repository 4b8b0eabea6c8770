"""Whatever is written, the grammar never raises, and never acts on what it did not read in full and in one way."""

from decimal import Decimal
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from agents.grammar import understand
from agents.grammar.acts import ACTS, LOWERING
from agents.grammar.language.numerals import WORDS as NUMERALS
from agents.grammar.language.phrases import phrases
from agents.grammar.slash import COMMANDS
from agents.grammar.text import fold, odd_characters, unadorned
from agents.understanding import Understanding
from policies.values import Money, parse_decimal
from tests.unit.test_grammar_acts import CASES
from tests.unit.test_grammar_families import FAMILIES
from tests.unit.test_grammar_heard import CHATTY
from tests.unit.test_grammar_leaving import REQUESTED
from tests.unit.test_grammar_orders import ORDERS, PRICED
from tests.unit.test_grammar_requests import ORDERED

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")
WRITTEN = [*(row[0] for row in (*CASES, *REQUESTED, *FAMILIES)), *(row[0] for row in (*ORDERS, *PRICED, *ORDERED))]
SENTENCES = tuple(text for text in WRITTEN if not text.startswith("/kill"))
CHATTER = tuple(row[0] for row in CHATTY)
POLITELY = (
    "tu peux",
    "tu pourrais",
    "tu m",
    "peux-tu",
    "pourrais-tu",
    "est-ce que tu p",
    "can you",
    "could you",
    "would you mind",
    "bonsoir eva, pourrais-tu",
    "hi eva! hope you're well. could you",
)
"""How a polite question begins: with a question mark it is a request as much as without."""
VOCABULARY = sorted(" ".join(words) for found in phrases().values() for words, _ in found)
COMMAND_NAMES = sorted(f"/{name}" for command in COMMANDS for name in (*command.english, *command.french))
NUMBERS = ("10", "390", "1.5", "10,5", "1.000", "10k", "0", "-5", "1 %", "$200", "3f9a1c", "007", "5000 USD", "1 000")
CARRIERS = (
    NUMERALS["fr"]
    | NUMERALS["en"]
    | frozenset(
        "cent cents and % $ usd dollar dollars percent pourcent quart quarts quarter quarters tiers third moitie "
        "half demi on stop limit limite stop-limit semaine semaines week weeks preview simule six in en sur "
        "objectif target short off below above au-dessus".split()
    )
)
"""Words that carry a number, a unit or the kind of an order: without them a sentence rightly says something else."""
NAMES = ("AAPL", "IBM", "GOOG", "MSFT", "Apple", "Google")
NAMED = [(sentence, name) for sentence in SENTENCES for name in NAMES if name in sentence]
words = st.sampled_from([*VOCABULARY, *NUMBERS, *SYMBOLS, "foo", "TSLA", ",", "?", ".", "-"])
sentences = st.sampled_from(SENTENCES)
places = st.integers(0, 60)


def read(text: str) -> Understanding:
    return understand(text, symbols=SYMBOLS)


def acts(understood: Understanding) -> bool:
    return understood.clarify is None and understood.tool in ACTS


def does(understood: Understanding) -> bool:
    return acts(understood) or (understood.clarify is None and understood.tool == "preview_order")


def said(understood: Understanding) -> tuple[str | None, dict[str, Any]]:
    return understood.tool, dict(understood.args)


def with_word(sentence: str, word: str, place: int) -> str:
    pieces = sentence.split(" ")
    first = 1 if sentence.startswith("/") else 0
    at = first + place % (len(pieces) - first + 1)
    return " ".join([*pieces[:at], word, *pieces[at:]])


@given(st.text(max_size=1200) | st.binary(max_size=400).map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_any_text_is_answered(text: str) -> None:
    understood = read(text)
    assert understood.tool or understood.clarify
    assert not (does(understood) and odd_characters(unadorned(text)))


@given(st.lists(words, max_size=40))
def test_any_words_are_answered(spoken: list[str]) -> None:
    understood = read(" ".join(spoken))
    assert understood.tool or understood.clarify


@given(sentences, st.characters(), places)
def test_an_odd_character_never_acts(sentence: str, char: str, place: int) -> None:
    assume(odd_characters(char))
    at = place % (len(sentence) + 1)
    text = sentence[:at] + char + sentence[at:]
    assume(odd_characters(unadorned(text)))
    assert not does(read(text))


@given(sentences, st.data())
def test_digits_of_another_script_never_act(sentence: str, data: st.DataObject) -> None:
    assume(any(char.isdigit() for char in sentence))
    zero = data.draw(st.sampled_from([0xFF10, 0x0660, 0x0966, 0x1D7CE]))
    text = "".join(chr(zero + int(char)) if char.isdigit() else char for char in sentence)
    assert not does(read(text))


@given(sentences, st.sampled_from(["don't", "don’t", "do not", "never", "ne", "pas", "jamais", "sans"]), places)
def test_a_negation_never_acts(sentence: str, negation: str, place: int) -> None:
    assert not does(read(with_word(sentence, negation, place)))


@given(sentences, places)
def test_ne_pas_around_any_word_never_acts(sentence: str, place: int) -> None:
    pieces = sentence.split(" ")
    first = 1 if sentence.startswith("/") else 0
    assume(first < len(pieces))
    at = first + place % (len(pieces) - first)
    assert not does(read(" ".join([*pieces[:at], "ne", pieces[at], "pas", *pieces[at + 1 :]])))


@given(sentences, st.sampled_from(["?", "si", "if", "should", "hier", "yesterday", "demain", "would", "il"]), places)
def test_questions_conditions_the_past_and_wishes_never_act(sentence: str, mark: str, place: int) -> None:
    text = with_word(sentence, mark, place)
    assume(
        not (sentence.lower().startswith(POLITELY) and text.rstrip().endswith("?")) and "il faut" not in text.lower()
    )
    assert not acts(read(text))


@given(
    st.sampled_from(CHATTER),
    st.sampled_from(["?", "si", "if", "should", "hier", "yesterday", "demain", "would", "pas", "not", "he", "dit"]),
    places,
)
def test_a_mark_in_or_behind_chatter_never_acts(sentence: str, mark: str, place: int) -> None:
    assert not acts(read(with_word(sentence, mark, place)))


@given(sentences, st.sampled_from([" ?", "?", " ??"]))
def test_a_question_mark_at_the_end_never_acts(sentence: str, mark: str) -> None:
    assume(not sentence.lower().startswith(POLITELY))
    assert not acts(read(sentence + mark))


@given(sentences, st.text("bcdfghjkmpqrvwxz", min_size=5, max_size=9), places)
def test_a_word_too_many_never_acts(sentence: str, word: str, place: int) -> None:
    understood = read(with_word(sentence, word, place))
    assert not does(understood)
    assert understood.clarify is not None or understood.confidence <= 0.5


@given(sentences, places)
def test_a_dropped_word_leaves_no_wrong_field(sentence: str, place: int) -> None:
    pieces = sentence.split(" ")
    at = place % len(pieces)
    bare = fold(pieces[at]).strip(",.!;:()'").removeprefix("d'")
    assume(
        not CARRIERS & {bare, *bare.split("-")}
        and not any(char.isdigit() for char in bare)
        and not bare.startswith("/")
    )
    understood, whole = read(" ".join(pieces[:at] + pieces[at + 1 :])), read(sentence)
    if not acts(understood) or not acts(whole):
        return
    if whole.tool == "do_several":
        assert understood.tool in {*LOWERING, "do_several"}
    else:
        assert understood.tool == whole.tool
        assert understood.args.items() <= whole.args.items()


@given(sentences, places)
def test_a_number_said_twice_never_changes_an_act(sentence: str, place: int) -> None:
    pieces = sentence.split(" ")
    numbers = [at for at, piece in enumerate(pieces) if any(char.isdigit() for char in piece) and piece != "000"]
    assume(numbers)
    at = numbers[place % len(numbers)]
    twice = read(" ".join([*pieces[: at + 1], *pieces[at:]]))
    if acts(twice):
        assert said(twice) == said(read(sentence))


@given(st.sampled_from(NAMED), places)
def test_a_misspelt_symbol_never_acts(named: tuple[str, str], place: int) -> None:
    sentence, symbol = named
    at = place % (len(symbol) - 1)
    swapped = symbol[:at] + symbol[at + 1] + symbol[at] + symbol[at + 2 :]
    assume(swapped.lower() != symbol.lower())
    assert not does(read(sentence.replace(symbol, swapped)))


@given(sentences)
def test_swapped_marks_never_change_an_act_silently(sentence: str) -> None:
    swapped = read(sentence.translate(str.maketrans(".,", ",.")))
    if acts(swapped):
        assert said(swapped) == said(read(sentence))


@given(st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,4}){0,2}", fullmatch=True))
def test_swapped_separators_never_change_a_number_silently(number: str) -> None:
    swapped = number.translate(str.maketrans(".,", ",."))
    for sentence in ("buy {} AAPL", "buy 10 AAPL stop {}", "risque {} % sur MSFT stop 26", "achète pour {} $ d'AAPL"):
        one, other = read(sentence.format(number)), read(sentence.format(swapped))
        assert acts(one) == acts(other)
        if acts(one):
            assert one.args == other.args


prices = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(999999), places=2)


@given(prices, prices, prices, st.booleans())
def test_numbers_arrive_as_they_were_written(quantity: Decimal, limit: Decimal, stop: Decimal, comma: bool) -> None:
    assume(stop < limit)
    text = f"buy {quantity} AAPL at {limit} or better, stop {stop}"
    understood = read(text.replace(".", ",") if comma else text)
    assert acts(understood)
    assert [Decimal(understood.args[name]) for name in ("quantity", "limit", "stop")] == [quantity, limit, stop]


@given(st.lists(words, max_size=14), st.booleans(), st.sampled_from(COMMAND_NAMES))
def test_whatever_acts_is_well_formed(spoken: list[str], command: bool, name: str) -> None:
    understood = read(" ".join([name, *spoken] if command else spoken))
    if does(understood):
        calls = understood.args.get("acts") or [{"tool": understood.tool, "args": dict(understood.args)}]
        assert understood.tool != "do_several" or {call["tool"] for call in calls} <= LOWERING
        for call in calls:
            well_formed(call["tool"], call["args"])


def well_formed(tool: str, args: dict[str, str]) -> None:
    if tool in ("place_order", "preview_order"):
        assert len(args.keys() & {"quantity", "notional", "risk"}) == 1
        assert args.keys() >= {"symbol", "type"}
        assert "side" in args or ("risk" in args and "stop" in args)
        assert ("limit" in args) == (args["type"] in ("limit", "stop_limit"))
        assert ("trigger" in args) == (args["type"] in ("stop", "stop_limit"))
        assert len(args.keys() & {"stop", "stop_pct", "stop_off"}) <= 1
        assert len(args.keys() & {"target", "target_pct", "target_off"}) <= 1
        assert args["symbol"] in SYMBOLS
    if tool == "reduce_position":
        assert len(args.keys() & {"quantity", "share"}) == 1
    if tool == "amend_order":
        assert len(args.keys() & {"symbol", "order"}) == 1
        assert args.keys() & {"stop", "target", "limit", "trigger", "quantity"}
    for field in args.keys() & {"quantity", "limit", "trigger", "stop", "target", "sessions", "stop_pct", "target_off"}:
        assert parse_decimal(args[field]) >= 0
    if "notional" in args:
        assert Money.parse(args["notional"]).currency == "USD"
    assert args.get("symbol", "all") in (*SYMBOLS, "all", "last")
