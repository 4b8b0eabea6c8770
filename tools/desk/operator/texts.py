"""What the desk shows a person before it takes a code: every field of what is asked, worded here, never by a model."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from policies.approvals import TYPED_LENGTH
from policies.facts import Mandate
from policies.intents import AnyIntent
from policies.kernel import explain
from policies.values import Tier
from policies.verdicts import Reason
from policies.wire.cases import decode_intent
from policies.wire.codec import encode
from policies.wire.fingerprint import PASSING
from tools.desk.engine import proposing
from tools.desk.engine.account import Trader
from tools.desk.record.state import Ticket

WORDS: Mapping[str, Mapping[str, str]] = {
    "fr": {
        "act": "acte",
        "account": "compte",
        "ruleset": "règles",
        "state": "état",
        "by": "demandé par",
        "at": "demandé à",
        "until": "valable jusqu'à",
        "allowed": "quantité permise",
        "worst": "pire cas avant → après",
        "notional_of": "valeur de l'ordre",
        "price": "prix au moment de la demande",
        "reason": "motif",
        "digest": "empreinte",
        "order": "ordre",
        "close": "fermer",
        "reduce": "réduire",
        "cancel": "annuler",
        "amend": "modifier",
        "halt": "arrêter",
        "resume": "lever l'arrêt",
        "advance": "avancer le marché",
        "loosen": "desserrer une limite",
        "mandate": "donner un mandat",
        "symbol": "instrument",
        "side": "sens",
        "type": "type",
        "quantity": "quantité",
        "notional": "montant",
        "risk": "risque",
        "limit": "limite",
        "trigger": "déclencheur",
        "stop": "stop",
        "target": "objectif",
        "strategy": "stratégie",
        "tif": "durée",
        "good_till": "valable jusqu'au",
        "oco": "groupe OCO",
        "adopts": "adopte",
        "sessions": "séances",
        "to": "jusqu'à",
        "buy": "achat",
        "sell": "vente",
        "name": "limite",
        "now": "en vigueur",
        "new": "demandée",
        "starts": "commence",
        "next_day": "au prochain jour de bourse de ce compte (après le {day})",
        "instruments": "instruments",
        "max_notional": "montant le plus grand par ordre",
        "expires_at": "jusqu'à",
        "typed": "à taper",
        "digits": "les {n} premiers caractères de l'empreinte",
        "code": "le code de l'authentificateur",
        "ACTIVE": "actif",
        "REDUCING": "réduction seule",
        "HALTED": "arrêté",
        "paper": "simulation",
        "live": "réel",
        "market": "au marché",
        "stop_limit": "stop limite",
        "day": "du jour",
        "gtc": "jusqu'à annulation",
        "owner": "propriétaire",
        "OWNER": "dit par le propriétaire",
        "desk": "bureau",
        "operator": "opérateur",
        "kill switch": "coupe-circuit",
        "restored": "reprise d'une sauvegarde",
        "restarted": "redémarrage imprévu",
        "ruleset changed": "les règles ont changé",
    },
    "en": {
        "act": "act",
        "account": "account",
        "ruleset": "ruleset",
        "state": "state",
        "by": "asked by",
        "at": "asked at",
        "until": "good until",
        "allowed": "quantity allowed",
        "worst": "worst case before → after",
        "notional_of": "worth of the order",
        "price": "price when asked",
        "reason": "reason",
        "digest": "digest",
        "order": "order",
        "close": "close",
        "reduce": "reduce",
        "cancel": "cancel",
        "amend": "amend",
        "halt": "halt",
        "resume": "lift the halt",
        "advance": "advance the market",
        "loosen": "loosen a limit",
        "mandate": "grant a mandate",
        "symbol": "instrument",
        "side": "side",
        "type": "type",
        "quantity": "quantity",
        "notional": "amount",
        "risk": "risk",
        "limit": "limit",
        "trigger": "trigger",
        "stop": "stop",
        "target": "target",
        "strategy": "strategy",
        "tif": "life",
        "good_till": "good till",
        "oco": "OCO group",
        "adopts": "adopts",
        "sessions": "sessions",
        "to": "until",
        "buy": "buy",
        "sell": "sell",
        "name": "limit",
        "now": "in force",
        "new": "asked",
        "starts": "starts",
        "next_day": "on this account's next trading day (after {day})",
        "instruments": "instruments",
        "max_notional": "largest amount per order",
        "expires_at": "until",
        "typed": "to type",
        "digits": "the first {n} characters of the digest",
        "code": "the authenticator's code",
        "ACTIVE": "active",
        "REDUCING": "reducing only",
        "HALTED": "halted",
        "paper": "simulation",
        "live": "live",
        "market": "at market",
        "stop_limit": "stop limit",
        "day": "day",
        "gtc": "until cancelled",
        "owner": "owner",
        "OWNER": "said by the owner",
        "desk": "desk",
        "operator": "operator",
        "kill switch": "kill switch",
        "restored": "from a backup",
        "restarted": "ended without a word",
        "ruleset changed": "the rules have changed",
    },
}
"""Both languages of every word, under the field names of intents where there is one."""


def request(trader: Trader, ticket: Ticket, until: datetime, lang: str) -> str:
    """A request that waits: its fields, what the kernel reckons of it by now, and who asks."""
    words, pending = WORDS[lang], ticket.pending
    intent = decode_intent(proposing.stored(ticket.intent, ticket.kind))
    fields = {k: v for k, v in encode(intent).items() if k not in (*PASSING, "account")}
    verdict, now = ticket.answer["verdict"], proposing.preview(trader, intent).get("worst_case", {})
    worst = f"{now['before']} → {now['after']} {trader.state.config['currency']}" if now else None
    lines = [
        ("act", words.get(ticket.kind, ticket.kind)),
        *_account(trader, lang),
        *((name, _plain(name, value, words)) for name, value in fields.items()),
        ("allowed", verdict["quantity"]),
        ("price", None if ticket.seen is None else encode(ticket.seen)),
        ("notional_of", now.get("notional")),
        ("worst", worst),
        *(("reason", _reason(why, lang)) for why in verdict["reasons"]),
        ("by", _origin(intent, words)),
        *_frame(ticket.at, until, pending.digest if pending else "", pending.tier if pending else Tier.T2, lang),
    ]
    return _laid(lines, words)


def loosening(trader: Trader, wish: Mapping[str, str], lang: str) -> list[tuple[str, str | None]]:
    """The lines of a limit that is to be loosened."""
    words = WORDS[lang]
    day = words["next_day"].format(day=wish["day"])
    lines = [("name", wish["name"]), ("now", wish["now"]), ("new", wish["value"]), ("starts", day)]
    return [("act", words["loosen"]), *_account(trader, lang), *lines]


def mandate(trader: Trader, wish: Mandate, lang: str) -> list[tuple[str, str | None]]:
    """The lines of a mandate that is to be granted."""
    words = WORDS[lang]
    return [
        ("act", words["mandate"]),
        *_account(trader, lang),
        ("strategy", wish.strategy_hash),
        ("instruments", ", ".join(wish.instruments)),
        ("max_notional", f"{encode(wish.max_notional)} {trader.state.config['currency']}"),
        ("expires_at", _stamp(wish.expires_at)),
    ]


def whole(lines: list[tuple[str, str | None]], frame: tuple[datetime, datetime, str, Tier], lang: str) -> str:
    """Lines with when they were asked, until when they may be answered, and what to type."""
    return _laid([*lines, *_frame(*frame, lang)], WORDS[lang])


def _account(trader: Trader, lang: str) -> list[tuple[str, str | None]]:
    config, state = trader.state.config, trader.state
    words = WORDS[lang]
    cause = f" ({words.get(state.cause, state.cause)})" if state.cause else ""
    where = [config["venue"]] if config["venue"] not in (trader.id, config["mode"]) else []
    return [
        ("account", ", ".join([trader.id, *where, words.get(config["mode"], config["mode"])])),
        ("ruleset", trader.limits.id),
        ("state", f"{words[state.shown.value]}{cause}"),
    ]


def _origin(intent: AnyIntent, words: Mapping[str, str]) -> str:
    """Who asks, in which role and over which channel, and how far what was read is trusted."""
    origin = intent.origin
    role, channel, label = (words.get(w, w) for w in (origin.role.value, origin.channel, intent.label.value))
    return f"{words.get(origin.principal, origin.principal)} ({role}), {channel}, {label}"


def reasons(found: Sequence[Mapping[str, Any]], lang: str) -> str:
    """Why the kernel says no, in words."""
    return "; ".join(_reason(why, lang) for why in found)


def _frame(at: datetime, until: datetime, digest: str, tier: Tier, lang: str) -> list[tuple[str, str | None]]:
    words = WORDS[lang]
    typed = words["code"] if tier is Tier.T2 else words["digits"].format(n=TYPED_LENGTH)
    return [("at", _stamp(at)), ("until", _stamp(until)), ("digest", digest[:12]), ("typed", typed)]


def _reason(why: Mapping[str, Any], lang: str) -> str:
    said = Reason(code=why["code"], rule=why["rule"], numbers=why.get("numbers", {}))
    return explain(said, lang)


def _plain(name: str, value: Any, words: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return words.get(value, value) if name in ("side", "type", "tif") else str(value)


def _laid(lines: list[tuple[str, str | None]], words: Mapping[str, str]) -> str:
    """Label and value a line, none without a value; a value is one line whatever it holds."""
    lines = [(name, " ".join(value.split())) for name, value in lines if value]
    shown = [(words.get(name, name), value) for name, value in lines if value]
    width = max(len(name) for name, _ in shown)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in shown)


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"
