"""Settings, read once per process from the environment and from `.env` in the home folder; the environment wins."""

import difflib
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tools.errors import Misconfigured


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One documented setting: its name, what holds when it is not given, and what it means."""

    name: str
    default: str
    meaning: str
    choices: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        name="EVA_HOME",
        default="the platform's user data folder",
        meaning="the folder that holds all state; read from the environment only",
    ),
    Setting(
        name="EVA_LANG",
        default="the locale, then the language that the person writes",
        meaning="the language of the answers: fr or en",
        choices=("fr", "en"),
    ),
    Setting(
        name="EVA_MODE",
        default="paper",
        meaning="paper: the desk is this user's; live: another user's, in /run/eva; read from the environment only",
        choices=("paper", "live"),
    ),
    Setting(
        name="EVA_DESK_CLIENTS",
        default="nobody",
        meaning="users, by name or number, whom a live desk answers, with commas between; never root or its own",
    ),
    Setting(
        name="EVA_MODEL",
        default="none",
        meaning="the language model for free-form requests: ollama:NAME, or scripted:FILE for tests; none is needed",
    ),
    Setting(
        name="EVA_OLLAMA_URL",
        default="http://127.0.0.1:11434",
        meaning="where Ollama listens",
    ),
    Setting(
        name="EVA_MODEL_SECONDS",
        default="20",
        meaning="how long one answer of the model may take, 1 to 600; after it the typed path answers and says so",
    ),
    Setting(
        name="EVA_MODEL_TOKENS_PER_DAY",
        default="200000",
        meaning="tokens that the model may use in a day (UTC); when they are spent, the typed path answers; 0 is none",
    ),
    Setting(
        name="EVA_DATABASE_URL",
        default="sqlite in EVA_HOME",
        meaning="where records are kept: sqlite:////PATH/FILE or postgresql://USER@HOST:PORT/NAME",
    ),
    Setting(
        name="EVA_SERVE_ADDRESS",
        default="127.0.0.1:8484",
        meaning="where eva serve listens, HOST:PORT",
    ),
    Setting(
        name="EVA_BACKUP_PASSPHRASE_FILE",
        default="asked at the terminal",
        meaning="a file (0600) whose first line is the passphrase of eva backup and eva restore",
    ),
)
"""Every setting there is; a name outside this table refuses to start."""

FILE = ".env"
_NAMES = tuple(s.name for s in SETTINGS)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one process was told. `database_url`, `model` and `backup_passphrase_file` are None when not set."""

    home: Path
    lang: str | None
    mode: str
    model: str | None = None
    ollama_url: str = "http://127.0.0.1:11434"
    model_seconds: int = 20
    model_tokens_per_day: int = 200_000
    database_url: str | None = None
    serve_address: tuple[str, int] = ("127.0.0.1", 8484)
    backup_passphrase_file: Path | None = None
    desk_clients: tuple[str, ...] = ()


def load(environ: Mapping[str, str]) -> Settings:
    """Reads the settings and makes the home folder (0700); raises Misconfigured with the next step."""
    given = {name: value for name, value in environ.items() if name.startswith("EVA_")}
    _known(given, "the environment")
    home = _home(environ)
    values = {**_file(home / FILE), **{name: value for name, value in given.items() if value}}
    for setting in SETTINGS:
        _chosen(setting, values.get(setting.name))
    mode = values.get("EVA_MODE", "paper")
    if mode == "live" != given.get("EVA_MODE"):
        raise Misconfigured(f"{str(home / FILE)!r}: EVA_MODE=live is read from the environment only; remove that line")
    return Settings(home=home, lang=values.get("EVA_LANG"), mode=mode, **_grown(values))


def _grown(values: Mapping[str, str]) -> dict[str, Any]:
    """The settings of the conversation, checked; those that were not given are left to their defaults."""
    return {read.field: read.parse(name, values[name]) for name, read in _READ.items() if name in values}


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """The field of `Settings` that a setting fills, and how its text is read."""

    field: str
    parse: Callable[[str, str], Any]


def _model(name: str, value: str) -> str | None:
    kind, colon, which = value.partition(":")
    if value == "none":
        return None
    if kind not in ("ollama", "scripted") or not colon or not which.strip():
        raise _wrong(name, value, "ollama:NAME, scripted:FILE or none")
    return value


def _url(*schemes: str) -> Callable[[str, str], str]:
    def parse(name: str, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in schemes or not (parts.netloc or parts.path.strip("/")):
            raise _wrong(name, value, " or ".join(f"{scheme}://..." for scheme in schemes))
        return value.rstrip("/") if parts.scheme.startswith("http") else value

    return parse


def _whole(least: int, most: int) -> Callable[[str, str], int]:
    def parse(name: str, value: str) -> int:
        if not value.isascii() or not value.isdigit() or not least <= int(value[:12]) <= most:
            raise _wrong(name, value, f"a whole number from {least} to {most}")
        return int(value)

    return parse


def _address(name: str, value: str) -> tuple[str, int]:
    host, colon, port = value.rpartition(":")
    if not colon or not host or not port.isascii() or not port.isdigit() or not 0 <= int(port[:6]) <= 65_535:
        raise _wrong(name, value, "HOST:PORT, such as 127.0.0.1:8484")
    return host.strip("[]"), int(port)


def _path(name: str, value: str) -> Path:
    return Path(os.path.abspath(Path(value).expanduser()))


def _users(name: str, value: str) -> tuple[str, ...]:
    users = tuple(part.strip() for part in value.split(","))
    if not all(users):
        raise _wrong(name, value, "users with commas between, such as eva-assistant")
    return users


def _wrong(name: str, value: str, expected: str) -> Misconfigured:
    return Misconfigured(f"{name} is {value[:60]!r}; set it to {expected}")


_READ: Mapping[str, _Reader] = {
    "EVA_DESK_CLIENTS": _Reader(field="desk_clients", parse=_users),
    "EVA_MODEL": _Reader(field="model", parse=_model),
    "EVA_OLLAMA_URL": _Reader(field="ollama_url", parse=_url("http", "https")),
    "EVA_MODEL_SECONDS": _Reader(field="model_seconds", parse=_whole(1, 600)),
    "EVA_MODEL_TOKENS_PER_DAY": _Reader(field="model_tokens_per_day", parse=_whole(0, 10**10)),
    "EVA_DATABASE_URL": _Reader(field="database_url", parse=_url("sqlite", "postgresql")),
    "EVA_SERVE_ADDRESS": _Reader(field="serve_address", parse=_address),
    "EVA_BACKUP_PASSPHRASE_FILE": _Reader(field="backup_passphrase_file", parse=_path),
}


def home_folder(environ: Mapping[str, str]) -> Path:
    """Where the home folder is, whether or not it exists; raises Misconfigured when nobody says."""
    given = environ.get("EVA_HOME")
    try:
        if given:
            return Path(os.path.abspath(Path(given).expanduser()))
        return _platform_data(environ) / "eva"
    except RuntimeError:
        raise Misconfigured("no home folder is known for this user; set EVA_HOME to a folder of your own") from None


def _platform_data(environ: Mapping[str, str]) -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    shared = environ.get("XDG_DATA_HOME", "")
    return Path(shared) if os.path.isabs(shared) else Path.home() / ".local" / "share"


def _home(environ: Mapping[str, str]) -> Path:
    home = home_folder(environ)
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not os.access(home, os.R_OK | os.W_OK | os.X_OK):
            raise PermissionError(13, "Permission denied")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise Misconfigured(f"the home folder {str(home)!r} cannot be used ({why}); set EVA_HOME to another") from None
    return home


def _file(path: Path) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise Misconfigured(f"{str(path)!r} cannot be read ({why}); correct it or move it away") from None
    values: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        entry = line.strip()
        if not entry or entry.startswith("#"):
            continue
        name, equals, value = entry.partition("=")
        name = name.strip()
        if not equals or not name.isidentifier() or name in values:
            raise Misconfigured(f"{str(path)!r} line {number}: expected one KEY=VALUE for each key; correct that line")
        values[name] = _unquoted(value.strip())
    _known(values, repr(str(path)))
    if "EVA_HOME" in values:
        raise Misconfigured(f"{str(path)!r}: EVA_HOME is read from the environment only; remove that line")
    return {name: value for name, value in values.items() if value}


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "'\"":
        return value[1:-1]
    return value


def _known(names: Mapping[str, str], where: str) -> None:
    for name in sorted(names):
        if name not in _NAMES:
            near = difflib.get_close_matches(name, _NAMES, n=1, cutoff=0.7)
            hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(_NAMES)}"
            raise Misconfigured(f"{where} sets {name[:60]!r}, which is no setting; {hint}")


def _chosen(setting: Setting, value: str | None) -> None:
    if value is None or not setting.choices or value in setting.choices:
        return
    near = difflib.get_close_matches(value.lower(), setting.choices, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"set it to {' or '.join(setting.choices)}"
    raise Misconfigured(f"{setting.name} is {value[:60]!r}; {hint}")
