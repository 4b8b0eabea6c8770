"""Every tool there is, as one explicit tuple that a review can read."""

from collections.abc import Mapping
from types import MappingProxyType

from tools.tool import Tool
from tools.trading.advance_market import advance_market
from tools.trading.amend_order import amend_order
from tools.trading.cancel_order import cancel_order
from tools.trading.close_position import close_position
from tools.trading.do_several import do_several
from tools.trading.draw_chart import draw_chart
from tools.trading.explain_refusal import explain_refusal
from tools.trading.halt_trading import halt_trading
from tools.trading.list_decisions import list_decisions
from tools.trading.list_fills import list_fills
from tools.trading.list_orders import list_orders
from tools.trading.place_order import place_order
from tools.trading.preview_order import preview_order
from tools.trading.reduce_position import reduce_position
from tools.trading.resume_trading import resume_trading
from tools.trading.show_accounts import show_accounts
from tools.trading.show_audit import show_audit
from tools.trading.show_hours import show_hours
from tools.trading.show_limits import show_limits
from tools.trading.show_model_risk import show_model_risk
from tools.trading.show_pnl import show_pnl
from tools.trading.show_positions import show_positions
from tools.trading.show_quotes import show_quotes
from tools.trading.show_risk import show_risk
from tools.trading.show_status import show_status

TOOLS: tuple[Tool, ...] = (
    show_status,
    show_accounts,
    show_positions,
    list_orders,
    list_fills,
    show_pnl,
    show_limits,
    show_risk,
    show_model_risk,
    show_quotes,
    show_hours,
    draw_chart,
    place_order,
    preview_order,
    reduce_position,
    close_position,
    cancel_order,
    amend_order,
    do_several,
    halt_trading,
    resume_trading,
    advance_market,
    list_decisions,
    explain_refusal,
    show_audit,
)
"""What can be asked for; a tool that is not here cannot be reached."""

BY_NAME: Mapping[str, Tool] = MappingProxyType({tool.name: tool for tool in TOOLS})
