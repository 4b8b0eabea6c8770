"""Where the grammar has only a leaning, the embedding may choose a reading tool or small talk, and never an act."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from agents import reading
from agents.reading import TALK, called, decided, free, read
from agents.router.known import INTENTS
from agents.understanding import Clarify, Route, Understanding
from bots.messages import MESSAGES
from bots.turns.commands import TOOLS
from tools.registry import BY_NAME
from tools.tool import Tool

SYMBOLS = ("AAPL", "IBM")


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a router says of a text."""

    route: Route = "trading"
    confidence: float = 0.7
    intent: str | None = None


@dataclass(frozen=True, kw_only=True)
class Routing:
    """A router with one answer."""

    said: Said

    def score(self, text: str) -> Said:
        assert text
        return self.said


def lost(route: Route = "unclear") -> Understanding:
    """Nothing was read."""
    clarify = Clarify(question="not_understood", params={"words": "..."})
    return Understanding(lang="en", route=route, clarify=clarify, confidence=0.0)


def leaning(tool: str, route: Route = "trading", **args: Any) -> Understanding:
    """A keyword suggested a tool."""
    return Understanding(lang="fr", route=route, tool=tool, args=args, confidence=0.5)


def asked_back(question: str, tool: str | None) -> Understanding:
    """A verb of an act was read, and asked about."""
    clarify = Clarify(question=question, params={})
    return Understanding(lang="en", route="trading", tool=tool, clarify=clarify, confidence=0.5)


def routes_of(intent: str) -> Route:
    return INTENTS[intent][0]


@pytest.mark.parametrize("intent", sorted(INTENTS))
def test_every_intent_becomes_a_call_that_somebody_answers(intent: str) -> None:
    found = decided(lost(), Said(route=routes_of(intent), intent=intent), "the curve of my account")
    assert (found.route, found.confidence, found.lang) == (routes_of(intent), 0.7, "en")
    assert found.tool in BY_NAME or found.tool in TOOLS
    assert found.tool not in BY_NAME or BY_NAME[str(found.tool)].effect == "read"
    assert (found.clarify is not None) is (intent == "language")


@pytest.mark.parametrize("about", sorted(TALK))
def test_small_talk_has_a_text_in_both_languages(about: str) -> None:
    found = decided(lost(), Said(route="assistant", intent=about), "...")
    assert (found.tool, dict(found.args)) == ("small_talk", {"about": about})
    said_again = about in ("shorter", "repeat")
    assert said_again or set(MESSAGES[f"talk_{about}"]) == {"fr", "en"}


@pytest.mark.parametrize(
    ("intent", "tool", "args"),
    [
        ("show_pnl", "show_pnl", {}),
        ("abilities", "show_help", {}),
        ("show_trading_help", "show_help", {"topic": "orders"}),
        ("health", "check_health", {}),
        ("audit", "show_audit", {}),
        ("explain_refusal", "explain_refusal", {}),
    ],
)
def test_what_an_intent_calls(intent: str, tool: str, args: Mapping[str, str]) -> None:
    found = decided(lost(), Said(route=routes_of(intent), intent=intent), "...")
    assert (found.tool, dict(found.args), found.clarify) == (tool, args, None)


def without(*names: str) -> dict[str, Tool]:
    """The registry of a version that lacks these tools."""
    return {name: tool for name, tool in BY_NAME.items() if name not in names}


def test_the_registry_says_what_can_be_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BY_NAME", without("show_hours"))
    hours = decided(lost(), Said(intent="show_hours"), "when do they ring the bell")
    assert hours.tool is None
    assert hours.clarify is not None
    assert hours.clarify.question == "lost_trading"
    cost = decided(lost(), Said(route="assistant", intent="cost"), "are you dear")
    assert cost.tool == "show_usage"


def test_a_language_is_asked_as_the_command_asks_it() -> None:
    command = asyncio.run(read("/lang", symbols=SYMBOLS, prefer=None, router=nobody))
    found = decided(lost(), Said(route="assistant", intent="language"), "which tongues are yours")
    assert (found.tool, found.clarify, found.route) == (command.tool, command.clarify, "assistant")


async def nobody() -> Routing:
    raise AssertionError("the router was opened")


@pytest.mark.parametrize(
    ("found", "text", "of"),
    [
        (leaning("show_quotes", symbol="AAPL"), "une image du cours d'Apple", "AAPL"),
        (lost(), "une image de mon compte", "equity"),
        (lost(), "how my PORTFOLIO went, as a picture", "equity"),
        (leaning("show_quotes", symbol="AAPL,IBM"), "une image des deux", None),
        (lost(), "a picture of it", None),
        (lost(), "a picture of accountants", None),
    ],
)
def test_a_picture_is_of_one_symbol_or_of_the_account_or_asked(found: Understanding, text: str, of: str | None) -> None:
    drawn = decided(found, Said(intent="draw_chart"), text)
    assert drawn.tool == "draw_chart"
    assert dict(drawn.args) == ({} if of is None else {"of": of})
    assert drawn.clarify == (None if of else Clarify(question="missing", params={"field": "symbol"}))


def test_prices_are_of_the_symbol_that_was_read() -> None:
    assert called("show_quotes", leaning("draw_chart", symbol="IBM"), "...") == Understanding(
        lang=None, route="trading", tool="show_quotes", args={"symbol": "IBM"}
    )


@pytest.mark.parametrize("intent", ["show_positions", "show_status", "show_quotes", "privacy", None])
@pytest.mark.parametrize("route", ["trading", "assistant"])
@pytest.mark.parametrize(
    "found",
    [
        asked_back("no_act", "close_position"),
        asked_back("not_understood", "place_order"),
        asked_back("unknown_symbol", "reduce_position"),
        asked_back("not_understood", None),
        asked_back("no_act", None),
        leaning("close_position", symbol="AAPL"),
        leaning("preview_order", symbol="AAPL"),
        leaning("repeat_order"),
    ],
)
def test_a_verb_of_an_act_keeps_its_question(found: Understanding, route: Route, intent: str | None) -> None:
    read_as = decided(found, Said(route=route, intent=intent), "close, no, show me something")
    if route == found.route:
        assert read_as is found
    else:
        assert read_as.tool is None
        assert read_as.clarify is not None
        assert read_as.clarify.question == "lost_assistant"


def test_a_surer_intent_overrules_a_keyword_and_the_same_tool_keeps_its_arguments() -> None:
    keyword = leaning("show_status")
    assert decided(keyword, Said(route="assistant", intent="safety"), "confier mon compte ?").tool == "small_talk"
    assert decided(keyword, Said(intent="show_limits"), "...").tool == "show_limits"
    dated = leaning("show_pnl", period="week")
    assert decided(dated, Said(intent="show_pnl"), "...") is dated
    refused = leaning("list_decisions", route="assistant", only="denied")
    kept = decided(refused, Said(intent="list_decisions"), "...")
    assert (kept.route, kept.tool, kept.args, kept.confidence) == ("trading", refused.tool, refused.args, 0.7)


@pytest.mark.parametrize(
    ("found", "said", "tool", "question"),
    [
        (leaning("show_status"), Said(), "show_status", None),
        (leaning("show_status"), Said(route="assistant"), None, "lost_assistant"),
        (leaning("show_status"), Said(route="unclear"), None, "lost_unclear"),
        (lost(), Said(route="media"), "factory_closed", None),
        (lost(), Said(), None, "lost_trading"),
        (lost(), Said(route="unclear"), "keeps", "not_understood"),
    ],
)
def test_without_an_intent_the_route_decides(
    found: Understanding, said: Said, tool: str | None, question: str | None
) -> None:
    read_as = decided(found, said, "...")
    assert read_as.tool == (None if tool == "keeps" else tool)
    assert (read_as.clarify.question if read_as.clarify else None) == question


def test_the_router_is_asked_only_where_the_grammar_is_not_sure() -> None:
    async def router() -> Routing:
        return Routing(said=Said(route="assistant", intent="privacy"))

    sure = asyncio.run(read("buy 10 AAPL stop 390", symbols=SYMBOLS, prefer=None, router=nobody))
    assert sure.tool == "place_order"
    doubtful = asyncio.run(read("qui fouille dans nos bavardages", symbols=SYMBOLS, prefer="fr", router=router))
    assert (doubtful.tool, dict(doubtful.args)) == ("small_talk", {"about": "privacy"})
    assert not free(doubtful)
    assert free(lost())
