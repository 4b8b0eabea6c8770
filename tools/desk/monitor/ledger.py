"""Day trades and settled cash of stocks, counted from the desk's own fills.

Sources: FINRA Rule 4210(f)(8)(B) (day trades within five business days; several buys followed by one sale, or one buy
followed by several sales, are one); SEC Rule 15c6-1 (US stocks settle one business day after the trade).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice

from policies.facts import Margin
from policies.instruments import STOCKS, Instrument
from policies.values import ZERO, OrderRole, Side, Symbol
from tools.desk.record.state import AccountState
from tools.trading.marketdata.sessions import Sessions, load_sessions
from tools.trading.venue import Execution

BUSINESS_DAYS = 5
LOOK_BACK = 15
"""Calendar days that hold five business days, holidays included."""


@dataclass(kw_only=True)
class Ledger:
    """What the fills of one account come to. `seen` fills are taken in; the journal only ever adds to them."""

    seen: int = 0
    held: dict[Symbol, Decimal] = field(default_factory=dict)
    opened: dict[Symbol, date] = field(default_factory=dict)
    trades: list[date] = field(default_factory=list)
    sales: list[tuple[date, Decimal]] = field(default_factory=list)

    def margin(
        self, state: AccountState, instruments: Mapping[Symbol, Instrument], market: datetime, yesterday: Decimal | None
    ) -> Margin:
        """What the fills say by now (`market`, aware UTC); `yesterday` is the equity at the last reset."""
        self._catch_up(state, instruments)
        calendar = load_sessions()
        today = calendar.day(market)
        first = earliest(calendar, today)
        return Margin(
            settled_cash=self._settled(state, instruments, today),
            equity_yesterday=yesterday,
            day_trades=sum(1 for day in self.trades if day >= first),
            opened_today=sum(day == today for day in self.opened.values()) + self._waiting(state, instruments),
        )

    def _catch_up(self, state: AccountState, instruments: Mapping[Symbol, Instrument]) -> None:
        calendar = load_sessions()
        for fill in islice(state.fills.values(), self.seen, None):
            self.seen += 1
            instrument = instruments.get(fill.symbol)
            if instrument is not None and instrument.asset_class in STOCKS:
                self._take(fill, instrument, calendar)

    def _take(self, fill: Execution, instrument: Instrument, calendar: Sessions) -> None:
        """One fill: what it opens may be closed the same day, what it closes counts once until something is opened."""
        day, symbol = calendar.day(fill.at), fill.symbol
        old = self.held.get(symbol, ZERO)
        new = self.held[symbol] = old + fill.side.sign * fill.quantity
        closes = old * fill.side.sign < ZERO
        if closes and self.opened.get(symbol) == day:
            self.trades.append(day)
            del self.opened[symbol]
        if not closes or new * fill.side.sign > ZERO:
            self.opened[symbol] = day
        if fill.side is Side.SELL:
            settles = following(calendar, day)
            self.sales.append((settles, instrument.worth(fill.quantity, fill.price)))

    def _waiting(self, state: AccountState, instruments: Mapping[Symbol, Instrument]) -> int:
        """Entries in stocks that may still be filled."""
        symbols = [t.order.symbol for t in state.live_orders if t.role is OrderRole.ENTRY]
        return sum(instruments[s].asset_class in STOCKS for s in symbols if s in instruments)

    def _settled(self, state: AccountState, instruments: Mapping[Symbol, Instrument], today: date) -> Decimal:
        """Cash of a cash account: its balance less what holdings cost and less sales that have not settled yet."""
        waiting = sum((worth for day, worth in self.sales if day > today), ZERO)
        cost = sum(
            (
                instruments[symbol].worth(held.quantity, held.price)
                for symbol, held in state.holdings.items()
                if symbol in instruments and instruments[symbol].asset_class in STOCKS
            ),
            ZERO,
        )
        return state.balance - cost - waiting


def earliest(calendar: Sessions, today: date) -> date:
    """The first of the last five business days, `today` among them if the market opens on it."""
    days = [today - timedelta(days=back) for back in range(LOOK_BACK)]
    business = [day for day in days if calendar.session(day) is not None][:BUSINESS_DAYS]
    return business[-1] if len(business) == BUSINESS_DAYS else days[-1]


def following(calendar: Sessions, day: date) -> date:
    """The next business day after a day; the next calendar day where the calendar ends."""
    days = (day + timedelta(days=ahead) for ahead in range(1, LOOK_BACK))
    return next((d for d in days if calendar.session(d) is not None), day + timedelta(days=LOOK_BACK))
