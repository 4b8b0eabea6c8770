"""What lies inside the encrypted file: a tar whose first member, the manifest, says what all the others are."""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, cast

from tools.backup.manifest import MANIFEST, Manifest, Member, parsed
from tools.backup.sealed import Cost, Damaged, NoBackup, Sealer, Unsealer

BLOCK = 1 << 20


def measure(folder: Path, names: Iterable[str]) -> tuple[Member, ...]:
    """The members that these files of a folder will be."""
    found = []
    for name in names:
        with (folder / name).open("rb") as file:
            digest = hashlib.file_digest(file, "sha256")
            found.append(Member(name=name, size=file.tell(), sha256=digest.hexdigest()))
    return tuple(found)


def write(file: BinaryIO, folder: Path, manifest: Manifest, passphrase: str, cost: Cost) -> None:
    """Writes the manifest and its members, encrypted, to an open file."""
    sealer = Sealer(file, passphrase, cost)
    with tarfile.open(fileobj=cast(BinaryIO, sealer), mode="w|", format=tarfile.PAX_FORMAT) as tar:
        content = json.dumps(asdict(manifest), ensure_ascii=False).encode()
        tar.addfile(_info(MANIFEST, len(content)), io.BytesIO(content))
        for member in manifest.members:
            with (folder / member.name).open("rb") as source:
                tar.addfile(_info(member.name, member.size), source)
    sealer.close()


def read(file: BinaryIO, passphrase: str, into: Path | None = None) -> Manifest:
    """Reads and checks everything; with `into`, writes the members below that folder, each on the disk at the end.

    Raises NoBackup, WrongPassphrase, Damaged. Without `into` nothing is written anywhere.
    """
    opened = Unsealer(file, passphrase)
    try:
        with tarfile.open(fileobj=cast(BinaryIO, opened), mode="r|") as tar:
            every = iter(tar)
            manifest = _manifest(tar, next(every, None))
            expected = {member.name: member for member in manifest.members}
            for info in every:
                member = expected.pop(info.name, None)
                content = tar.extractfile(info) if info.isreg() else None
                if member is None or content is None:
                    raise Damaged(f"the backup holds {info.name!r:.80}, which its manifest does not name")
                _take(cast(BinaryIO, content), member, into)
        opened.read()
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as error:
        raise Damaged(f"the backup cannot be read ({error!r:.100}): use another copy of it") from error
    if expected:
        raise Damaged(f"the backup lacks {min(expected)!r}: use another copy of it")
    return manifest


def _manifest(tar: tarfile.TarFile, first: tarfile.TarInfo | None) -> Manifest:
    content = tar.extractfile(first) if first is not None and first.name == MANIFEST and first.isreg() else None
    if content is None:
        raise NoBackup("the backup has no manifest: it was not written by eva")
    return parsed(content.read())


def _take(content: BinaryIO, member: Member, into: Path | None) -> None:
    digest, size = hashlib.sha256(), 0
    target = None if into is None else _made(into, member.name)
    try:
        while block := content.read(BLOCK):
            digest.update(block)
            size += len(block)
            if target is not None:
                target.write(block)
        if (size, digest.hexdigest()) != (member.size, member.sha256):
            raise Damaged(f"{member.name!r} in the backup is not what its manifest says: use another copy of it")
        if target is not None:
            target.flush()
            os.fsync(target.fileno())
    finally:
        if target is not None:
            target.close()


def room(folder: Path, name: str) -> Path:
    """The path of a member below a folder, every folder on the way made for its owner alone."""
    path = folder
    for part in name.split("/")[:-1]:
        path /= part
        path.mkdir(exist_ok=True, mode=0o700)
    return folder / name


def _made(folder: Path, name: str) -> BinaryIO:
    path = room(folder, name)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info
