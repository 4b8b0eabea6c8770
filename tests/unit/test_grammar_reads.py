"""What is asked to be shown, and small talk, in many wordings: the tool, its arguments, the route, how sure it is."""

import pytest

from agents.grammar import understand
from agents.understanding import SURE

SYMBOLS = ("AAPL", "GOOG", "IBM", "MSFT", "SPX", "IXIC")

READS: list[tuple[str, str, str, dict[str, str]]] = [
    ("never mind", "assistant", "small_talk", {"about": "no"}),
    ("laisse tomber", "assistant", "small_talk", {"about": "no"}),
    ("combien je peux encore perdre aujourd'hui", "trading", "show_limits", {}),
    ("how much room do I have left", "trading", "show_limits", {}),
    ("show me the chart of Apple over 60 sessions", "trading", "draw_chart", {"of": "AAPL", "sessions": "60"}),
    ("courbe de mon capital", "trading", "draw_chart", {"of": "equity"}),
    ("le marché est ouvert ?", "trading", "show_hours", {}),
    ("did I make money this week", "trading", "show_pnl", {"period": "week"}),
    ("P&L du mois jour par jour", "trading", "show_pnl", {"period": "days"}),
    ("qu'est-ce que tu as refusé aujourd'hui ?", "trading", "list_decisions", {"only": "denied"}),
    ("why was my order refused", "trading", "explain_refusal", {}),
    ("pourquoi ?", "assistant", "explain_refusal", {}),
    ("redis ça plus court", "assistant", "small_talk", {"about": "shorter"}),
    ("answer in English", "assistant", "set_language", {"lang": "en"}),
    ("parle français", "assistant", "set_language", {"lang": "fr"}),
    ("combien vaut Apple ?", "trading", "show_quotes", {"symbol": "AAPL"}),
    ("Apple", "trading", "show_quotes", {"symbol": "AAPL"}),
    ("AAPL et MSFT ?", "trading", "show_quotes", {"symbol": "AAPL,MSFT"}),
    ("prix d'Apple et de Microsoft", "trading", "show_quotes", {"symbol": "AAPL,MSFT"}),
    ("how is Google doing", "trading", "show_quotes", {"symbol": "GOOG"}),
    ("ça va ?", "assistant", "small_talk", {"about": "how"}),
    ("merci beaucoup !", "assistant", "small_talk", {"about": "thanks"}),
    ("t'es un robot ?", "assistant", "small_talk", {"about": "human"}),
    ("tu es nulle", "assistant", "small_talk", {"about": "insult"}),
    ("oui", "assistant", "small_talk", {"about": "yes"}),
    ("non", "assistant", "small_talk", {"about": "no"}),
    ("tokens used this month", "assistant", "show_usage", {}),
    ("quelles décisions as-tu prises ?", "trading", "list_decisions", {}),
    ("what did you refuse today", "trading", "list_decisions", {"only": "denied"}),
    ("show my trades in IBM", "trading", "list_fills", {"symbol": "IBM"}),
    ("position sur IBM ?", "trading", "show_positions", {"symbol": "IBM"}),
    ("quand ferme la bourse ?", "trading", "show_hours", {}),
    ("when does the market close?", "trading", "show_hours", {}),
    ("graphique d'IBM sur 3 mois", "trading", "draw_chart", {"of": "IBM", "sessions": "63"}),
    ("equity curve", "trading", "draw_chart", {"of": "equity"}),
    ("mes ordres", "trading", "list_orders", {"scope": "working"}),
    ("hello", "assistant", "small_talk", {"about": "hello"}),
    ("help", "assistant", "show_help", {}),
    ("what can you do", "assistant", "show_help", {}),
    ("how much did I lose this month", "trading", "show_pnl", {"period": "month"}),
    ("what is my P&L by month", "trading", "show_pnl", {"period": "months"}),
    ("combien j'ai gagné cette semaine ?", "trading", "show_pnl", {"period": "week"}),
    ("est-ce que je suis en positif ?", "trading", "show_pnl", {}),
    ("what's my exposure to Apple", "trading", "show_positions", {"symbol": "AAPL"}),
    ("show me my positions please", "trading", "show_positions", {}),
    ("qu'est-ce que j'ai en portefeuille ?", "trading", "show_positions", {}),
    ("do I own any Apple?", "trading", "show_positions", {"symbol": "AAPL"}),
    ("what am I holding", "trading", "show_positions", {}),
    ("mes actions", "trading", "show_positions", {}),
    ("montre-moi les ordres ouverts", "trading", "list_orders", {"scope": "working"}),
    ("any open orders?", "trading", "list_orders", {"scope": "working"}),
    ("show all my orders", "trading", "list_orders", {"scope": "all"}),
    ("liste tous mes ordres", "trading", "list_orders", {"scope": "all"}),
    ("quels ordres sont en attente ?", "trading", "list_orders", {"scope": "working"}),
    ("dernières transactions sur IBM", "trading", "list_fills", {"symbol": "IBM"}),
    ("my last fills", "trading", "list_fills", {}),
    ("what did I sell yesterday", "trading", "list_fills", {}),
    ("quel est mon P&L ?", "trading", "show_pnl", {}),
    ("my pnl", "trading", "show_pnl", {}),
    ("P&L this month", "trading", "show_pnl", {"period": "month"}),
    ("profit today", "trading", "show_pnl", {"period": "today"}),
    ("performance de la semaine", "trading", "show_pnl", {"period": "week"}),
    ("gains du mois", "trading", "show_pnl", {"period": "month"}),
    ("am I up or down today?", "trading", "show_pnl", {"period": "today"}),
    ("pnl week by week", "trading", "show_pnl", {"period": "weeks"}),
    ("pnl par mois", "trading", "show_pnl", {"period": "months"}),
    ("combien ai-je perdu ce mois-ci", "trading", "show_pnl", {"period": "month"}),
    ("what are my limits", "trading", "show_limits", {}),
    ("mes limites", "trading", "show_limits", {}),
    ("combien puis-je perdre avant d'être bloqué ?", "trading", "show_limits", {}),
    ("how far am I from my limits", "trading", "show_limits", {}),
    ("marge restante", "trading", "show_limits", {}),
    ("budget de risque restant", "trading", "show_limits", {}),
    ("status", "trading", "show_status", {}),
    ("où en est-on ?", "trading", "show_status", {}),
    ("fais le point", "trading", "show_status", {}),
    ("combien d'argent ai-je ?", "trading", "show_status", {}),
    ("account balance", "trading", "show_status", {}),
    ("buying power", "trading", "show_status", {}),
    ("quel est le cours de Google ?", "trading", "show_quotes", {"symbol": "GOOG"}),
    ("price of AAPL and IBM", "trading", "show_quotes", {"symbol": "AAPL,IBM"}),
    ("quotes", "trading", "show_quotes", {}),
    ("combien coûte Microsoft", "trading", "show_quotes", {"symbol": "MSFT"}),
    ("how much is IBM trading at", "trading", "show_quotes", {"symbol": "IBM"}),
    ("what's Apple worth", "trading", "show_quotes", {"symbol": "AAPL"}),
    ("Nasdaq ?", "trading", "show_quotes", {"symbol": "IXIC"}),
    ("chart AAPL", "trading", "draw_chart", {"of": "AAPL"}),
    ("graphique AAPL", "trading", "draw_chart", {"of": "AAPL"}),
    ("plot IBM over 20 days", "trading", "draw_chart", {"of": "IBM", "sessions": "20"}),
    ("trace la courbe d'Apple sur 3 semaines", "trading", "draw_chart", {"of": "AAPL", "sessions": "15"}),
    ("show me my equity curve", "trading", "draw_chart", {"of": "equity"}),
    ("evolution de mon compte", "trading", "draw_chart", {"of": "equity"}),
    ("chart of my equity over 30 sessions", "trading", "draw_chart", {"of": "equity", "sessions": "30"}),
    ("heures d'ouverture", "trading", "show_hours", {}),
    ("is the market open?", "trading", "show_hours", {}),
    ("la bourse est ouverte ?", "trading", "show_hours", {}),
    ("when does the market open", "trading", "show_hours", {}),
    ("à quelle heure ferme le marché ?", "trading", "show_hours", {}),
    ("décisions", "trading", "list_decisions", {}),
    ("show the decision history", "trading", "list_decisions", {}),
    ("what have you refused this week?", "trading", "list_decisions", {"only": "denied"}),
    ("liste les refus", "trading", "list_decisions", {"only": "denied"}),
    ("pourquoi tu as refusé mon ordre ?", "trading", "explain_refusal", {}),
    ("why did you refuse?", "assistant", "explain_refusal", {}),
    ("why was it refused", "assistant", "explain_refusal", {}),
    ("raison du refus", "assistant", "explain_refusal", {}),
    ("audit", "assistant", "show_audit", {}),
    ("journal", "assistant", "show_audit", {}),
    ("check your health", "assistant", "check_health", {}),
    ("tout va bien ?", "assistant", "check_health", {}),
    ("combien de tokens as-tu utilisés ?", "assistant", "show_usage", {}),
    ("token usage", "assistant", "show_usage", {}),
    ("aide", "assistant", "show_help", {}),
    ("que sais-tu faire ?", "assistant", "show_help", {}),
    ("help me please", "assistant", "show_help", {}),
    ("quit", "assistant", "quit", {}),
    ("exit", "assistant", "quit", {}),
    ("parle en anglais", "assistant", "set_language", {"lang": "en"}),
    ("en français s'il te plaît", "assistant", "set_language", {"lang": "fr"}),
    ("switch to English", "assistant", "set_language", {"lang": "en"}),
    ("speak French please", "assistant", "set_language", {"lang": "fr"}),
    ("réponds en anglais", "assistant", "set_language", {"lang": "en"}),
    ("bonsoir", "assistant", "small_talk", {"about": "hello"}),
    ("hi there", "assistant", "small_talk", {"about": "hello"}),
    ("hello eva, how are you?", "assistant", "small_talk", {"about": "how"}),
    ("qui es-tu ?", "assistant", "small_talk", {"about": "who"}),
    ("what's your name?", "assistant", "small_talk", {"about": "who"}),
    ("are you human?", "assistant", "small_talk", {"about": "human"}),
    ("es-tu humaine ?", "assistant", "small_talk", {"about": "human"}),
    ("well done!", "assistant", "small_talk", {"about": "praise"}),
    ("bravo, bien joué", "assistant", "small_talk", {"about": "praise"}),
    ("désolé", "assistant", "small_talk", {"about": "sorry"}),
    ("my bad", "assistant", "small_talk", {"about": "sorry"}),
    ("you're useless", "assistant", "small_talk", {"about": "insult"}),
    ("ta gueule", "assistant", "small_talk", {"about": "insult"}),
    ("plus court stp", "assistant", "small_talk", {"about": "shorter"}),
    ("too long", "assistant", "small_talk", {"about": "shorter"}),
    ("plus de détails", "assistant", "small_talk", {"about": "longer"}),
    ("tell me more", "assistant", "small_talk", {"about": "longer"}),
    ("répète", "assistant", "small_talk", {"about": "repeat"}),
    ("say that again", "assistant", "small_talk", {"about": "repeat"}),
    ("ok", "assistant", "small_talk", {"about": "yes"}),
    ("yes please", "assistant", "small_talk", {"about": "yes"}),
    ("no thanks", "assistant", "small_talk", {"about": "no"}),
    ("bonne nuit", "assistant", "small_talk", {"about": "bye"}),
    ("see you tomorrow", "assistant", "small_talk", {"about": "bye"}),
    ("merci pour tout", "assistant", "small_talk", {"about": "thanks"}),
    ("thanks a lot eva 👍", "assistant", "small_talk", {"about": "thanks"}),
]

ELLIPSES: list[tuple[str, str]] = [
    ("et Google ?", "GOOG"),
    ("what about IBM?", "IBM"),
    ("and Microsoft?", "MSFT"),
    ("et IBM", "IBM"),
]


@pytest.mark.parametrize(("text", "route", "tool", "args"), READS)
def test_read(text: str, route: str, tool: str, args: dict[str, str]) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.clarify, understood.route, understood.tool) == (None, route, tool)
    assert (dict(understood.args), understood.confidence >= SURE) == (args, True)


@pytest.mark.parametrize(("text", "symbol"), ELLIPSES)
def test_a_question_that_leans_on_the_one_before(text: str, symbol: str) -> None:
    understood = understand(text, symbols=SYMBOLS)
    assert (understood.tool, dict(understood.args)) == ("show_quotes", {"symbol": symbol})
    assert understood.confidence == 0.6


@pytest.mark.parametrize("line", ["chart of floors", "chart the floors", "graphique de mes planchers"])
def test_a_chart_of_the_floors_is_one_of_the_risk(line: str) -> None:
    found = understand(line, symbols=("AAPL", "IBM"))
    assert (found.tool, found.args["of"], found.clarify) == ("draw_chart", "risk", None)


@pytest.mark.parametrize("line", ["comment je resserre mes limites", "how do I tighten my limits"])
def test_how_limits_are_tightened_is_a_topic_of_the_help(line: str) -> None:
    found = understand(line, symbols=("AAPL", "IBM"))
    assert (found.tool, found.args) == ("show_help", {"topic": "limits"})
