"""The verbs of `operator.sock`: what each takes, and what it answers. None of them exists on `desk.sock`."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import uuid4

from policies.intents import Origin, ResumeIntent
from policies.values import AccountId, IntentId, Label, Role
from policies.wire.codec import decode, encode
from tools.desk import accounts
from tools.desk.engine.account import Desk, Trader
from tools.desk.operator import mandates, texts
from tools.desk.operator.approving import Approvals, Ask
from tools.desk.operator.codes import Codes
from tools.desk.operator.limits import Ruling
from tools.desk.service import Service
from tools.errors import Misconfigured, Refused

UNLOCK_LIFE = timedelta(seconds=60)
Json = dict[str, Any]
Adder = Callable[[AccountId], Awaitable[Trader]]


class Lang(StrEnum):
    """The language of the texts that the desk shows."""

    FR = "fr"
    EN = "en"


@dataclass(frozen=True, kw_only=True)
class Nothing:
    """Arguments of a verb that takes none."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """What waits, in a language."""

    lang: Lang = Lang.EN


@dataclass(frozen=True, kw_only=True)
class Approve:
    """A proof for the text that was shown under this digest."""

    id: str
    digest: str
    typed: str


@dataclass(frozen=True, kw_only=True)
class Named:
    """Something by its id."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Code:
    """A code of the authenticator; empty where none is enrolled."""

    typed: str = ""


@dataclass(frozen=True, kw_only=True)
class OfAccount:
    """An account, and a language."""

    account: AccountId = AccountId("paper")
    lang: Lang = Lang.EN


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit of an account and its new value, as typed."""

    name: str
    value: str
    account: AccountId = AccountId("paper")
    lang: Lang = Lang.EN


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A mandate that is asked for; `max_notional` in the account's currency, as typed."""

    strategy: str
    instruments: tuple[str, ...]
    max_notional: str
    days: int
    account: AccountId = AccountId("paper")
    lang: Lang = Lang.EN


@dataclass(frozen=True, kw_only=True)
class NewAccount:
    """A paper account that is asked for, as typed; without `initial` it has the size of its ruleset's programme."""

    name: str
    ruleset: str
    initial: str = ""
    currency: str = accounts.CURRENCY
    seed: str = ""
    venue: str = accounts.PAPER


@dataclass(kw_only=True)
class Operator:
    """The desk as its operator reaches it. `row_of` makes the row of a new account, `add` opens it."""

    service: Service
    codes: Codes
    row_of: Callable[[Mapping[str, str]], Any]
    add: Adder
    approvals: Approvals = field(init=False)
    verbs: dict[str, Callable[[Json], Awaitable[Json]]] = field(init=False)
    follow: None = None

    def __post_init__(self) -> None:
        self.approvals = Approvals(service=self.service, codes=self.codes)
        self.verbs = {
            "pending": self._pending,
            "approve": self._approve,
            "deny": self._deny,
            "enroll": self._enroll,
            "confirm": self._confirm,
            "unlock": self._unlock,
            "limits": self._limits,
            "tighten": self._tighten,
            "loosen": self._loosen,
            "mandates": self._mandates,
            "mandate": self._mandate,
            "void": self._void,
            "accounts": self._accounts,
            "add_account": self._add_account,
        }

    @property
    def desk(self) -> Desk:
        """The desk whose journal this is."""
        return self.service.desk

    def head(self) -> Json:
        """The end of the journal's chain, sent with every reply."""
        return self.service.head()

    async def _pending(self, args: Json) -> Json:
        look = decode(Look, args)
        self.service.poll()
        return {"enrolled": self.codes.enrolled, "pending": self.approvals.waiting(look.lang.value)}

    async def _approve(self, args: Json) -> Json:
        given = decode(Approve, args)
        return self.approvals.answer(given.id, given.digest, given.typed)

    async def _deny(self, args: Json) -> Json:
        return self.approvals.deny(decode(Named, args).id)

    async def _enroll(self, args: Json) -> Json:
        secret, uri = self.codes.begin(decode(Code, args).typed)
        return {"secret": str(secret), "uri": uri}

    async def _confirm(self, args: Json) -> Json:
        return {"enrolled": self.codes.confirm(decode(Code, args).typed)}

    async def _unlock(self, args: Json) -> Json:
        """Asks for the latch of an account to be lifted, adopting what is not understood; somebody must approve."""
        wanted = decode(OfAccount, args)
        self.codes.believe_clock()
        trader, now = self.service.trader(wanted.account), self.desk.clock.now()
        intent = ResumeIntent(
            intent_id=IntentId(f"operator:{uuid4().hex}"),
            account=trader.id,
            origin=Origin(principal="operator", role=Role.OWNER, channel="desk", message="unlock"),
            label=Label.OWNER,
            created_at=now,
            expires_at=now + UNLOCK_LIFE,
            adopts=tuple(trader.state.strangers),
        )
        answer = self.service.propose(intent)
        found = [w for w in self.approvals.waiting(wanted.lang.value) if w["id"] == answer["ticket"]]
        if not found:
            raise Refused(texts.reasons(answer["verdict"]["reasons"], wanted.lang.value) or "nothing to unlock")
        return found[0]

    async def _limits(self, args: Json) -> Json:
        ruling = self._ruling(decode(OfAccount, args).account)
        self.service.poll()
        return ruling.shown()

    async def _tighten(self, args: Json) -> Json:
        wish = decode(Limit, args)
        ruling = self._ruling(wish.account)
        self.service.poll()
        ruling.tighten(wish.name, wish.value)
        return ruling.shown()

    async def _loosen(self, args: Json) -> Json:
        wish = decode(Limit, args)
        ruling = self._ruling(wish.account)
        self.service.poll()
        ruling.loosened(wish.name, wish.value)
        now = next(row["value"] for row in ruling.shown()["limits"] if row["name"] == wish.name)
        told = {"name": wish.name, "now": now, "value": wish.value, "day": ruling.day().isoformat()}
        ask = self.approvals.ask(
            "loosen",
            ruling.trader,
            told,
            lambda lang: texts.loosening(ruling.trader, told, lang),
            lambda: [ruling.grant(wish.name, wish.value)],
        )
        return self._shown(ask, wish.lang)

    async def _mandates(self, args: Json) -> Json:
        decode(Nothing, args)
        self.service.poll()
        return {"mandates": [row for t in self.service.traders.values() for row in mandates.shown(t)]}

    async def _mandate(self, args: Json) -> Json:
        wish = decode(Grant, args)
        trader = self.service.trader(wish.account)
        drafted = mandates.drafted(trader, encode(wish), f"m{uuid4().hex[:12]}", self.desk.clock.now())
        ask = self.approvals.ask(
            "mandate",
            trader,
            encode(wish),
            lambda lang: texts.mandate(trader, drafted, lang),
            lambda: [mandates.granted(trader, drafted, self.desk.clock.now())],
        )
        return self._shown(ask, wish.lang) | {"mandate": drafted.id}

    async def _void(self, args: Json) -> Json:
        name = decode(Named, args).id
        for trader in self.service.traders.values():
            if name in trader.state.mandates:
                return {"id": name, "voided": self.service.clients[trader.id].void(name)}
        raise Refused(f"no mandate {name!r:.40}: eva desk mandate list")

    async def _accounts(self, args: Json) -> Json:
        decode(Nothing, args)
        return {"accounts": [_account(trader) for trader in self.service.traders.values()]}

    async def _add_account(self, args: Json) -> Json:
        """Writes a new paper account down, then opens it; a desk that dies in between opens it when it starts."""
        wish = decode(NewAccount, args)
        row = self.row_of(encode(wish))
        if self.desk.tight:
            raise Misconfigured("the disk is full: free space and start the desk again, then add the account")
        self.desk.write(row)
        trader = await self.add(AccountId(wish.name))
        return _account(trader) | {"warnings": accounts.warnings(trader)}

    def _ruling(self, account: AccountId) -> Ruling:
        return self.service.rulings[self.service.trader(account).id]

    def _shown(self, ask: Ask, lang: Lang) -> Json:
        return self.approvals.shown(ask, lang.value)


def _account(trader: Trader) -> Json:
    config = trader.state.config
    names = ("venue", "mode", "ruleset", "currency", "initial", "seed")
    return {"id": trader.id, **{n: config[n] for n in names}, "state": trader.state.shown.value}
