"""A little colour for a terminal; pipes and scripts never see it."""

from collections.abc import Callable

_STYLES = (
    (("REPLAY",), "cyan"),
    (("ALERTE", "ALARM", "  !"), "bold red"),
    (("Refusé", "Refused", "Pas fait", "Not done", "Non :", "No:"), "yellow"),
    (("D'accord", "Done", "Confirmé", "Confirmed"), "green"),
)
"""How a line begins, and the style that it is shown in."""


def decorated() -> Callable[[str], None]:
    """A printer for a terminal that understands colours; the words themselves are never read as markup."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)

    def show(words: str) -> None:
        for line in words.split("\n"):
            console.print(Text(line, style=_style(line)))

    return show


def _style(line: str) -> str:
    return next((style for starts, style in _STYLES if line.startswith(starts)), "")
