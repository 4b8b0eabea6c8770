"""What is only asked: reading tools, commands, small talk, other factories, and the language of each."""

import pytest

from agents.grammar import understand
from agents.grammar.slash import COMMANDS
from agents.understanding import Lang

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")

CASES: list[tuple[str, Lang | None, str, str, dict[str, str]]] = [
    ("combien je peux encore perdre aujourd'hui", "fr", "trading", "show_limits", {}),
    ("marge de perte", "fr", "trading", "show_limits", {}),
    ("how much can I still lose?", "en", "trading", "show_limits", {}),
    ("headroom", "en", "trading", "show_limits", {}),
    ("mes positions", "fr", "trading", "show_positions", {}),
    ("show me my positions", "en", "trading", "show_positions", {}),
    ("show my short positions", "en", "trading", "show_positions", {}),
    ("combien d'AAPL ai-je ?", "fr", "trading", "show_positions", {"symbol": "AAPL"}),
    ("montre mes ordres", "fr", "trading", "list_orders", {"scope": "working"}),
    ("pending orders", "en", "trading", "list_orders", {"scope": "working"}),
    ("show cancelled orders", "en", "trading", "list_orders", {"scope": "all"}),
    ("historique des ordres", "fr", "trading", "list_orders", {"scope": "all"}),
    ("dernières exécutions", "fr", "trading", "list_fills", {}),
    ("what did I buy today?", "en", "trading", "list_fills", {}),
    ("P&L du jour", "fr", "trading", "show_pnl", {"period": "today"}),
    ("how much did I make today?", "en", "trading", "show_pnl", {"period": "today"}),
    ("quel est mon solde ?", "fr", "trading", "show_status", {}),
    ("status", "en", "trading", "show_status", {}),
    ("prix d'AAPL", "fr", "trading", "show_quotes", {"symbol": "AAPL"}),
    ("price of IBM", "en", "trading", "show_quotes", {"symbol": "IBM"}),
    ("what's the price of the S&P 500?", "en", "trading", "show_quotes", {"symbol": "SPX"}),
    ("AAPL?", None, "trading", "show_quotes", {"symbol": "AAPL"}),
    ("pourquoi", "fr", "assistant", "explain_refusal", {}),
    ("pourquoi mon ordre de vente a été refusé ?", "fr", "trading", "explain_refusal", {}),
    ("why was my buy order rejected?", "en", "trading", "explain_refusal", {}),
    ("show the audit trail", "en", "assistant", "show_audit", {}),
    ("diagnostic", None, "assistant", "check_health", {}),
    ("doctor", None, "assistant", "check_health", {}),
    ("aide-moi", "fr", "assistant", "show_help", {}),
    ("what can you do?", "en", "assistant", "show_help", {}),
    ("bonjour", "fr", "assistant", "small_talk", {"about": "hello"}),
    ("good morning eva", "en", "assistant", "small_talk", {"about": "hello"}),
    ("merci !", "fr", "assistant", "small_talk", {"about": "thanks"}),
    ("thanks", "en", "assistant", "small_talk", {"about": "thanks"}),
    ("au revoir", "fr", "assistant", "small_talk", {"about": "bye"}),
    ("quit", None, "assistant", "quit", {}),
    ("/status", None, "trading", "show_status", {}),
    ("/statut", "fr", "trading", "show_status", {}),
    ("/status@eva_bot", None, "trading", "show_status", {}),
    ("/positions", None, "trading", "show_positions", {}),
    ("/orders", None, "trading", "list_orders", {"scope": "working"}),
    ("/ordres tous", "fr", "trading", "list_orders", {"scope": "all"}),
    ("/fills", None, "trading", "list_fills", {}),
    ("/executions", None, "trading", "list_fills", {}),
    ("/pnl", None, "trading", "show_pnl", {}),
    ("/pnl week", "en", "trading", "show_pnl", {"period": "week"}),
    ("/pnl jour par jour", "fr", "trading", "show_pnl", {"period": "days"}),
    ("/chart", None, "trading", "draw_chart", {"of": "equity"}),
    ("/chart AAPL 60", None, "trading", "draw_chart", {"of": "AAPL", "sessions": "60"}),
    ("/graphique Apple", "fr", "trading", "draw_chart", {"of": "AAPL"}),
    ("/graphique capital", "fr", "trading", "draw_chart", {"of": "equity"}),
    ("/hours", None, "trading", "show_hours", {}),
    ("/horaires", "fr", "trading", "show_hours", {}),
    ("/decisions", None, "trading", "list_decisions", {}),
    ("/decisions denied", "en", "trading", "list_decisions", {"only": "denied"}),
    ("/decisions refus", "fr", "trading", "list_decisions", {"only": "denied"}),
    ("/usage", None, "assistant", "show_usage", {}),
    ("/limits", None, "trading", "show_limits", {}),
    ("/risque", "fr", "trading", "show_risk", {}),
    ("/quotes AAPL", None, "trading", "show_quotes", {"symbol": "AAPL"}),
    ("/cours", "fr", "trading", "show_quotes", {}),
    ("/why", None, "assistant", "explain_refusal", {}),
    ("/pourquoi", "fr", "assistant", "explain_refusal", {}),
    ("/audit", None, "assistant", "show_audit", {}),
    ("/diagnostic", "fr", "assistant", "check_health", {}),
    ("/aide", "fr", "assistant", "show_help", {}),
    ("/lang fr", None, "assistant", "set_language", {"lang": "fr"}),
    ("/langue français", "fr", "assistant", "set_language", {"lang": "fr"}),
    ("/quitter", "fr", "assistant", "quit", {}),
    ("show positions \U0001f680", "en", "trading", "show_positions", {}),
]


@pytest.mark.parametrize(("text", "lang", "route", "tool", "args"), CASES)
def test_asked(text: str, lang: Lang | None, route: str, tool: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.lang, understood.route) == (None, lang, route)
    assert (understood.tool, dict(understood.args)) == (tool, args)


@pytest.mark.parametrize("name", [name for command in COMMANDS for name in (*command.english, *command.french)])
def test_every_command_is_known(name: str) -> None:
    understood = understand(f"/{name}", symbols=SYMBOLS)
    command = next(command for command in COMMANDS if name in (*command.english, *command.french))
    assert (understood.tool, understood.route) == (command.tool, command.route)


@pytest.mark.parametrize(("prefer", "expected"), [("fr", "fr"), ("en", "en"), (None, None)])
def test_a_language_that_shows_both_ways(prefer: Lang | None, expected: Lang | None) -> None:
    assert understand("please merci", symbols=SYMBOLS, prefer=prefer).lang == expected


def test_a_language_that_does_not_show() -> None:
    assert understand("AAPL?", symbols=SYMBOLS, prefer="fr").lang is None
