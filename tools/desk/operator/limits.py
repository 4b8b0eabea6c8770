"""Limits in force: tighter at once, looser only as granted and from the next trading day on.

What holds is the ruleset with the ceilings, tightened by `desk/limits.toml`, and never looser than what the journal
says was last in force. A file that is looser than that (an entry deleted or raised) is read and not believed.
Rules of a day or in all, terms and the tier of approvals cannot be told tighter from looser: an account whose ruleset
says others than were last in force only reduces until a person resumes it.
"""

import hashlib
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from policies.firms.rulesets import overlay
from policies.firms.terms import Terms
from policies.floors import trading_day
from policies.limits import LARGEST_WINS, SMALLEST_WINS, BadLimits, Effect, Limits, canonical, limits_hash, tighten
from policies.values import Switch
from policies.watch import Latch
from policies.wire.codec import encode
from tools.desk.engine import watching
from tools.desk.engine.account import Trader
from tools.desk.record.journal import Entry, JournalFull
from tools.errors import Refused

NAMES = (*SMALLEST_WINS, *LARGEST_WINS)
CHANGED = "ruleset changed"
"""Why an account reduces whose rules are not those that were last in force."""
BLIND = "limits"
"""The fault of an account whose limits cannot be read."""
Values = dict[str, Any]


class Unreadable(BadLimits):
    """Limits that cannot be read, and in which file: named inside the home folder."""

    def __init__(self, file: str, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file = file


def values_of(limits: Limits) -> Values:
    """Every limit that can be told tighter from looser, by name."""
    return {name: getattr(limits, name) for name in NAMES}


def read_values(values: Mapping[str, Any]) -> Values:
    """Limits as the journal holds them, read again."""
    return {name: parsed(name, _text(value)) for name, value in values.items() if name in NAMES}


def structure_of(limits: Limits) -> str:
    """SHA-256 in hex over what no number tells: daily and total rules, terms that differ from none, the tier.

    A term that an account's ruleset does not use leaves the hash as it is, so that a new kind of term changes nothing.
    """
    none = Terms()
    names = (f.name for f in fields(Terms) if getattr(limits.terms, f.name) != getattr(none, f.name))
    used = {name: canonical(getattr(limits.terms, name)) for name in names}
    rules = {**{n: canonical(getattr(limits, n)) for n in ("daily", "total", "tier")}, "terms": used}
    body = json.dumps(rules, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"eva/structure/v1\0" + body.encode()).hexdigest()


def looser(name: str, one: Any, other: Any) -> bool:
    """Whether `one` lets more happen than `other`."""
    return bool(one > other if name in SMALLEST_WINS else one < other)


def parsed(name: str, text: str) -> Any:
    """The value of a limit as a person types it; raises BadLimits."""
    if name not in NAMES:
        raise BadLimits(f"unknown limit {name!r:.40}; known are {', '.join(sorted(NAMES))}")
    flags = {"true": True, "false": False}
    return overlay({name: flags.get(text, text) if name == "stop_required" else text})[name]


@dataclass(kw_only=True)
class Ruling:
    """The limits of one account. `wanted` reads ruleset, ceilings and file; `stamp` tells when the file changed.

    An account that begins with a file that cannot be read is `blind`: it only reduces, under what the journal knows,
    until the file is right, and nothing is journaled of limits meanwhile.
    """

    trader: Trader
    wanted: Callable[[], Limits]
    stamp: Callable[[], object]
    asked: Limits = field(init=False)
    blind: bool = field(init=False, default=False)
    _seen: object = field(init=False)
    _wrong: str = field(init=False, default="")

    def __post_init__(self) -> None:
        self._seen = self.stamp()
        try:
            self.asked = self.wanted()
        except Unreadable as error:
            self.asked, self.blind = self.trader.limits, True
            self._doubted(error)
            return
        self._decide("start")

    def settle(self) -> None:
        """Takes in a changed file and what was granted for a day that has come. Never raises: exits depend on it."""
        stamp = self.stamp()
        if self.blind:
            self._look(stamp)
            return
        if stamp == self._seen and not self._due():
            return
        try:
            self.asked = self.wanted()
            self._wrong = ""
        except BadLimits as error:
            if str(error) != self._wrong:
                sys.stderr.write(f"desk: limits stay as they are: {error}\n")
            self._wrong = str(error)
        try:
            self._decide("file" if stamp != self._seen else "granted")
            self._seen = stamp
        except JournalFull:
            held = values_of(self.trader.limits)
            self.trader.limits = tighten(self.trader.limits, _tightest(held, values_of(self.asked)))

    def _look(self, stamp: object) -> None:
        """Whether the file that could not be read is right by now; only then is the account blind no more."""
        if stamp == self._seen:
            return
        try:
            self.asked = self.wanted()
            self._decide("file")
        except Unreadable as error:
            self._doubted(error)
        except JournalFull:
            return
        else:
            self.blind, self._wrong = False, ""
            watching.doubt(self.trader, BLIND, None)
        self._seen = stamp

    def _doubted(self, error: Unreadable) -> None:
        self._wrong = str(error)
        watching.doubt(self.trader, BLIND, f"limits cannot be read: {error.file}")
        sys.stderr.write(f"desk: {self.trader.id} only reduces: limits cannot be read: {error}\n")

    def _sighted(self) -> None:
        if self.blind:
            raise Refused(f"limits cannot be read, put the file right first: {self._wrong}")

    @property
    def wrong(self) -> str:
        """Why the file cannot be believed at all, empty when it can."""
        return self._wrong

    def _decide(self, cause: str, **changed: Any) -> None:
        """Journals the limits of now if they differ from those last in force, then lets them hold."""
        state, due = self.trader.state, self._due()
        last = self._last()
        base = {**last, **{name: parsed(name, _text(v)) for name, v in due.items()}, **changed}
        new = _tightest(base, values_of(self.asked))
        rules, structure = limits_hash(tighten(self.asked, new)), structure_of(self.asked)
        if new != last or rules != state.rules or structure != state.structure or due or changed:
            told = {"values": new, "rules": rules, "structure": structure, "cause": cause}
            entry = self.trader.row("limits", **told, settles=sorted({*due, *changed}))
            self.trader.desk.write(entry, *self._held(structure))
        self.trader.limits = tighten(self.asked, new)

    def _held(self, structure: str) -> list[Entry]:
        """The latch of an account whose rules are others than were last in force, in one commit with what they are.

        The first rules of an account are no change. A latch that is held is only made worse.
        """
        state = self.trader.state
        if state.structure in ("", structure):
            return []
        held = state.latch
        halted = held is not None and held.state is Switch.HALTED
        now = Latch(
            state=Switch.HALTED if halted else Switch.REDUCING,
            cause=held.cause if held is not None and halted else CHANGED,
            effect=Effect.HARD,
        )
        return [self.trader.row("state", state=now.state, cause=now.cause, latch=now)]

    def _last(self) -> Values:
        """The values last in force; what the journal does not know of is as the files have it."""
        known = self.trader.state.limits
        want = values_of(self.asked)
        return {name: parsed(name, _text(known[name])) if name in known else want[name] for name in NAMES}

    def _due(self) -> Values:
        if not self.trader.state.loosening:
            return {}
        day = self.day()
        return {name: given.value for name, given in self.trader.state.loosening.items() if day > given.day}

    def day(self) -> date:
        """The account's trading day, by its first rule."""
        trader = self.trader
        now = trader.market(trader.desk.clock.now())
        limits = trader.limits if trader.limits.resets else self.asked
        return trading_day(now, limits.resets[0])

    def tighten(self, name: str, text: str) -> None:
        """A tighter value, in force at once; raises Refused for a looser one, BadLimits for what is none."""
        self._sighted()
        value = parsed(name, text)
        if looser(name, value, getattr(self.trader.limits, name)):
            raise Refused(
                f"{name} {text} is looser than {_text(getattr(self.trader.limits, name))}: eva desk limits loosen"
            )
        self._decide("tightened", **{name: value})

    def loosened(self, name: str, text: str) -> Any:
        """The looser value, if it can be granted at all; raises Refused with what stands in its way, or BadLimits."""
        self._sighted()
        value = parsed(name, text)
        if not looser(name, value, getattr(self.trader.limits, name)):
            raise Refused(f"{name} {text} is no looser than what holds: eva desk limits tighten")
        most = getattr(self.asked, name)
        if looser(name, value, most):
            raise Refused(f"{name}: ruleset, ceilings and limits.toml allow {_text(most)} at the most")
        return value

    def grant(self, name: str, text: str) -> Entry:
        """The row of a granted loosening: it starts at the account's next trading day."""
        return self.trader.row("limits_pending", name=name, value=self.loosened(name, text), day=self.day())

    def shown(self) -> dict[str, Any]:
        """`{account, ruleset, day, limits_hash, file, limits: [{name, value, asked, pending, chosen}]}`.

        `asked` is what files or ruleset allow beyond what holds, `chosen` tells that a person wanted less.
        """
        state, asked = self.trader.state, values_of(self.asked)
        rows = []
        for name, value in values_of(self.trader.limits).items():
            given = state.loosening.get(name)
            pending = None if given is None else {"value": _text(given.value), "after": given.day.isoformat()}
            refused = looser(name, asked[name], value)
            row: dict[str, Any] = {
                "name": name,
                "value": _text(value),
                "asked": _text(asked[name]) if refused else None,
            }
            rows.append(row | {"pending": pending, "chosen": refused and self._chosen(name)})
        return {
            "account": self.trader.id,
            "ruleset": self.trader.limits.id,
            "day": self.day().isoformat(),
            "limits_hash": limits_hash(self.trader.limits),
            "file": self._wrong or None,
            "limits": rows,
        }

    def _chosen(self, name: str) -> bool:
        """Whether the value in force is one that a person settled."""
        settled = self.trader.state.chosen
        return name in settled and parsed(name, _text(settled[name])) == getattr(self.trader.limits, name)

    def standing(self) -> dict[str, Any]:
        """`{looser, pending, file, doubts, verified_on}`: what a file asks in vain, what was granted for later, and
        how far the ruleset itself can be believed; names, and an ISO day or None."""
        asked, held = values_of(self.asked), values_of(self.trader.limits)
        verified = self.asked.verified_on
        return {
            "looser": [n for n in NAMES if looser(n, asked[n], held[n]) and not self._chosen(n)],
            "pending": sorted(self.trader.state.loosening),
            "file": self._wrong or None,
            "doubts": list(self.asked.doubts),
            "verified_on": None if verified is None else verified.isoformat(),
        }


def _tightest(one: Mapping[str, Any], other: Mapping[str, Any]) -> Values:
    return {name: other[name] if looser(name, one[name], other[name]) else one[name] for name in one}


def _text(value: Any) -> str:
    """A value in plain text, as it is typed and shown."""
    if isinstance(value, bool):
        return str(value).lower()
    return str(encode(value))
