"""Which language is answered: chosen for the turn, chosen before, set, last written, or the locale's."""

from collections.abc import Mapping

from bots.store import Store


class Voice:
    """The language of each principal; what was chosen outranks what is written."""

    def __init__(self, store: Store, *, setting: str | None, locale: str) -> None:
        self._store = store
        self._setting = setting
        self._locale = locale

    def lang(self, principal: str, asked: str | None = None) -> str:
        """The language to begin a turn with."""
        kept = self._store.language(principal)
        if asked or (kept is not None and kept.pinned):
            return asked or (kept.lang if kept is not None else self._locale)
        return self._setting or (kept.lang if kept is not None else self._locale)

    def heard(self, principal: str, written: str | None, current: str, asked: str | None = None) -> str:
        """The language to answer in, once it is known which one was written; it sticks."""
        kept = self._store.language(principal)
        if written is None or asked or self._setting or (kept is not None and kept.pinned):
            return current
        if kept is None or kept.lang != written:
            self._store.speak(principal, written, pinned=False)
        return written

    def choose(self, principal: str, lang: str) -> None:
        """Keeps a language that was asked for."""
        self._store.speak(principal, lang, pinned=True)


def locale_language(environ: Mapping[str, str]) -> str:
    """'fr' for a French locale, else 'en'."""
    named = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "fr" if named.lower().startswith("fr") else "en"
