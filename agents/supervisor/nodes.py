"""The nodes of the graph: what happens to a turn at each step. Only the last one changes what the thread keeps."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from agents.grammar import understand
from agents.reading import Score, free, settled
from agents.references import resolved
from agents.supervisor.state import Thread, said_since
from agents.supervisor.turn import Floor, Outcome, Turn
from agents.understanding import Route, Understanding
from agents.workers.values import Answered, Ask, OnText, Use
from agents.workers.values import Said as SaidBefore
from policies.values import Label
from tools.errors import Refused, Retry
from tools.registry import BY_NAME
from tools.tool import ToolResult

Changes = dict[str, Any]


class Model(Protocol):
    """The worker with a language model in it."""

    async def answer(self, ask: Ask, use: Use, on_text: OnText | None = None) -> Answered:
        """The model's prose and what it called; never raises."""


class Nodes:
    """What the nodes lean on: the way to the embedding router, and the model if one is configured."""

    def __init__(self, *, router: Callable[[], Awaitable[Score]], model: Model | None) -> None:
        self._router = router
        self._model = model

    async def ingest(self, state: Thread, turn: Turn) -> Changes:
        """Takes the worst label of the thread and the turn: what a model reads is no better than its worst line."""
        return {"label": max(_label(state, turn), turn.label, key=lambda label: label.rank).value}

    async def route(self, _: Thread, turn: Turn) -> Changes:
        """Reads the sentence: grammar first, the embedding where the grammar has only a leaning."""
        found = turn.found or await _read(turn)
        found = await settled(found, turn.text, self._router)
        turn.floor.heard(found.lang)
        turn.found = resolved(found, turn.last)
        return {"route": turn.found.route}

    async def work(self, state: Thread, turn: Turn) -> Changes:
        """Trading, and whatever the conversation answers by itself: a tool, a question, or the model."""
        found, turn.begun = _of(turn), True
        if self._model is not None and free(found):
            answered = await self._model.answer(_ask(state, turn, found.route), _judged_only(turn), turn.on_text)
            turn.outcome = Outcome(found=found, prose=answered.text, calls=answered.calls, degraded=answered.degraded)
            return {}
        turn.outcome = await carried_out(turn.floor, found)
        return {}

    async def closed(self, _: Thread, turn: Turn) -> Changes:
        """A factory that is not open yet."""
        found = _of(turn)
        turn.outcome = Outcome(found=replace(found, tool="factory_closed", args={"factory": found.route}))
        return {}

    async def render(self, _: Thread, turn: Turn) -> Changes:
        """Puts the outcome into words: templates for numbers and verdicts."""
        assert turn.outcome is not None
        turn.told = await turn.floor.tell(turn.outcome)
        return {}

    async def trim(self, state: Thread, turn: Turn) -> Changes:
        """Keeps the exchange, and no more of the thread than is useful."""
        assert turn.told is not None
        return {"said": said_since(state.get("said", ()), turn.text, turn.told.kept)}


async def _read(turn: Turn) -> Understanding:
    symbols, accounts = await turn.floor.listed(), await turn.floor.accounts()
    return understand(turn.text, symbols=symbols, prefer=turn.lang, accounts=accounts)


async def judged_only(floor: Floor, found: Understanding) -> Outcome:
    """The tool that was understood, with its acts judged by the desk and none done."""
    try:
        return Outcome(found=found, result=await floor.use(found.tool or "", found.args, judged_only=True))
    except (Refused, Retry) as error:
        return Outcome(found=found, error=error)


async def carried_out(floor: Floor, found: Understanding) -> Outcome:
    """The tool that was understood, run; what a person has to settle first is left to be asked."""
    if found.clarify is not None or found.tool is None or found.tool not in BY_NAME:
        return Outcome(found=found)
    try:
        return Outcome(found=found, result=await floor.use(found.tool, found.args))
    except (Refused, Retry) as error:
        return Outcome(found=found, error=error)


def _ask(state: Thread, turn: Turn, route: Route) -> Ask:
    """What the model is handed; a text that belongs nowhere is the conversation's own."""
    said = tuple(SaidBefore(who=line["who"], text=line["text"]) for line in state.get("said", ()))
    worker: Route = "assistant" if route == "unclear" else route
    return Ask(text=turn.text, lang=turn.lang, label=_label(state, turn), route=worker, history=said)


def _judged_only(turn: Turn) -> Use:
    """The tools as the model may use them: what acts is judged by the desk, and the person is asked afterwards."""

    async def use(tool: str, args: Mapping[str, Any]) -> ToolResult:
        return await turn.floor.use(tool, args, judged_only=True)

    return use


def _of(turn: Turn) -> Understanding:
    assert turn.found is not None
    return turn.found


def _label(state: Thread, turn: Turn) -> Label:
    return Label(state.get("label", turn.label))
