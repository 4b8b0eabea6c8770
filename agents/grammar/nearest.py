"""The nearest known names to one that is not known."""

from collections.abc import Iterable


def nearest(written: str, names: Iterable[str]) -> list[str]:
    """Up to three names that a person may have meant, the likeliest first."""
    # Imported when something was misspelt: difflib would be a third of the time that importing the lexicon takes.
    from difflib import get_close_matches

    return get_close_matches(written.lower()[:40], sorted(names), n=3, cutoff=0.6)
