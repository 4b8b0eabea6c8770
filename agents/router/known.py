"""The known sentences, one a line in `utterances/ROUTE.LANG.txt` and `intents/INTENT.LANG.txt`: all it learns from."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from agents.understanding import Lang, Route
from tools.errors import Misconfigured

FOLDER = Path(__file__).with_name("utterances")
ROUTES: tuple[Route, ...] = get_args(Route)
LANGS: tuple[Lang, ...] = get_args(Lang)

INTENT_FOLDER = Path(__file__).with_name("intents")
_TRADING: tuple[Route, ...] = ("trading",)
_ASSISTANT: tuple[Route, ...] = ("assistant",)
_EITHER = _TRADING + _ASSISTANT
INTENTS: Mapping[str, tuple[Route, ...]] = {
    **dict.fromkeys(("draw_chart", "list_fills", "list_orders", "show_hours", "show_limits", "show_pnl"), _TRADING),
    **dict.fromkeys(("show_positions", "show_quotes", "show_status"), _TRADING),
    **dict.fromkeys(("audit", "explain_refusal", "list_decisions", "safety", "show_trading_help"), _EITHER),
    **dict.fromkeys(("abilities", "backup", "bye", "cost", "health", "hello", "how", "human", "insult"), _ASSISTANT),
    **dict.fromkeys(("joke", "language", "longer", "model", "praise", "privacy", "repeat", "settings"), _ASSISTANT),
    **dict.fromkeys(("shorter", "sorry", "thanks", "who"), _ASSISTANT),
}
"""What harmless thing a sentence may ask for, with the routes under which it may."""
NO_INTENTS = ("act", "other")
"""Files of what has no intent: requests to change something, and whatever else people ask under the same routes."""


@dataclass(frozen=True, kw_only=True)
class Utterance:
    """One sentence and where a person would send it."""

    text: str
    lang: Lang
    route: Route


@dataclass(frozen=True, kw_only=True)
class Meant:
    """One sentence and the intent that a person sees in it, one of `INTENTS` or `NO_INTENTS`."""

    text: str
    lang: Lang
    intent: str


def read(folder: Path = FOLDER) -> list[Utterance]:
    """Every utterance, in the order of the routes, the languages and the lines; blank lines and `#` lines are left out.

    Raises Misconfigured when a file is missing or empty, or when one sentence stands under two routes.
    """
    found: dict[tuple[str, Lang], Utterance] = {}
    for route in ROUTES:
        for lang in LANGS:
            for text in _lines(folder / f"{route}.{lang}.txt"):
                first = found.setdefault((text, lang), Utterance(text=text, lang=lang, route=route))
                if first.route != route:
                    raise Misconfigured(f"{text!r} stands under {first.route} and {route}; take one of them out")
    return list(found.values())


def read_intents(folder: Path = INTENT_FOLDER) -> list[Meant]:
    """Every sentence with its intent, in the order of `INTENTS`, `NO_INTENTS`, the languages and the lines.

    Raises Misconfigured when a file is missing or empty, or when one sentence stands under two intents.
    """
    found: dict[tuple[str, Lang], Meant] = {}
    for intent in (*INTENTS, *NO_INTENTS):
        for lang in LANGS:
            for text in _lines(folder / f"{intent}.{lang}.txt"):
                first = found.setdefault((text, lang), Meant(text=text, lang=lang, intent=intent))
                if first.intent != intent:
                    raise Misconfigured(f"{text!r} stands under {first.intent} and {intent}; take one of them out")
    return list(found.values())


def _lines(path: Path) -> list[str]:
    try:
        lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(
            f"{path.name} of the known sentences cannot be read ({error}). Next: make install"
        ) from None
    texts = [line for line in lines if line and not line.startswith("#")]
    if not texts:
        raise Misconfigured(f"{path.name} holds no sentence; write at least one")
    return texts


def digest(known: Sequence[Utterance]) -> str:
    """A digest of the sentences with their routes and their order."""
    return _digest(f"{one.route} {one.lang} {one.text}" for one in known)


def digest_of_intents(meant: Sequence[Meant]) -> str:
    """A digest of the sentences with their intents and their order."""
    return _digest(f"{one.intent} {one.lang} {one.text}" for one in meant)


def _digest(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
