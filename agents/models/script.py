"""The file of a scripted model: rules in order, read and checked once."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from tools.errors import Misconfigured

Event = Literal["person", "tool", "any"]
Fault = Literal["unreachable", "slow", "error", "length"]

_FIELDS: Final = {"when", "on", "say", "call", "tokens", "wait_s", "fail"}
_EVENTS: Final = ("person", "tool", "any")
_FAULTS: Final = ("unreachable", "slow", "error", "length")


@dataclass(frozen=True, kw_only=True)
class Call:
    """A tool that the rule calls. `args` that are a text are sent as they are, however malformed."""

    tool: str
    args: Mapping[str, Any] | str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """What to do when the last message is of a kind (`on`) and contains or matches `when`.

    `say` is streamed piece by piece; `tokens` is what the server would have counted, (in, out); `wait_s` comes
    before the first piece.
    """

    when: re.Pattern[str] | None = None
    on: Event = "any"
    say: tuple[str, ...] = ()
    call: tuple[Call, ...] = ()
    tokens: tuple[int, int] | None = None
    wait_s: float = 0
    fail: Fault | None = None

    def fits(self, event: Event, text: str) -> bool:
        """Whether the last message, of this kind and with this text, is what the rule waits for."""
        return self.on in ("any", event) and (self.when is None or self.when.search(text) is not None)


@dataclass(frozen=True, kw_only=True)
class Script:
    """All rules of a file; `obey` makes the model do whatever a text of the conversation tells it to."""

    rules: tuple[Rule, ...]
    obey: bool


def read_script(path: Path) -> Script:
    """Reads a `.toml` file (`obey`, `[[rule]]`) or JSON lines (one rule a line, or `{"obey": true}`)."""
    try:
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".toml":
            whole = tomllib.loads(text)
            entries = [*whole.pop("rule", []), whole]
        else:
            entries = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        raise _wrong(path, str(error)) from None
    rules: list[Rule] = []
    obey = False
    for number, entry in enumerate(entries, start=1):
        if isinstance(entry, dict) and entry.keys() <= {"obey"}:
            obey = obey or entry.get("obey") is True
            continue
        try:
            rules.append(_rule(entry))
        except (TypeError, ValueError, LookupError, AttributeError, re.error) as error:
            raise _wrong(path, f"rule {number}: {error}") from None
    return Script(rules=tuple(rules), obey=obey)


def _rule(entry: Any) -> Rule:
    if not isinstance(entry, dict) or not entry.keys() <= _FIELDS:
        raise ValueError(f"a rule is a table of {', '.join(sorted(_FIELDS))}; got {entry!r:.80}")
    say, tokens = entry.get("say", ""), entry.get("tokens")
    return Rule(
        when=_pattern(entry.get("when")),
        on=_one_of(entry.get("on", "person"), _EVENTS),
        say=_pieces(say) if isinstance(say, str) else tuple(str(piece) for piece in say),
        call=tuple(Call(tool=call["tool"], args=call.get("args", {})) for call in entry.get("call", ())),
        tokens=(int(tokens[0]), int(tokens[1])) if tokens is not None else None,
        wait_s=float(entry.get("wait_s", 0)),
        fail=_one_of(entry["fail"], _FAULTS) if "fail" in entry else None,
    )


def _pattern(when: str | None) -> re.Pattern[str] | None:
    """`/.../` is a regular expression, anything else a part of the text; both without regard to case."""
    if when is None:
        return None
    regular = len(when) > 2 and when.startswith("/") and when.endswith("/")
    return re.compile(when[1:-1] if regular else re.escape(when), re.IGNORECASE | re.DOTALL)


def _pieces(text: str) -> tuple[str, ...]:
    """A text as a server streams it: words with the space before them."""
    return tuple(re.findall(r"\s*\S+|\s+$", text))


def _one_of(value: Any, known: tuple[str, ...]) -> Any:
    if value not in known:
        raise ValueError(f"expected one of {', '.join(known)}; got {value!r:.40}")
    return value


def _wrong(path: Path, why: str) -> Misconfigured:
    return Misconfigured(f"the script {str(path)!r} cannot be used ({why}); see agents/models/README.md")
