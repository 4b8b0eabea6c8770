"""Results in words, one template a kind of answer."""

from collections.abc import Callable, Mapping

from bots.render import acts, batches, books, hours, journal, pictures, risk, why
from bots.render.model import losses
from tools.tool import ToolResult

Template = Callable[[ToolResult, str], str]

TEMPLATES: Mapping[str, Template] = {
    "show_status": books.status,
    "show_accounts": books.accounts,
    "show_positions": books.positions,
    "list_orders": books.orders,
    "list_fills": books.fills,
    "show_pnl": books.pnl,
    "show_limits": books.limits,
    "show_risk": risk.risk,
    "show_model_risk": losses.model,
    "show_quotes": books.quotes,
    "show_hours": hours.hours,
    "draw_chart": pictures.chart,
    "list_decisions": journal.decisions,
    "explain_refusal": why.why,
    "show_audit": journal.audit,
    "preview_order": acts.preview,
    "halt_trading": acts.halted,
    "resume_trading": acts.resumed,
    "advance_market": acts.advanced,
    "cancel_order": acts.cancelled,
    "do_several": batches.several,
}
"""What reads a result; every other tool is an act, told by its verdict and its orders."""


def render(tool: str, result: ToolResult, lang: str) -> str:
    """The answer to show for a tool's result."""
    return TEMPLATES.get(tool, acts.act)(result, lang)
