"""Whatever is written, the lexicon never raises, and never acts on what it did not read in full."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from agents.lexicon import understand
from agents.lexicon.acts import ACTS
from agents.lexicon.items import concepts
from agents.lexicon.slash import COMMANDS
from agents.lexicon.text import odd_characters
from agents.understanding import Understanding
from policies.values import Money, parse_decimal

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")

SENTENCES = (
    "achète 10 AAPL au marché , stop à 390",
    "buy 15 IBM at 185 or better , stop 178 , target 200",
    "achète 15 IBM à 185 maximum , stop 178",
    "risque 1 % sur MSFT stop 26",
    "risk $200 on MSFT , stop 26",
    "buy AAPL for 5000 USD , stop 390",
    "short 5 GOOG stop 700",
    "buy stop 10 AAPL at 420 stop loss 400",
    "buy stop-limit 10 AAPL at 420 limit 422 stop loss 400",
    "vends 5 AAPL",
    "vends la moitié de mes AAPL",
    "sell 20 % of my IBM",
    "réduis AAPL de 5",
    "ferme tout",
    "close my IBM position",
    "cancel every pending order",
    "annule l'ordre 3f9a1c",
    "remonte le stop d'AAPL à 400",
    "change the limit of order 12 to 184",
    "avance de 5 jours",
    "coupe tout",
    "reprends",
    "/buy 10 AAPL stop 390",
    "/reduce AAPL 5",
    "/close AAPL",
)
VOCABULARY = sorted(" ".join(phrase) for phrase in concepts())
COMMAND_NAMES = sorted(f"/{name}" for command in COMMANDS for name in (*command.english, *command.french))
NUMBERS = ("10", "390", "1.5", "10,5", "1.000", "10k", "0", "-5", "1 %", "$200", "3f9a1c", "007", "5000 USD", "1 000")
words = st.sampled_from([*VOCABULARY, *NUMBERS, *SYMBOLS, "foo", "TSLA", ",", "?", ".", "-"])
sentences = st.sampled_from(SENTENCES)


def acts(understood: Understanding) -> bool:
    return understood.clarify is None and understood.tool in ACTS | {"preview_order"}


def read(text: str) -> Understanding:
    return understand(text, symbols=SYMBOLS)


@given(st.text(max_size=1200) | st.binary(max_size=400).map(lambda raw: raw.decode("utf-8", "surrogateescape")))
def test_any_text_is_answered(text: str) -> None:
    understood = read(text)
    assert understood.tool or understood.clarify
    assert not (acts(understood) and odd_characters(text))


@given(sentences, st.characters(), st.data())
def test_an_odd_character_never_acts(sentence: str, char: str, data: st.DataObject) -> None:
    assume(odd_characters(char))
    at = data.draw(st.integers(0, len(sentence)))
    text = sentence[:at] + char + sentence[at:]
    assume(odd_characters(text))
    assert not acts(read(text))


@given(sentences, st.data())
def test_digits_of_another_script_never_act(sentence: str, data: st.DataObject) -> None:
    assume(any(char.isdigit() for char in sentence))
    zero = data.draw(st.sampled_from([0xFF10, 0x0660, 0x0966, 0x1D7CE]))
    text = "".join(chr(zero + int(char)) if char.isdigit() else char for char in sentence)
    assert not acts(read(text))


@given(sentences, st.sampled_from(["don't", "don’t", "do not", "never", "not", "ne", "pas", "jamais"]), st.data())
def test_a_negation_never_acts(sentence: str, negation: str, data: st.DataObject) -> None:
    pieces = sentence.split(" ")
    at = data.draw(st.integers(1 if sentence.startswith("/") else 0, len(pieces)))
    assert not acts(read(" ".join([*pieces[:at], negation, *pieces[at:]])))


@given(sentences, st.data())
def test_ne_pas_around_any_word_never_acts(sentence: str, data: st.DataObject) -> None:
    pieces = sentence.split(" ")
    first = 1 if sentence.startswith("/") else 0
    assume(first < len(pieces))
    at = data.draw(st.integers(first, len(pieces) - 1))
    assert not acts(read(" ".join([*pieces[:at], "ne", pieces[at], "pas", *pieces[at + 1 :]])))


@given(sentences, st.sampled_from(["?", "si", "if", "should", "hier", "yesterday"]), st.data())
def test_questions_conditions_and_the_past_never_act(sentence: str, mark: str, data: st.DataObject) -> None:
    pieces = sentence.split(" ")
    at = data.draw(st.integers(1 if sentence.startswith("/") else 0, len(pieces)))
    assert not acts(read(" ".join([*pieces[:at], mark, *pieces[at:]])))


@given(sentences, st.text("bcdfghjkmpqrvwxz", min_size=5, max_size=9), st.data())
def test_a_word_too_many_never_acts(sentence: str, word: str, data: st.DataObject) -> None:
    pieces = sentence.split(" ")
    at = data.draw(st.integers(1 if sentence.startswith("/") else 0, len(pieces)))
    understood = read(" ".join([*pieces[:at], word, *pieces[at:]]))
    assert not acts(understood)
    assert understood.clarify is not None


@given(sentences, st.data())
def test_a_dropped_word_leaves_no_wrong_field(sentence: str, data: st.DataObject) -> None:
    pieces = sentence.split(" ")
    numbers = [at for at, piece in enumerate(pieces) if any(char.isdigit() for char in piece)]
    assume(numbers)
    at = data.draw(st.sampled_from(numbers))
    understood, whole = read(" ".join(pieces[:at] + pieces[at + 1 :])), read(sentence)
    assert acts(whole)
    if acts(understood):
        assert understood.tool == whole.tool
        assert understood.args.items() <= whole.args.items()


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
    text = f"buy {quantity} AAPL at {limit} or better, stop {stop}"
    understood = read(text.replace(".", ",") if comma else text)
    assert acts(understood)
    assert [Decimal(understood.args[name]) for name in ("quantity", "limit", "stop")] == [quantity, limit, stop]


@given(st.lists(words, max_size=14), st.booleans(), st.sampled_from(COMMAND_NAMES))
def test_whatever_acts_is_well_formed(spoken: list[str], command: bool, name: str) -> None:
    understood = read(" ".join([name, *spoken] if command else spoken))
    if not acts(understood):
        return
    args = understood.args
    if understood.tool in ("place_order", "preview_order"):
        assert len(args.keys() & {"quantity", "notional", "risk"}) == 1
        assert args.keys() >= {"symbol", "type"}
        assert "side" in args or ("risk" in args and "stop" in args)
        assert ("limit" in args) == (args["type"] in ("limit", "stop_limit"))
        assert ("trigger" in args) == (args["type"] in ("stop", "stop_limit"))
    if understood.tool == "reduce_position":
        assert len(args.keys() & {"quantity", "share"}) == 1
    if understood.tool == "amend_order":
        assert len(args.keys() & {"symbol", "order"}) == 1
        assert args.keys() & {"stop", "target", "limit", "trigger", "quantity"}
    for field in args.keys() & {"quantity", "limit", "trigger", "stop", "target", "sessions"}:
        assert parse_decimal(args[field]) >= 0
    if "notional" in args:
        assert Money.parse(args["notional"]).currency == "USD"
    assert args.get("symbol", "all") in (*SYMBOLS, "all")
