"""What `eva doctor` says of the language model: is one configured, does it answer, is it there."""

import ipaddress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from agents.models.script import read_script
from tools.errors import Misconfigured
from tools.settings import Settings

Check = dict[str, Any]

_PATIENCE_S = 2.0
_NAME = "language model"


async def checks(settings: Settings) -> list[Check]:
    """`[{check, status: ok|off|warn|fail, detail, next_step}]`; nothing is loaded and no token is used."""
    kind, _, name = (settings.model or "none").partition(":")
    if kind == "ollama":
        return [*_address(settings.ollama_url), *await _ollama(settings.ollama_url, name)]
    if kind == "scripted":
        return [_script(Path(name))]
    return [_row("off", "no language model is configured; commands and plain orders work without one")]


def _row(
    status: Literal["ok", "off", "warn", "fail"], detail: str, step: str | None = None, name: str = _NAME
) -> Check:
    return {"check": name, "status": status, "detail": detail, "next_step": step}


def _script(path: Path) -> Check:
    try:
        count = len(read_script(path).rules)
    except Misconfigured as error:
        return _row("fail", str(error), "correct the file, or set EVA_MODEL to ollama:NAME or none")
    return _row("warn", f"a script of {count} rules answers, not a model", "for tests only: set EVA_MODEL=ollama:NAME")


def _address(url: str) -> list[Check]:
    """A row when what people say would travel unencrypted to another machine."""
    parts = urlsplit(url)
    try:
        here = ipaddress.ip_address(parts.hostname or "").is_loopback
    except ValueError:
        here = parts.hostname == "localhost"
    if here or parts.scheme == "https":
        return []
    detail = f"messages travel unencrypted to {parts.hostname!r}"
    return [_row("warn", detail, "use https or a tunnel for EVA_OLLAMA_URL", f"{_NAME} address")]


async def _ollama(url: str, name: str) -> list[Check]:
    import httpx

    try:
        async with httpx.AsyncClient(base_url=url, timeout=_PATIENCE_S, trust_env=False) as client:
            version = (await client.get("/api/version")).raise_for_status().json()["version"]
            models = (await client.get("/api/tags")).raise_for_status().json()["models"]
            there = sorted(str(model["name"]) for model in models)
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        detail = f"Ollama does not answer at {url!r} ({type(error).__name__}); the typed path answers instead"
        return [_row("warn", detail, "start it with `ollama serve`, or correct EVA_OLLAMA_URL")]
    if name not in there and f"{name}:latest" not in there:
        detail = f"Ollama {version!s:.20} does not have {name!r}; it has {', '.join(there[:8]) or 'no model'}"
        return [_row("fail", detail, f"`ollama pull {name}`, or set EVA_MODEL to one that is there")]
    return [_row("ok", f"{name} in Ollama {version!s:.20}")]
