"""A folder of plain arrays with a manifest: written once, read by mapping, damage noticed.

Nothing in it is ever unpickled. The manifest names every file with its size, its time of writing (whole seconds, so
that an archive keeps it) and its SHA-256. Opening compares sizes and times, which ordinary damage changes; a file whose
time differs, after a copy say, is read in full. `check` always reads in full.
"""

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

MANIFEST = "manifest.json"
FORMAT = 1
"""Raised whenever what is stored, or how, changes."""
_MAGIC = b"\x93NUMPY"
_BLOCK = 1 << 20

Arrays = Mapping[str, NDArray[Any]]


class Damaged(Exception):
    """The folder is not what was written: it has to be built again."""


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What a folder holds: its arrays, read-only and mapped, and the values that are no arrays."""

    folder: Path
    arrays: Arrays
    values: Mapping[str, Any]


def write(target: Path, arrays: Arrays, values: Mapping[str, Any], *, prove: Callable[[Path], None]) -> None:
    """Writes beside `target` and renames into place; whoever loses a race leaves the winner's folder alone.

    `prove` gets the finished folder before anybody else sees it, and raises to keep it from its place.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = _beside(target, "new")
    try:
        fresh.mkdir()
        files = {}
        for name, array in arrays.items():
            path = fresh / f"{name}.npy"
            np.save(path, np.ascontiguousarray(array), allow_pickle=False)
            files[path.name] = _entry(path)
        body = {"format": FORMAT, "files": files, "values": dict(values)}
        text = json.dumps({"body": body, "sha256": _digest_of(body)}, indent=1)
        (fresh / MANIFEST).write_text(text, encoding="utf-8")
        for path in fresh.iterdir():
            _to_disk(path)
        prove(fresh)
        _place(fresh, target)
        _to_disk(target.parent)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _beside(target: Path, why: str) -> Path:
    return target.with_name(f".{target.name}.{why}-{uuid.uuid4().hex[:8]}")


def _place(fresh: Path, target: Path) -> None:
    """A rename needs a free place: what is damaged is moved away first, what is sound is kept."""
    for _ in range(3):
        try:
            fresh.rename(target)
        except OSError:
            if not target.exists():
                raise
        else:
            return
        try:
            check(target)
        except Damaged:
            remove(target)
        else:
            return
    raise Damaged(f"{str(target)!r} is being damaged while it is built; see who else writes there")


def remove(folder: Path) -> None:
    """Moves a folder away in one step, then deletes it; processes that mapped its files keep them."""
    away = _beside(folder, "old")
    try:
        folder.rename(away)
    except FileNotFoundError:
        return
    if away.is_dir():
        shutil.rmtree(away, ignore_errors=True)
    else:
        away.unlink()


def read(folder: Path) -> Stored:
    """Maps the arrays of a folder; raises Damaged when it is missing or is not what was written."""
    body = _manifest(folder)
    arrays = {}
    for name, entry in body["files"].items():
        path = folder / name
        _same(path, entry, thorough=False)
        try:
            arrays[path.stem] = np.load(path, mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError) as error:
            raise Damaged(f"{str(path)!r} cannot be mapped: {error}") from None
    return Stored(folder=folder, arrays=arrays, values=body["values"])


def check(folder: Path) -> None:
    """Reads every byte and compares digests; raises Damaged."""
    for name, entry in _manifest(folder)["files"].items():
        _same(folder / name, entry, thorough=True)


def _manifest(folder: Path) -> dict[str, Any]:
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        outer = json.loads(text)
        body, digest = outer["body"], outer["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{str(folder / MANIFEST)!r} cannot be read: {error}") from None
    if _digest_of(body) != digest or body.get("format") != FORMAT:
        raise Damaged(f"{str(folder / MANIFEST)!r} is not what was written")
    return dict(body)


def _same(path: Path, entry: Mapping[str, Any], *, thorough: bool) -> None:
    try:
        found = path.stat()
        if found.st_size != entry["size"]:
            raise Damaged(f"{str(path)!r} has {found.st_size} bytes, {entry['size']} were written")
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise Damaged(f"{str(path)!r} is no array")
        if (thorough or int(found.st_mtime) != entry["at"]) and _digest(path) != entry["sha256"]:
            raise Damaged(f"{str(path)!r} is not what was written")
    except OSError as error:
        raise Damaged(f"{str(path)!r} cannot be read: {error.strerror}") from None


def _entry(path: Path) -> dict[str, Any]:
    found = path.stat()
    os.utime(path, (int(found.st_mtime), int(found.st_mtime)))
    return {"size": found.st_size, "at": int(found.st_mtime), "sha256": _digest(path)}


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def _digest_of(body: object) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
