"""What a ruleset file says of a programme beside its loss limits: whose it is, and the firm's other terms."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from policies.firms.reading import VALUE, Doubt, Notes, Table, alone, member, tables, zone
from policies.firms.terms import ClassLimit, Consistency, FlatBy, News, Phase, Terms, TradingDay, Unit, Whole
from policies.limits import BadLimits, Basis, Limits, fraction
from policies.values import ZERO

HEADING: Final = ("name", "currency", "capital", "reached_by", "unchecked")
TERMS: Final = (
    "phases",
    "trading_day",
    "consistency",
    "flat_by",
    "news",
    "classes",
    "position_risk",
    "stop_within_s",
    "forbidden",
    "min_hold_s",
    "inactivity_days",
)
WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_S: Final = 86_400
_CURRENCY = re.compile(r"[A-Z]{3,5}")
_WORD = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Reach(StrEnum):
    """How orders come to an account of a programme."""

    MT5 = "mt5"
    PROJECTX = "projectx"
    EXCHANGE_KEY = "exchange_key"
    TRADELOCKER = "tradelocker"
    MANUAL = "manual"
    PAPER = "paper"


REACHED: Final[Mapping[Reach, Mapping[str, str]]] = {
    Reach.MT5: {
        "en": "Orders reach it through a MetaTrader 5 terminal logged in to the account.",
        "fr": "Les ordres lui parviennent par un terminal MetaTrader 5 connecté au compte.",
    },
    Reach.PROJECTX: {
        "en": "Orders reach it through the firm's ProjectX gateway, with a key that the firm issues.",
        "fr": "Les ordres lui parviennent par la passerelle ProjectX de la société, avec une clé qu'elle délivre.",
    },
    Reach.EXCHANGE_KEY: {
        "en": "Orders reach it through the crypto exchange, with an API key of the funded sub-account.",
        "fr": "Les ordres lui parviennent par la bourse crypto, avec une clé API du sous-compte financé.",
    },
    Reach.TRADELOCKER: {
        "en": "Orders reach it through TradeLocker, with the login of the account.",
        "fr": "Les ordres lui parviennent par TradeLocker, avec les identifiants du compte.",
    },
    Reach.MANUAL: {
        "en": "No connection: the kernel judges the order, and a person types the ticket into the firm's platform.",
        "fr": "Pas de connexion : le noyau juge l'ordre, et une personne saisit le ticket chez la société.",
    },
    Reach.PAPER: {
        "en": "Paper only: no order leaves this computer.",
        "fr": "Simulation seulement : aucun ordre ne quitte cet ordinateur.",
    },
}
"""The same in a sentence, by language."""


@dataclass(frozen=True, kw_only=True)
class Unchecked:
    """A rule of the firm that the kernel does not check, in both languages: the person has to keep it."""

    en: str
    fr: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Heading:
    """Whose programme it is. `capital` is its default size in `currency`; an account's own initial is what counts."""

    id: str
    name: str
    currency: str | None
    capital: Decimal | None
    reached_by: Reach | None
    unchecked: tuple[Unchecked, ...] = ()

    def fits(self, limits: Limits, initial: Decimal) -> bool:
        """Whether the limits mean an account of this size: amounts in money are those of the programme's own."""
        amounts = (*(rule.amount for rule in limits.daily), *(rule.amount for rule in limits.total))
        return all(amount.basis is not Basis.FIXED for amount in amounts) or initial == self.capital


def heading(data: Mapping[str, Any], notes: Notes | None = None) -> Heading:
    """The heading of a ruleset; what is missing is doubted, raises BadLimits for what cannot be understood."""
    notes = notes or Notes()
    for name in HEADING[:-1]:
        if name not in data:
            notes.doubt(name, Doubt.MISSING)
    called, currency, capital = (data.get(field) for field in ("name", "currency", "capital"))
    if not isinstance(called, str | None):
        raise BadLimits(f"name: expected text, got {called!r:.60}")
    if currency is not None and (not isinstance(currency, str) or not _CURRENCY.fullmatch(currency)):
        raise BadLimits(f"currency: expected a code such as 'USD', got {currency!r:.60}")
    size = None if capital is None else fraction(capital, "capital")
    if size == ZERO:
        raise BadLimits("capital: expected more than zero")
    reach = data.get("reached_by")
    return Heading(
        id=str(data.get("id", "")),
        name=called or str(data.get("id", "")),
        currency=currency,
        capital=size,
        reached_by=None if reach is None else member(Reach, reach, "reached_by"),
        unchecked=tuple(_unchecked(table) for table in tables("unchecked", data.get("unchecked", []), notes)),
    )


def terms(data: Mapping[str, Any], notes: Notes) -> Terms:
    """The terms of a ruleset; raises BadLimits naming the field."""
    days = alone("trading_day", data["trading_day"], notes) if "trading_day" in data else None
    least = Terms().min_hold_s
    found = Terms(
        phases=tuple(_phase(table) for table in tables("phases", data.get("phases", []), notes)),
        trading_day=days.member(TradingDay, VALUE) if days else TradingDay.OPENED,
        day_profit=days.maybe("profit") if days else None,
        consistency=_consistency(data, notes),
        flat_by=tuple(_flat_by(table) for table in tables("flat_by", data.get("flat_by", []), notes)),
        news=_news(data, notes),
        classes=_classes(data, notes),
        position_risk=_number("position_risk", data, notes),
        stop_within_s=_whole("stop_within_s", data, notes),
        forbidden=_forbidden(data, notes),
        min_hold_s=_whole("min_hold_s", data, notes) or least,
        inactivity_days=_whole("inactivity_days", data, notes),
    )
    if days:
        days.done()
    return found


def _phase(table: Table) -> Phase:
    name = table.take("name")
    if not isinstance(name, str) or not name.strip():
        raise BadLimits(f"{table.name}.name: expected text, got {name!r:.60}")
    found = Phase(
        name=name,
        target=table.maybe("target"),
        min_days=table.whole("min_days", optional=True) or 0,
        max_days=table.whole("max_days", optional=True),
        min_positions=table.whole("min_positions", optional=True) or 0,
    )
    table.done()
    return found


def _consistency(data: Mapping[str, Any], notes: Notes) -> Consistency | None:
    if "consistency" not in data:
        return None
    table = Table("consistency", data["consistency"], notes)
    found = Consistency(unit=table.member(Unit, "unit"), of=table.member(Whole, "of"), share=table.number("share"))
    if not ZERO < found.share <= 1:
        raise BadLimits(f"consistency.share: expected more than 0 and at most 1, got {found.share}")
    table.done()
    return found


def _flat_by(table: Table) -> FlatBy:
    name, days = table.name, table.take("days", optional=True)
    at, until = table.clock("at"), table.clock("until")
    if until <= at:
        raise BadLimits(f"{name}.until: expected later than at, {at:%H:%M}, on the same day, got {until:%H:%M}")
    if not isinstance(days, list | None) or any(day not in WEEKDAYS for day in days or []) or days == []:
        raise BadLimits(f"{name}.days: expected some of {list(WEEKDAYS)!r}, got {days!r:.60}")
    margin = _seconds(table, "margin_s", FlatBy(zone="UTC", at=at, until=until).margin_s)
    if at.hour * 3600 + at.minute * 60 < margin:
        raise BadLimits(f"{name}.margin_s: {margin} seconds before {at:%H:%M} is the day before")
    found = FlatBy(
        zone=zone(table.take("zone"), f"{name}.zone"),
        at=at,
        until=until,
        days=tuple(i for i, day in enumerate(WEEKDAYS) if day in (days or [])),
        margin_s=margin,
    )
    table.done()
    return found


def _news(data: Mapping[str, Any], notes: Notes) -> News | None:
    if "news" not in data:
        return None
    table = Table("news", data["news"], notes)
    before, after = _seconds(table, "before_s"), _seconds(table, "after_s")
    lead = _seconds(table, "lead_s", News(before_s=before, after_s=after).lead_s)
    table.done()
    return News(before_s=before, after_s=after, lead_s=lead)


def _seconds(table: Table, name: str, default: int | None = None) -> int:
    found = table.whole(name, optional=default is not None)
    found = default or 0 if found is None else found
    if found > DAY_S:
        raise BadLimits(f"{table.path(name)}: expected at most a day, {DAY_S} seconds, got {found}")
    return found


def _classes(data: Mapping[str, Any], notes: Notes) -> tuple[ClassLimit, ...]:
    found: list[ClassLimit] = []
    for table in tables("classes", data.get("classes", []), notes):
        name = _word(table.take("asset_class"), f"{table.name}.asset_class")
        if any(c.asset_class == name for c in found):
            raise BadLimits(f"{table.name}.asset_class: {name!r} is there twice")
        found.append(ClassLimit(asset_class=name, leverage=table.maybe("leverage"), lots=table.maybe("lots")))
        table.done()
    return tuple(found)


def _forbidden(data: Mapping[str, Any], notes: Notes) -> tuple[str, ...]:
    if "forbidden" not in data:
        return ()
    table = alone("forbidden", data["forbidden"], notes)
    words = table.take(VALUE)
    if not isinstance(words, list):
        raise BadLimits(f"forbidden: expected a list of words, got {words!r:.60}")
    table.done()
    return tuple(_word(word, "forbidden") for word in words)


def _word(value: Any, name: str) -> str:
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise BadLimits(f"{name}: expected a word such as 'future', got {value!r:.60}")
    return value


def _number(name: str, data: Mapping[str, Any], notes: Notes) -> Decimal | None:
    if name not in data:
        return None
    table = alone(name, data[name], notes)
    found = table.number(VALUE)
    table.done()
    return found


def _whole(name: str, data: Mapping[str, Any], notes: Notes) -> int | None:
    if name not in data:
        return None
    table = alone(name, data[name], notes)
    found = table.whole(VALUE)
    table.done()
    return found


def _unchecked(table: Table) -> Unchecked:
    texts = [table.take(name) for name in ("en", "fr")]
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise BadLimits(f"{table.name}: expected a sentence in en and in fr, got {texts!r:.60}")
    table.done()
    return Unchecked(en=texts[0], fr=texts[1], source=table.source)
