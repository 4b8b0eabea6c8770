"""The graph: ingest, route, one worker, render, trim. Built once a process; the only module that imports langgraph."""

from collections.abc import Awaitable, Callable
from typing import Any

from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime
from langgraph.types import TimeoutPolicy

from agents.supervisor.nodes import Changes, Nodes
from agents.supervisor.state import Thread
from agents.supervisor.turn import Turn

Graph = CompiledStateGraph[Thread, Turn, Thread, Thread]
Step = Callable[[Thread, Turn], Awaitable[Changes]]

STEPS_MOST = 12
"""Supersteps of one turn; the straight way has five."""

OWN_SECONDS = 15.0
"""How long a node may take by itself; the model's time comes on top for the workers."""

WORKERS = {
    "trading": "trading",
    "assistant": "assistant",
    "unclear": "assistant",
    "media": "media",
    "saas": "saas",
    "priority": "priority",
}
"""Which worker takes a route; what is unclear is the conversation's own to ask back."""


def build(nodes: Nodes, *, model_seconds: float, saver: Any) -> Graph:
    """The compiled graph over a saver, or with threads in memory; nodes that call no model may take OWN_SECONDS."""
    graph = StateGraph(Thread, context_schema=Turn)
    _add(graph, "ingest", nodes.ingest, OWN_SECONDS)
    _add(graph, "route", nodes.route, OWN_SECONDS)
    for name in ("trading", "assistant"):
        _add(graph, name, nodes.work, OWN_SECONDS + model_seconds)
    for name in ("media", "saas", "priority"):
        _add(graph, name, nodes.closed, OWN_SECONDS)
    _add(graph, "render", nodes.render, OWN_SECONDS)
    _add(graph, "trim", nodes.trim, OWN_SECONDS)
    graph.add_edge(START, "ingest")
    graph.add_edge("ingest", "route")
    graph.add_conditional_edges("route", lambda state: WORKERS[state["route"]], sorted(set(WORKERS.values())))
    for name in sorted(set(WORKERS.values())):
        graph.add_edge(name, "render")
    graph.add_edge("render", "trim")
    graph.add_edge("trim", END)
    return graph.compile(checkpointer=InMemorySaver() if saver is None else saver)


def _add(graph: Any, name: str, step: Step, seconds: float) -> None:
    async def node(state: Thread, runtime: Runtime[Turn]) -> Changes:
        return await step(state, runtime.context)

    graph.add_node(name, node, timeout=TimeoutPolicy(run_timeout=seconds))
