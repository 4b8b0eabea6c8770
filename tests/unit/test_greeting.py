"""The greeting: what it calls not configured is what no setting gives."""

import asyncio
from typing import Any, cast

import pytest

from bots.terminal.greeting import greeting
from tests.fakes.desk_port import FakeDesk


def greeted(lang: str, model: str | None) -> str:
    return asyncio.run(greeting(cast(Any, FakeDesk()), lang, model=model))


@pytest.mark.parametrize(
    ("lang", "missing"),
    [
        ("fr", "Pas configuré : modèle de langage, Telegram, Discord, places de marché réelles."),
        ("en", "Not configured: language model, Telegram, Discord, live venues."),
    ],
)
def test_without_a_model_it_is_not_configured(lang: str, missing: str) -> None:
    assert missing in greeted(lang, None).splitlines()


@pytest.mark.parametrize(
    ("lang", "model", "missing"),
    [
        ("fr", "Modèle : ollama:qwen3:4b (facultatif)", "Pas configuré : Telegram, Discord, places de marché réelles."),
        ("en", "Model: ollama:qwen3:4b (optional)", "Not configured: Telegram, Discord, live venues."),
    ],
)
def test_a_configured_model_is_named(lang: str, model: str, missing: str) -> None:
    lines = greeted(lang, "ollama:qwen3:4b").splitlines()
    assert model in lines
    assert missing in lines


def test_a_model_s_name_is_printed_harmless() -> None:
    assert "\x1b" not in greeted("fr", "scripted:\x1b[31m")


@pytest.mark.parametrize(("lang", "word"), [("fr", "papier"), ("en", "paper")])
def test_a_live_conversation_never_says_that_it_is_on_paper(lang: str, word: str) -> None:
    said = asyncio.run(greeting(cast(Any, FakeDesk()), lang, live=True)).splitlines()
    assert "EVA_MODE=live" in said[0]
    assert not any(word in line for line in (said[0], *said[-2:]))
