"""One long English conversation at a keyboard with the real desk; a kill switch, and the confirmation that lifts it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.processes import Keyboard, end_desk
from tests.journeys.transcripts import Turns, account, pattern, verb

MORNING: Turns = (
    ("hi there", ("Hello! What shall we do?",)),
    ("what can you do?", ("Write as you speak", "/positions", "sell half of my AAPL")),
    ("how am I doing?", ("State: active, ruleset house", "Equity 100,000.00 USD", "No position.", "Headroom")),
    ("what's Apple trading at?", ("3 Jan 2012 15:30 (New York)", "AAPL: 411.33 / 411.43", "Market open.")),
    ("and Microsoft?", ("MSFT: 26.68 / 26.70",)),
    ("show me a chart of AAPL", ("AAPL, 60 sessions from 6 Oct 2011", re.compile(r"Picture: \S+\.png"))),
    (
        "buy 20 AAPL at market with a stop 3% below",
        (
            "Done: buy 20 AAPL at market, stop 399.09.",
            "stop 399.09: 3% below 411.43 (the ask)",
            re.compile(r"e[0-9a-f]{19}: filled, 20 at 411.43"),
        ),
    ),
    ("buy 10k GOOG at market, stop 600", ('"10k": a quantity or an amount?', "1. 10000", "2. 10000 USD")),
    ("10000", ("Refused: buy 10,000 GOOG at market, stop 600.00.", "[ORDER_NOTIONAL]", "[LEVERAGE]")),
    (
        "what did you just refuse and why?",
        ("Your last refusal: buy 10,000 GOOG", "code ORDER_NOTIONAL", "allowed=50000"),
    ),
    (
        "buy 15 IBM at 180 or better, stop 170",
        ("Done: buy 15 IBM limit 180.00, stop 170.00.", re.compile(r"e[0-9a-f]{19}: working")),
    ),
    ("cancel it", (re.compile(r"Done: cancel order e[0-9a-f]{19}\."),)),
    ("buy 10 MSFT at market stop 25, target 30", ("Done: buy 10 MSFT at market, stop 25.00, target 30.00.", "26.70")),
    ("double that", ("I say the order again", "1. buy 20 MSFT at market, stop 25.00, target 30.00", "Answer with")),
    ("no", ("I drop that question",)),
    ("what would 50 more IBM do to my worst case?", ("Preview, nothing is sent: buy 50 IBM", "[STOP_REQUIRED]")),
    (
        "preview buying 50 IBM at market, stop 178",
        (
            "Preview, nothing is sent: buy 50 IBM at market, stop 178.00.",
            "would say yes",
            "Worst case of the account: ",
        ),
    ),
    ("how much can I still lose today?", ("Headroom (ruleset house):", "daily loss: 4,493.80 USD left")),
    ("my P&L by week", ("P&L by week:", "week of 2 Jan 2012: -6.20 USD (under way)", "In all: -6.20 USD")),
    ("how much did I make this month?", ("P&L this month: -6.20 USD",)),
    (
        "close MSFT and cancel all orders",
        (
            "Done: close MSFT.",
            "Done: cancel the entry orders.",
            re.compile(r"x[0-9a-f]{19}: filled, 10 at 26.67"),
            "Protective stops stay in place.",
        ),
    ),
    ("buy 5 AAPL and sell 3 MSFT", ("2 requests at once. Which one first?", "1. buy 5 AAPL", "2. sell 3 MSFT")),
    ("no", ("I drop that question",)),
    ("buy 100 AAPL at market", ("Refused: buy 100 AAPL at market.", "needs a protective stop", "[STOP_REQUIRED]")),
    ("why?", ("Your last refusal: buy 100 AAPL at market", "rule stop_required, code STOP_REQUIRED", "price=411.43")),
    ("when does the market open?", ("it closes at 16:00 New York time, in 30 min.", "tomorrow, 09:30 to 16:00")),
    ("make me a video for youtube", ("Media: the Muse is not open yet.", "nothing was done")),
    ("how many paying customers do I have?", ("SaaS: the Builder is not open yet.", "nothing was done")),
    ("speak French", ("D'accord, je réponds en français.",)),
    ("the price of IBM", ("3 janv. 2012 15:30 (New York)", "IBM : 186,79 / 186,83", "Marché ouvert.")),
    ("switch to English", ("All right, I answer in English.",)),
    ("explain my positions", ("Positions:", "20 AAPL at 411.43, now 411.33 · -3.00 USD · stop 399.09")),
    ("next day", ("4 Jan 2012 15:30 (New York)", "The market has moved forward.")),
    ("stop everything", ("Halt latched on all accounts", "Everything is flat.", "To resume: /resume")),
    ("buy 1 AAPL stop 390", ("Refused: buy 1 AAPL",)),
)
EVENING: Turns = (
    ("buy 4 IBM at market, stop 3% below", ("Done: buy 4 IBM at market", "below", "filled, 4 at ")),
    ("close everything", ("Done: close every position.", re.compile(r"x[0-9a-f]{19}: filled, 4 at "))),
    ("thanks!", ("You are welcome.",)),
    ("quit", ("See you soon. What protects your positions stays in place.",)),
)
FRENCH = ("Réponds", "Refusé", "Rien n'a", "Marché", "exécuté", "Aucun")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "home"
    end_desk(tmp_path / "home")


def hold(keyboard: Keyboard, turns: Turns) -> None:
    """Says line after line; every answer's words come before the next prompt."""
    for line, words in turns:
        keyboard.type(f"{line}\n")
        for wanted in words:
            shown = keyboard.until(pattern(wanted).pattern)
            assert "\n> " not in shown, f"the answer to {line!r} ended before {wanted!r}"
            assert line == "the price of IBM" or not [french for french in FRENCH if french in shown]


def test_a_day_of_a_founder_at_a_keyboard(home: Path) -> None:
    keyboard = Keyboard(home)
    hold(keyboard, MORNING)
    keyboard.type("/resume\n")
    digest = re.search(r"[0-9a-f]{64}", keyboard.until(r"Digest: [0-9a-f]{64}"))
    assert digest is not None
    keyboard.type("how am I doing?\n")
    keyboard.until(r"No position\.")
    keyboard.until("The confirmation still waits")
    keyboard.type(f"{digest[0][:6]}\n")
    keyboard.until("Confirmed")
    keyboard.until("is active again")
    hold(keyboard, EVENING)
    assert keyboard.end() == 0
    found = account(home)
    assert (found["state"], found["positions"], found["orders"]) == ("ACTIVE", [], [])
    assert found["market_time"] == "2012-01-04T20:30:00Z"
    assert verb(home, "audit", "verify")["ok"] is True
