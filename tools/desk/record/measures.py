"""Folding what the model of gaps said and what came of it: gaps in force, forecasts of entries, tallies."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from policies.values import ZERO, OrderId, Symbol
from policies.wire.codec import decode
from tools.trading.modelrisk.bounds import too_kind
from tools.trading.modelrisk.forecasts import Forecast, Tally

if TYPE_CHECKING:
    from tools.desk.record.state import AccountState


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The gaps of one instrument in force, and where they come from, all as fractions of the price.

    `estimated` rests on `n` jumps up to the bar of `until`; `seen` and `seen_closed` are the largest that went beyond
    what was predicted for an order of ours, and are never forgotten. Of `opens` later opens `beyond` were not covered.
    """

    gap: Decimal
    gap_closed: Decimal
    configured: Decimal
    configured_closed: Decimal = ZERO
    estimated: Decimal | None = None
    n: int = 0
    until: date | None = None
    worst: Decimal = ZERO
    worst_on: date | None = None
    splits: tuple[str, ...] = ()
    opens: int = 0
    beyond: int = 0
    seen: Decimal = ZERO
    seen_closed: Decimal = ZERO

    @property
    def too_kind(self) -> bool:
        """Whether history itself says that the gap in force covers too little."""
        return too_kind(self.opens - self.beyond, self.opens)


@dataclass(frozen=True, kw_only=True)
class Run:
    """What our fills in a symbol came to since it was last flat: signed quantity, and money with all fees."""

    quantity: Decimal = ZERO
    money: Decimal = ZERO


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One fill of ours against its forecast.

    `kind` is 'entry' or 'stop' with its `slippage` (fraction of the price, adverse above zero) and what was `expected`
    at most, or 'exit' without; `money` is what the fill brought, fee paid. A fill that leaves the account flat in the
    symbol has the `loss` since it was last flat and the worst that was forecast (`expected_loss`).
    """

    symbol: Symbol
    kind: str
    fill: str
    quantity: Decimal
    money: Decimal
    slippage: Decimal | None = None
    expected: Decimal | None = None
    loss: Decimal | None = None
    expected_loss: Decimal | None = None

    @property
    def beyond(self) -> tuple[str, ...]:
        """Which of its values went beyond what was predicted: 'entry' or 'stop', 'loss'."""
        jumped = self.slippage is not None and self.expected is not None and self.slippage > self.expected
        lost = self.loss is not None and self.expected_loss is not None and self.loss > self.expected_loss
        return (*((self.kind,) if jumped else ()), *(("loss",) if lost else ()))


@dataclass(kw_only=True)
class Measures:
    """All of it for one account. Tallies are by symbol and kind: 'entry', 'stop' and 'loss'."""

    gaps: dict[Symbol, Gap] = field(default_factory=dict)
    forecasts: dict[OrderId, Forecast] = field(default_factory=dict)
    tallies: dict[Symbol, dict[str, Tally]] = field(default_factory=dict)
    runs: dict[Symbol, Run] = field(default_factory=dict)

    def alarms(self, symbol: Symbol) -> tuple[str, ...]:
        """What speaks against the model of a symbol: kinds with a value beyond its prediction, 'coverage'."""
        found = [kind for kind, tally in self.tallies.get(symbol, {}).items() if tally.beyond]
        gap = self.gaps.get(symbol)
        return (*found, *(("coverage",) if gap is not None and gap.too_kind else ()))


def expecting(account: "AccountState", order: OrderId, body: dict[str, Any]) -> None:
    """Keeps the forecast that an order's row carries."""
    if "expects" in body:
        account.measures.forecasts[order] = decode(Forecast, body["expects"])


def _gap(account: "AccountState", body: dict[str, Any], at: datetime) -> None:
    account.measures.gaps[Symbol(body["symbol"])] = decode(Gap, body["gap"])


def _measured(account: "AccountState", body: dict[str, Any], at: datetime) -> None:
    said, measures = decode(Measured, body), account.measures
    tallies = measures.tallies.setdefault(said.symbol, {})
    if said.slippage is not None and said.expected is not None:
        old = tallies.get(said.kind, Tally())
        tallies[said.kind] = old.plus(said.slippage, inside=said.slippage <= said.expected)
    if said.loss is not None and said.expected_loss is not None:
        share = max(ZERO, said.loss) / said.expected_loss if said.expected_loss else ZERO
        tallies["loss"] = tallies.get("loss", Tally()).plus(share, inside=said.loss <= said.expected_loss)
    run = measures.runs.pop(said.symbol, Run())
    after = run.quantity + said.quantity
    if after:
        kept = run.money if run.quantity * after >= ZERO else ZERO
        measures.runs[said.symbol] = Run(quantity=after, money=kept + said.money)


ACCOUNTS: dict[str, Callable[["AccountState", dict[str, Any], datetime], None]] = {"gap": _gap, "measured": _measured}
