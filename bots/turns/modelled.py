"""What a language model would do, as a question: none of its acts happens without a person's word."""

from collections.abc import Mapping, Sequence
from typing import Any

from agents.supervisor.turn import Called
from bots.messages import text
from bots.render.wording import describe
from bots.turns.questions import YES, Question

BAR = "  │ "
"""Stands before every line of a model's prose, so that it cannot pass for what the desk says."""


def harmless(words: str) -> str:
    """A model's words without control or direction characters; lines stay."""
    return "".join(c if c.isprintable() or c == "\n" else " " for c in words)


def marked(prose: str, lang: str) -> str:
    """A model's words under a line that says whose they are, each line behind a bar; nothing for no words."""
    lines = harmless(prose).strip().splitlines()
    return "\n".join([text("model_says", lang), *(f"{BAR}{line}" for line in lines)]) if lines else ""


def acts(calls: Sequence[Called]) -> list[Called]:
    """The acts among a model's calls that the desk would not refuse, each once."""
    found: list[Called] = []
    for call in calls:
        result = call.result
        judged = result is not None and result.proposal is not None and result.verdict is not None
        if judged and result and result.verdict and result.verdict["decision"] != "deny":
            same = any(one.tool == call.tool and dict(one.args) == dict(call.args) for one in found)
            found += [] if same else [call]
    return found


def question(calls: Sequence[Called], *, route: str, lang: str) -> Question:
    """Asks for one of the acts; each answer stands for its tool and arguments."""
    labels = tuple(describe((call.result and call.result.proposal) or {}, lang) for call in calls)
    return Question(
        text=text("model_proposes", lang),
        tool=calls[0].tool,
        route=route,
        labels=labels,
        args=tuple(call.args for call in calls),
        tools=tuple(call.tool for call in calls),
        proposals=tuple(fixed((call.result and call.result.proposal) or {}) for call in calls),
        aliases=(tuple(sorted(YES)),) if len(calls) == 1 else tuple(() for _ in calls),
    )


def fixed(proposal: Mapping[str, Any]) -> dict[str, Any]:
    """What has to be the same when the person says yes: everything but the moments."""
    return {name: value for name, value in proposal.items() if name not in ("expires_at", "created_at")}
