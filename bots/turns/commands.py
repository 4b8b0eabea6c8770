"""The commands that the conversation answers by itself, without the desk."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["help", "lang", "quit", "doctor", "usage", "talk", "later", "account"]

_NAMES: dict[str, Kind] = {
    "help": "help",
    "aide": "help",
    "h": "help",
    "?": "help",
    "start": "help",
    "lang": "lang",
    "langue": "lang",
    "language": "lang",
    "quit": "quit",
    "quitter": "quit",
    "exit": "quit",
    "q": "quit",
    "doctor": "doctor",
    "docteur": "doctor",
    "diagnostic": "doctor",
    "usage": "usage",
}
TOOLS: dict[str, Kind] = {
    "show_help": "help",
    "set_language": "lang",
    "quit": "quit",
    "check_health": "doctor",
    "show_usage": "usage",
    "small_talk": "talk",
    "factory_closed": "later",
    "choose_account": "account",
}
"""The same by the names that they bear as tools."""
_ARGUMENTS: dict[Kind, str] = {
    "help": "topic",
    "lang": "lang",
    "talk": "about",
    "later": "factory",
    "account": "account",
}


@dataclass(frozen=True, kw_only=True)
class Command:
    """One of the conversation's own commands, with the word after it."""

    kind: Kind
    argument: str = ""
    route: str = "assistant"

    @property
    def tool(self) -> str:
        """The name it bears as a tool."""
        return next(name for name, kind in TOOLS.items() if kind == self.kind)

    @property
    def args(self) -> dict[str, str]:
        """The word after it by the name that it bears as an argument."""
        return {_ARGUMENTS[self.kind]: self.argument} if self.argument and self.kind in _ARGUMENTS else {}


def command_of(line: str) -> Command | None:
    """The command in a line that begins with a slash, or None when it is somebody else's."""
    if not line.startswith("/"):
        return None
    name, *rest = line[1:].split(maxsplit=1)[:2] or [""]
    kind = _NAMES.get(name.casefold())
    return None if kind is None else Command(kind=kind, argument=rest[0].strip() if rest else "")
