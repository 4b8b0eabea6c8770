"""Turns of the worker for tests: settings for a script or a server, a few tools, and what the desk would be asked."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from agents.understanding import Route
from agents.workers.budget import InMemoryBudget
from agents.workers.values import Answered, Ask, OnText, Said
from agents.workers.worker import Worker
from policies.values import Label
from tools.context import ToolContext
from tools.settings import Settings
from tools.tool import Tool, ToolResult, tool

Answer = Callable[[str, Mapping[str, Any]], Awaitable[ToolResult]]


@tool(route="trading", effect="read", arguments={"account": "an account's id"})
async def show_money(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows what is there."""
    raise AssertionError("a worker runs no tool by itself")


@tool(route="trading", effect="propose", arguments={"symbol": "what", "side": "buy or sell", "quantity": "units"})
async def place_order(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Places an order."""
    raise AssertionError("a worker runs no tool by itself")


@tool(route="assistant", effect="read")
async def show_audit(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Shows the journal."""
    raise AssertionError("a worker runs no tool by itself")


@tool(route="media", effect="propose", arguments={"title": "of the video"})
async def publish_video(ctx: ToolContext, args: Mapping[str, Any]) -> ToolResult:
    """Publishes a video."""
    raise AssertionError("a worker runs no tool by itself")


SAMPLE: tuple[Tool, ...] = (show_money, place_order, show_audit, publish_video)
"""Tools of three routes; whoever runs one outside its `use` fails the test."""


class Desk:
    """The caller's side: records what was used, and answers as it was told, or as a desk in a dry run."""

    def __init__(self, answer: Answer | None = None) -> None:
        self.used: list[tuple[str, dict[str, Any]]] = []
        self._answer = answer

    async def use(self, name: str, args: Mapping[str, Any]) -> ToolResult:
        """One use of a tool, after the event loop went round once, as with a real desk."""
        self.used.append((name, dict(args)))
        await asyncio.sleep(0)
        if self._answer is not None:
            return await self._answer(name, args)
        if name.startswith(("place", "publish")):
            verdict = {"decision": "allow", "reasons": [], "quantity": "1"}
            return ToolResult(proposal={"kind": "order", **args}, verdict=verdict)
        return ToolResult(data={"rows": 3})

    @property
    def names(self) -> list[str]:
        """The tools that were used, in order."""
        return [name for name, _ in self.used]


def settings_of(folder: Path, model: str | None, *, seconds: int = 20, url: str = "http://127.0.0.1:9") -> Settings:
    """Settings of one home with this model."""
    return Settings(home=folder, lang=None, mode="paper", model=model, model_seconds=seconds, ollama_url=url)


def scripted(folder: Path, *rules: Mapping[str, Any], seconds: int = 20) -> Settings:
    """Settings with a script of these rules."""
    path = folder / "script.jsonl"
    path.write_text("".join(json.dumps(rule) + "\n" for rule in rules), encoding="utf-8")
    return settings_of(folder, f"scripted:{path}", seconds=seconds)


def worker_of(settings: Settings, *, left: int = 100_000, tools: Sequence[Tool] = SAMPLE) -> Worker:
    """A worker with a budget in memory; what takes a second to import is there, so that no turn pays for it."""
    import_module("agents.workers.turn")
    return Worker(settings=settings, budget=InMemoryBudget(per_day=left), tools=tools)


def ask(text: str, *, route: Route = "trading", label: Label = Label.OWNER, history: tuple[Said, ...] = ()) -> Ask:
    """A turn in English."""
    return Ask(text=text, lang="en", label=label, route=route, history=history)


def answered(settings: Settings, turn: Ask | str, desk: Desk | None = None, on_text: OnText | None = None) -> Answered:
    """One answer of a fresh worker."""
    wanted = ask(turn) if isinstance(turn, str) else turn
    return asyncio.run(worker_of(settings).answer(wanted, (desk or Desk()).use, on_text))
