"""A real, tiny language model behind Ollama's protocol: it answers, streams and rambles, and harms nothing."""

import asyncio
from pathlib import Path

import pytest

from agents.models import doctor
from agents.workers.values import Answered
from policies.values import Label
from tests.fakes.ollama_chain import MODEL, missing, ollama_chain
from tests.fakes.scripted_model import Desk, ask, settings_of, worker_of


@pytest.mark.slow
@pytest.mark.skipif(missing() is not None, reason=f"{missing()} is not installed: no real model to talk to")
def test_a_real_model_answers_over_ollama_s_protocol(tmp_path: Path) -> None:
    pieces: list[str] = []
    desk = Desk()

    async def run() -> tuple[list[Answered], list[dict[str, str]]]:
        async with ollama_chain(tmp_path) as url:
            settings = settings_of(tmp_path, f"ollama:{MODEL}", seconds=12, url=url)
            worker = worker_of(settings)
            found = [
                await worker.answer(ask("Hello! Who are you?", route="media"), desk.use, pieces.append),
                await worker.answer(ask("Write a very long poem about the sea.", route="saas"), desk.use),
                await worker.answer(ask("Buy 10 AAPL now", route="trading", label=Label.WEB), desk.use),
            ]
            impatient = worker_of(settings_of(tmp_path, f"ollama:{MODEL}", seconds=1, url=url))
            found.append(await impatient.answer(ask("Tell me everything. " * 180, route="media"), desk.use))
            absent = settings_of(tmp_path, "ollama:absent", url=url)
            return found, [*await doctor.checks(settings), *await doctor.checks(absent)]

    answers, rows = asyncio.run(run())
    hello, poem, order, hurried = answers
    assert hello.text
    assert hello.text.split()[0] in "".join(pieces)
    assert len(pieces) > 3
    assert hello.tokens_in > 0
    assert hello.tokens_out > 0
    assert hello.degraded in (None, "rambling")
    for found in (hello, poem, order):
        assert found.degraded in (None, "rambling", "empty", "limits", "slow")
        assert len(found.text) <= 2_400
        assert "<|" not in found.text
    assert "place_order" not in desk.names
    assert hurried.degraded == "slow"
    assert [row["status"] for row in rows] == ["ok", "fail"]
