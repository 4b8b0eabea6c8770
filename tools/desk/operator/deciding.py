"""A request that a person has answered: is it still what was shown, and what is journaled with the answer."""

from policies.intents import AnyIntent, OrderIntent
from policies.kernel import judge
from policies.values import OrderType, Tier
from policies.verdicts import Deny, NeedsApproval
from policies.wire.cases import decode_intent
from policies.wire.fingerprint import digest
from tools.desk.engine import proposing
from tools.desk.engine.account import Trader
from tools.desk.record.journal import Entry, JournalFull
from tools.desk.record.state import Ticket
from tools.errors import Refused


def judged_again(trader: Trader, ticket: Ticket) -> list[Entry] | None:
    """The orders to journal with an approval, by the facts of now; None when the request is void.

    Void is what no longer has the digest that was shown, what rules deny by now, what by now needs a higher tier,
    and a market order whose market has left the band around the price that it was asked at. Raises Refused while
    the account is being flattened, JournalFull for more risk on a full disk.
    """
    pending = ticket.pending
    if pending is None:
        return None
    if trader.flattening.locked():
        raise Refused("the desk is still flattening: ask again in a moment")
    intent: AnyIntent = decode_intent(proposing.stored(ticket.intent, ticket.kind))
    if digest(intent, proposing.context(trader)) != pending.digest or moved(trader, ticket, intent):
        return None
    verdict = judge(intent, trader.facts(again=ticket), trader.limits)
    if isinstance(verdict, Deny) or isinstance(verdict, NeedsApproval) and _rank(verdict.tier) > _rank(pending.tier):
        return None
    if trader.desk.tight and ticket.raises:
        raise JournalFull("the disk is full: only what lowers risk is taken until there is space and the desk restarts")
    return proposing.approved_orders(trader, ticket.id, intent, verdict)


def moved(trader: Trader, ticket: Ticket, intent: AnyIntent) -> bool:
    """Whether the market of a market order has left the band around the price that it was asked at."""
    if not isinstance(intent, OrderIntent) or intent.type is not OrderType.MARKET or ticket.seen is None:
        return False
    now = proposing.touch(trader, intent)
    return now is None or abs(now - ticket.seen) > trader.limits.market_band * ticket.seen


def _rank(tier: Tier) -> int:
    return list(Tier).index(tier)
