"""Moving a replay's market clock: step by step, the kernel watching at each, never past what is held."""

from datetime import datetime

from policies.intents import AdvanceIntent
from policies.values import Switch
from tools.desk.engine import exits, watching
from tools.desk.engine.account import Trader
from tools.desk.engine.noting import ANSWER_S
from tools.desk.measuring import estimating
from tools.desk.monitor import moments
from tools.trading.venue import Tick


async def advance(trader: Trader, intent: AdvanceIntent, ticket: str) -> None:
    """Runs the market to where the intent says; tells `moved`, or `refused` with the obstacle."""
    if trader.advancing is not None:
        trader.tell("refused", ticket=ticket, reason="already advancing")
        return
    trader.advancing = ticket
    try:
        until = intent.to
        if intent.sessions is not None:
            sessions = intent.sessions
            until = await trader.link.call(lambda venue: venue.target(sessions), ANSWER_S)
            if until is None:
                why = await trader.link.call(lambda venue: venue.obstacle(sessions), ANSWER_S)
                trader.tell("refused", ticket=ticket, reason=why or "no more data")
                return
        if until is not None:
            began = trader.tick.at
            await _run(trader, until)
            kind = "moved" if trader.tick.at > began else "refused"
            short = "data_end" if trader.tick.at < until else None
            trader.tell(kind, ticket=ticket, market_time=trader.tick.at, reason=short)
    finally:
        trader.advancing = None


async def _step(trader: Trader, until: datetime) -> Tick | None:
    tick: Tick | None = await trader.link.call(lambda venue: venue.step(until), ANSWER_S)
    return tick


async def _run(trader: Trader, until: datetime) -> None:
    while trader.tick.at < until:
        tick = await _step(trader, min((until, *moments.stops(trader))))
        if tick is None:
            return
        trader.see(tick)
        await estimating.refresh(trader)
        watched = watching.observe(trader)
        async with trader.protecting:
            pass
        if trader.state.shown is Switch.HALTED and trader.at_risk:
            await exits.flatten(trader)
        elif watched.leave:
            await exits.depart(trader, watched.leave)
