"""Requests typed in haste, with slips that tell no side, or behind a clause of chatter; and what stays a question."""

import pytest

from agents.grammar import understand
from agents.grammar.acts import ACTS
from agents.grammar.heard.preamble import clauses
from agents.grammar.heard.spelling import expanded, righted
from agents.grammar.lattice import known_names, lattice
from agents.grammar.text import tokens
from tests.unit.test_grammar_families import SYMBOLS, rows

SLIPS = rows("""
jachète 10 dapple au marché | buy 10 AAPL
jvends 5 ibm | sell 5 IBM
achete 10 apple stp, stop a 390 et obj 440 | buy 10 AAPL stop=390 target=440
prends 10 ibm limte 120 | buy 10 IBM limit=120
vend 3 goog au marcher | sell 3 GOOG
ferme ma posiiton apple | close_position symbol=AAPL
ferme ma pos ibm | close_position symbol=IBM
gimme 5 ibm at mkt pls | buy 5 IBM
lemme get 3 goog | buy 3 GOOG
i wanna sell 5 apple rn | sell 5 AAPL
buy 5 ibm at maket | buy 5 IBM
sell 10 shraes of msft | sell 10 MSFT
Annulle tous mes ordres | cancel_order order=all
slt, jveux acheter 5 ibm o marché merci | buy 5 IBM
jprends 20 msft au marche | buy 20 MSFT
jsut buy me 7 ibm at teh market | buy 7 IBM
can u close my goog posiiton thx | close_position symbol=GOOG
cancel all teh pending oders on aapl | cancel_order order=all symbol=AAPL
buy 25 msft wiht a stop at 26 | buy 25 MSFT stop=26
vends la moitié de mes acions ibm | reduce_position symbol=IBM share=0.5
monte lobjectif dapple à 450 | amend_order symbol=AAPL target=450
buy 10 ibm at makret, tdy only | buy 10 IBM tif=day
""")

CHATTY = rows("""
Just got back from the gym and I feel great: buy 5 IBM | buy 5 IBM
Hey, we finally painted the kitchen. Sell 5 Apple at market please | sell 5 AAPL
J'ai enfin fini mon rapport : vends 4 IBM au marché | sell 4 IBM
Le train est en retard, j'en profite : achète 6 Google, stop 520 | buy 6 GOOG stop=520
It's pouring outside and I'm stuck at home, so close my Google position | close_position symbol=GOOG
Quelle journée ! Ferme ma position Apple | close_position symbol=AAPL
Long day at the office, anyway: cancel all my orders | cancel_order order=all
The kids are asleep, I finally have time. Reduce my IBM by half | reduce_position symbol=IBM share=0.5
Hi Eva! Hope you're well. Could you buy 10 IBM at market? | buy 10 IBM
Good morning, I slept well and I'm ready: buy 5 Apple, stop 390 | buy 5 AAPL stop=390
Back from lunch! Close my IBM position. | close_position symbol=IBM
Salut Eva, j'espère que ta journée se passe bien. Achète 10 IBM au marché. | buy 10 IBM
Allez, je me lance : achète 5 Google | buy 5 GOOG
J'ai promené le chien et il fait beau, alors achète 3 Apple | buy 3 AAPL
Enfin un peu de calme, je peux m'y mettre : réduis IBM de moitié | reduce_position symbol=IBM share=0.5
Bon, j'ai bien réfléchi en buvant mon café : achète-moi 2 Nasdaq au marché. | buy 2 IXIC
Morning! Coffee's in hand and I've made up my mind: buy 11 IBM at market. | buy 11 IBM
Quick one before my meeting: raise the stop on Apple to 405 | amend_order symbol=AAPL stop=405
Ma femme est d'accord, le chat aussi, donc on y va : 10 Apple à l'achat | buy 10 AAPL
""")

UNTOUCHED = [
    "buy 10 markel",
    "achète 10 Merck",
    "nto buy 10 AAPL",
    "do nto buy 10 AAPL",
    "sell 5 IBM dont",
    "buy hten AAPL",
]


@pytest.mark.parametrize(("text", "tool", "args"), SLIPS + CHATTY)
def test_heard(text: str, tool: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.tool, dict(understood.args)) == (None, tool, args)


@pytest.mark.parametrize("text", UNTOUCHED)
def test_what_may_be_something_else_is_not_put_right(text: str) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert understood.clarify is not None or understood.tool not in ACTS


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("jachete", ["j", "achete"]),
        ("dapple", ["d", "apple"]),
        ("laction", ["l", "action"]),
        ("dans", ["dans"]),
        ("jamais", ["jamais"]),
        ("jai", ["j", "ai"]),
        ("tmrw", ["tomorrow"]),
        ("lune", ["lune"]),
    ],
)
def test_short_forms_are_written_out(written: str, meant: list[str]) -> None:
    assert [token.fold for token in expanded(tokens(written), known_names(SYMBOLS))] == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("close my postion", "position"),
        ("at the makret", "market"),
        ("close my Postion", None),
        ("close my possession", None),
        ("buy buyy", None),
    ],
)
def test_only_plain_words_are_put_right(written: str, meant: str | None) -> None:
    found = righted(lattice(tokens(written), known_names(SYMBOLS)))
    assert (found[-1].fold if found else None) == meant


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("I slept well: buy 10 AAPL", [4]),
        ("My boss: buy 10 AAPL", []),
        ("I was told: buy 10 AAPL", []),
        ("I have 10 AAPL: buy", []),
        ('I said "fine": buy 10 AAPL', []),
        ("j'y pense depuis hier : vends", []),
        ("before my lunch, I sit: buy", [4, 7]),
        ("before the close, I sit: buy", []),
        ("in a minute I go: buy", []),
        ("I have a minute: buy", [5]),
        ("I hate this: buy", []),
    ],
)
def test_where_a_request_begins_behind_chatter(text: str, starts: list[int]) -> None:
    assert clauses(lattice(tokens(text), known_names(SYMBOLS))) == starts
