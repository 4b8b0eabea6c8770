"""The registry: names are unique, effects are two, and every tool is reached in French, in English and by a command."""

from collections import Counter

import pytest

from agents.grammar import understand
from bots.render import TEMPLATES
from bots.turns.commands import TOOLS as OWN
from tools.registry import BY_NAME, TOOLS

SYMBOLS = ("AAPL", "GOOG", "IBM", "IXIC", "MSFT", "SPX", "VIX")
REACHED = {
    "show_status": ("montre-moi le statut", "what is my status", "/status"),
    "show_accounts": ("/account", "/compte", "/accounts"),
    "show_positions": ("quelles sont mes positions", "show my positions", "/positions"),
    "list_orders": ("montre les ordres en attente", "list my working orders", "/orders"),
    "list_fills": ("montre les exécutions", "show the fills", "/fills"),
    "show_pnl": ("combien ai-je gagné aujourd'hui ?", "what is my P&L today", "/pnl"),
    "show_limits": ("combien puis-je encore perdre ?", "how much can I still lose", "/limits"),
    "show_risk": ("quel est mon risque ?", "how close am I to my limits?", "/risk"),
    "show_model_risk": ("montre le risque de modèle", "is the risk model right?", "/model"),
    "show_quotes": ("quel est le cours d'IBM ?", "what is the price of IBM", "/quotes IBM"),
    "place_order": (
        "achète 10 AAPL au marché, stop à 390",
        "buy 15 IBM at 185 or better, stop 178",
        "/buy 1 IBM stop 170",
    ),
    "preview_order": ("simule achète 10 AAPL stop 390", "preview buy 10 AAPL stop 390", "/preview buy 1 IBM stop 170"),
    "reduce_position": ("vends la moitié de mes AAPL", "sell half of my AAPL", "/reduce AAPL 50%"),
    "close_position": ("ferme tout", "close everything", "/close AAPL"),
    "cancel_order": ("annule tous les ordres", "cancel all orders", "/cancel all"),
    "amend_order": ("remonte le stop d'AAPL à 400", "raise the AAPL stop to 400", "/amend AAPL stop 400"),
    "halt_trading": ("coupe tout", "stop everything", "/kill"),
    "resume_trading": ("reprends le trading", "resume trading", "/resume"),
    "do_several": ("ferme AAPL et annule tous les ordres", "close AAPL and cancel all orders"),
    "draw_chart": ("montre-moi le graphique d'AAPL", "show me the chart of Apple", "/chart AAPL"),
    "show_hours": ("le marché est ouvert ?", "is the market open?", "/hours"),
    "list_decisions": ("qu'est-ce que tu as refusé aujourd'hui ?", "what did you refuse today?", "/decisions"),
    "advance_market": ("avance de 5 jours", "advance 5 days", "/advance 5"),
    "show_audit": ("montre le journal d'audit", "show the audit log", "/audit"),
    "explain_refusal": ("pourquoi as-tu refusé ?", "why was it refused?", "/why"),
    "check_health": ("diagnostic", "health check", "/doctor"),
    "show_help": ("que peux-tu faire ?", "what can you do?", "/help"),
}


def test_names_are_unique_and_the_tuple_is_complete() -> None:
    assert [name for name, count in Counter(t.name for t in TOOLS).items() if count > 1] == []
    assert len(BY_NAME) == len(TOOLS)


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_reads_or_proposes_and_says_what_it_does(tool: object) -> None:
    assert getattr(tool, "effect", None) in ("read", "propose")
    assert str(getattr(tool, "summary", "")).endswith(".")


def test_every_template_belongs_to_a_tool() -> None:
    assert set(TEMPLATES) <= set(BY_NAME)


@pytest.mark.parametrize("name", BY_NAME)
def test_every_tool_is_reachable(name: str) -> None:
    assert name in REACHED


@pytest.mark.parametrize(("name", "line"), [(name, line) for name, lines in REACHED.items() for line in lines])
def test_a_sentence_or_a_command_reaches_its_tool(name: str, line: str) -> None:
    found = understand(line, symbols=SYMBOLS)
    assert found.tool == name
    assert found.clarify is None
    assert name in BY_NAME or name in OWN
