"""The catalogue: every sentence that E.V.A. says by itself, French and English side by side."""

from collections.abc import Mapping
from types import MappingProxyType

from bots.messages import (
    accounts,
    acts,
    books,
    chat,
    guide,
    health,
    history,
    modelrisk,
    phrases,
    questions,
    risk,
    talk,
    usage,
    why,
)
from tools import rows
from tools.charts import words

Twin = Mapping[str, str]
LANGS = ("fr", "en")

_TOPICS: tuple[Mapping[str, Twin], ...] = (
    chat.MESSAGES,
    guide.MESSAGES,
    questions.MESSAGES,
    talk.MESSAGES,
    acts.MESSAGES,
    accounts.MESSAGES,
    books.MESSAGES,
    phrases.MESSAGES,
    health.MESSAGES,
    usage.MESSAGES,
    history.MESSAGES,
    risk.MESSAGES,
    modelrisk.MESSAGES,
    why.MESSAGES,
    rows.TEXTS,
    words.TEXTS,
)
MESSAGES: Mapping[str, Twin] = MappingProxyType({key: twin for topic in _TOPICS for key, twin in topic.items()})
"""Every text by its key; keys are unique over all topics."""


def text(key: str, lang: str, **params: object) -> str:
    """The text of a key in 'fr' or 'en' with its placeholders filled; a missing key or parameter is a bug."""
    return MESSAGES[key][lang].format(**params)


def has(key: str) -> bool:
    """Whether the catalogue knows the key."""
    return key in MESSAGES


def topics() -> tuple[Mapping[str, Twin], ...]:
    """The topics by themselves, so that a test can see a key given twice."""
    return _TOPICS
