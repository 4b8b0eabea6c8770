"""What the facts of an account are made of, and what may be kept from one picture to the next.

The kernel remembers lines of symbols whose inputs are equal: a position that has not changed stays the same value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from policies.facts import Margin, Position, Regime
from policies.instruments import Instrument
from policies.values import Symbol
from tools.desk.monitor.ledger import Ledger
from tools.desk.record.state import AccountState, Holding

NO_LEDGER = frozenset({Regime.NOT_US, Regime.INTRADAY_MARGIN})
"""Regimes none of whose rules asks for day trades or settled cash."""


@dataclass(kw_only=True)
class Picture:
    """The parts of one account's facts that are costly to make anew on every quote."""

    ledger: Ledger = field(default_factory=Ledger)
    _held: dict[Symbol, tuple[Holding, Position]] = field(default_factory=dict)
    _margin: tuple[tuple[object, ...], Margin] | None = None

    def positions(self, state: AccountState) -> tuple[Position, ...]:
        """Every holding as a position, the same value as before for a holding that has not changed."""
        known = self._held
        for symbol in [s for s in known if s not in state.holdings] if len(known) > len(state.holdings) else ():
            del known[symbol]
        found = []
        for symbol, holding in state.holdings.items():
            last = known.get(symbol)
            if last is None or last[0] is not holding:
                position = Position(symbol=symbol, quantity=holding.quantity, price=holding.price)
                last = known[symbol] = (holding, position)
            found.append(last[1])
        return tuple(found)

    def margin(
        self,
        state: AccountState,
        regime: Regime,
        instruments: Mapping[Symbol, Instrument],
        market: datetime,
        yesterday: Decimal | None,
    ) -> Margin | None:
        """What the desk's own ledger says of a stock account, None where no rule of its regime asks."""
        if regime in NO_LEDGER:
            return None
        hour = market.replace(minute=0, second=0, microsecond=0)
        seen = (len(state.fills), state.balance, tuple(state.holdings.items()), hour, yesterday)
        if self._margin is None or self._margin[0] != seen:
            self._margin = (seen, self.ledger.margin(state, instruments, market, yesterday))
        return self._margin[1]
