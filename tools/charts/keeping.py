"""Has a picture drawn by a short-lived child, and keeps the newest ones under the home folder."""

import asyncio
import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import tools
from tools.context import Json
from tools.errors import Refused

FOLDER = "charts"
KEPT = 50
TIMEOUT_S = 20.0
LARGEST = 4 * 1024 * 1024
"""Bytes of a picture that is still believed to be one of ours."""

_PNG = b"\x89PNG\r\n\x1a\n"
_INHERITED = ("PATH", "PYTHONPATH", "PYTHONHOME", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "LD_LIBRARY_PATH")
_DRAW = ("-m", "tools.charts.draw")


async def draw(home: Path, plan: Json, *, timeout_s: float = TIMEOUT_S) -> Path:
    """The picture of a plan; raises Refused with what was wrong. The same plan gives the same file, drawn once."""
    body = json.dumps(plan, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    folder = home / FOLDER
    path = folder / f"{hashlib.sha256(b'eva/chart/v1' + body).hexdigest()[:32]}.png"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not path.is_file():
            with TemporaryDirectory(prefix="eva-chart-") as work:
                _keep(await _drawn(Path(work), body, timeout_s), path)
        os.utime(path)
        _prune(folder)
    except OSError as error:
        raise Refused(f"no chart: {str(folder)!r} cannot be used ({error.strerror})") from None
    return path


def environment(work: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """What the child is told: where Python is, and folders of its own; no setting of ours, no secret, one thread."""
    kept = {name: environ[name] for name in _INHERITED if name in environ}
    packages = str(Path(tools.__file__).absolute().parents[1])
    paths = os.pathsep.join(filter(None, (packages, environ.get("PYTHONPATH"))))
    own = dict.fromkeys(("HOME", "TMPDIR", "MPLCONFIGDIR"), str(work))
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return {**kept, **own, **threads, "PYTHONPATH": paths, "MPLBACKEND": "Agg"}


async def _drawn(work: Path, body: bytes, timeout_s: float) -> bytes:
    """What the child drew; it is ended when it takes too long, and when nobody waits any more."""
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        *_DRAW,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment(work, os.environ),
        cwd=work,
    )
    try:
        said, complained = await asyncio.wait_for(child.communicate(body), timeout_s)
    except TimeoutError:
        raise Refused(f"the chart took longer than {timeout_s:g} s and was stopped") from None
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode != 0:
        lines = complained.decode(errors="replace").strip().splitlines()
        raise Refused(f"the chart could not be drawn ({lines[-1] if lines else child.returncode!r:.200})")
    return _believed(work, said)


def _believed(work: Path, said: bytes) -> bytes:
    """The picture that the child names, if it is one, and in the child's own folder."""
    path = Path(os.fsdecode(said.strip()))
    if path.parent != work or path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
        raise Refused("the chart could not be drawn (no picture came out)")
    picture = path.read_bytes()
    if not picture.startswith(_PNG):
        raise Refused("the chart could not be drawn (what came out is no picture)")
    return picture


def _keep(picture: bytes, path: Path) -> None:
    """Writes a picture for its owner alone, in one step."""
    new = path.with_suffix(f".{os.getpid()}")
    handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(picture)
    new.replace(path)


def _prune(folder: Path) -> None:
    """Removes all but the newest files; another process may do the same at the same time."""
    ages: list[tuple[int, Path]] = []
    for path in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):
            ages.append((path.stat().st_mtime_ns, path))
    for _, path in sorted(ages, reverse=True)[KEPT:]:
        path.unlink(missing_ok=True)
