"""The caches: written once, in one step, and never believed when damaged."""

import base64
import hashlib
import json
import os
import pickle
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PathDistribution
from pathlib import Path

import numpy as np
import pytest

from agents.router import build, cache, opening, places
from agents.router.embedder import Embedder
from tools.errors import Misconfigured

ARRAYS: cache.Arrays = {"weights": np.linspace(0, 1, 4096, dtype=np.float32), "a.list.0": np.arange(6).reshape(2, 3)}
VALUES = {"eps": 1e-12, "flags": {"on": True}}


def write(target: Path) -> None:
    cache.write(target, ARRAYS, VALUES, prove=cache.check)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != "c")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    write(tmp_path / "deep" / "c")
    return tmp_path / "deep" / "c"


def test_what_was_written_is_read_mapped_and_read_only(written: Path) -> None:
    stored = cache.read(written)
    assert stored.values == VALUES
    assert {name: array.tolist() for name, array in stored.arrays.items()} == {
        name: array.tolist() for name, array in ARRAYS.items()
    }
    assert all(isinstance(array, np.memmap) for array in stored.arrays.values())
    with pytest.raises(ValueError, match="read-only"):
        stored.arrays["weights"][0] = 1
    assert leftovers(written.parent) == []


def flip(path: Path, place: int = -5) -> None:
    """Changes one byte, and the time of writing as any writer would."""
    held = bytearray(path.read_bytes())
    held[place] ^= 1
    path.write_bytes(held)
    os.utime(path, (1, 1))


def test_a_truncated_a_missing_and_a_changed_file_are_noticed(written: Path) -> None:
    file = written / "weights.npy"
    whole = file.read_bytes()
    os.truncate(file, len(whole) - 4)
    with pytest.raises(cache.Damaged, match="were written"):
        cache.read(written)
    file.write_bytes(whole)
    flip(file)
    with pytest.raises(cache.Damaged, match="not what was written"):
        cache.read(written)
    file.unlink()
    with pytest.raises(cache.Damaged, match="cannot be read"):
        cache.read(written)


def test_a_copy_with_other_times_is_read_in_full_and_believed(written: Path) -> None:
    for path in written.iterdir():
        os.utime(path, (1, 1))
    assert cache.read(written).values == VALUES


def test_a_byte_that_changed_without_a_trace_is_found_by_a_check(written: Path) -> None:
    file = written / "weights.npy"
    at = file.stat().st_mtime
    flip(file)
    os.utime(file, (at, at))
    cache.read(written)
    with pytest.raises(cache.Damaged, match="not what was written"):
        cache.check(written)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"body": 1, "sha256": "x"}', "\x00"])
def test_a_damaged_manifest_is_noticed(written: Path, text: str) -> None:
    (written / cache.MANIFEST).write_text(text)
    with pytest.raises(cache.Damaged):
        cache.read(written)


def test_another_format_and_a_changed_value_are_noticed(written: Path) -> None:
    path = written / cache.MANIFEST
    held = json.loads(path.read_text())
    path.write_text(json.dumps({**held, "body": {**held["body"], "values": {}}}))
    with pytest.raises(cache.Damaged):
        cache.read(written)
    body = {**held["body"], "format": cache.FORMAT + 1}
    digest = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    path.write_text(json.dumps({"body": body, "sha256": digest}))
    with pytest.raises(cache.Damaged):
        cache.read(written)


def test_nothing_pickled_goes_in_or_comes_out(written: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="allow_pickle=False"):
        cache.write(tmp_path / "c", {"bad": np.array([{}], dtype=object)}, {}, prove=cache.check)
    assert leftovers(tmp_path) == ["deep"]
    file = written / "weights.npy"
    size, at = file.stat().st_size, file.stat().st_mtime
    file.write_bytes(pickle.dumps(ARRAYS).ljust(size, b"\0")[:size])
    os.utime(file, (at, at))
    with pytest.raises(cache.Damaged, match="is no array"):
        cache.read(written)


def test_a_sound_folder_is_kept_and_a_damaged_one_replaced(written: Path) -> None:
    before = (written / cache.MANIFEST).stat().st_ino
    write(written)
    assert (written / cache.MANIFEST).stat().st_ino == before
    flip(written / "weights.npy")
    write(written)
    cache.check(written)
    assert (written / cache.MANIFEST).stat().st_ino != before
    assert leftovers(written.parent) == []


def test_a_file_in_the_way_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "c").write_text("in the way")
    write(tmp_path / "c")
    cache.check(tmp_path / "c")
    assert leftovers(tmp_path) == []


def test_what_is_not_proved_never_takes_its_place(tmp_path: Path) -> None:
    def refuse(folder: Path) -> None:
        raise Misconfigured(f"{folder.name} is not equal")

    with pytest.raises(Misconfigured):
        cache.write(tmp_path / "c", ARRAYS, VALUES, prove=refuse)
    assert list(tmp_path.iterdir()) == []


def test_many_at_once_leave_one_sound_folder(tmp_path: Path) -> None:
    gate = threading.Barrier(8)

    def build_one() -> int:
        gate.wait()
        write(tmp_path / "c")
        return len(cache.read(tmp_path / "c").arrays)

    with ThreadPoolExecutor(8) as pool:
        assert [one.result() for one in [pool.submit(build_one) for _ in range(8)]] == [len(ARRAYS)] * 8
    cache.check(tmp_path / "c")
    assert leftovers(tmp_path) == []


def test_the_command_builds_keeps_repairs_and_tidies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    parent = places.installed()
    for old in ("embedder-0.1-old", ".embedder-0.2.new-1234", "router-old", "other"):
        (parent / old).mkdir(parents=True)
    assert build.main([]) == 0
    names = sorted(path.name for path in parent.iterdir())
    assert [name.partition("-")[0] for name in names] == ["embedder", "other", "router"]
    os.truncate(parent / names[0] / "array.table.npy", 1000)
    with pytest.raises(cache.Damaged):
        Embedder.open(parent / names[0])
    assert build.main([]) == 0
    said = capsys.readouterr().err.splitlines()
    assert [line.split()[0] for line in said] == ["built", "built", "built", "kept"]
    assert Embedder.open(parent / names[0]).encode(["bonjour"]).shape == (1, 512)


def test_the_command_says_what_it_cannot_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build.main(["--somewhere"]) == 2
    (tmp_path / "file").write_text("no folder")
    assert build.main(["--into", str(tmp_path / "file" / "below")]) == 1
    assert "could not be built" in capsys.readouterr().err


def test_a_home_is_filled_where_the_environment_cannot_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("a prefix that is no folder cannot be written, whoever asks")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "file"))
    embedder, classifier, _ = opening.open_all(os.environ)
    assert classifier.shares(["salut"], embedder.encode(["salut"])).shape == (1, 6)
    made = sorted(path.name.partition("-")[0] for path in (tmp_path / "home" / "cache").iterdir())
    assert made == ["embedder", "router"]
    monkeypatch.setenv("EVA_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(Misconfigured, match=r"can be written\. Next: set EVA_HOME"):
        opening.open_embedder(os.environ)


def installed_package(folder: Path, content: bytes) -> PathDistribution:
    """A package in a folder whose record says `good` for each resource."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(b"good").digest()).rstrip(b"=").decode()
    info = folder / "p-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: p\nVersion: 1\n")
    (info / "RECORD").write_text("".join(f"{name},sha256={digest},4\n" for name in places.RESOURCES))
    for name in places.RESOURCES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return PathDistribution(info)


def test_resources_that_are_not_what_was_installed_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = installed_package(tmp_path / "good", b"good")
    monkeypatch.setattr(places, "package", lambda: good)
    build.require_intact()
    name = places.embedder_name()
    bad = installed_package(tmp_path / "bad", b"evil")
    monkeypatch.setattr(places, "package", lambda: bad)
    with pytest.raises(Misconfigured, match="not the file that was installed"):
        build.require_intact()
    record = tmp_path / "bad" / "p-1.dist-info" / "RECORD"
    record.write_text(record.read_text().replace("sha256=", "sha256=A"))
    assert places.embedder_name() != name
    record.write_text("")
    with pytest.raises(Misconfigured, match="names no"):
        places.embedder_name()
