"""The encrypted file: a header, then chunks of AES-256-GCM that cannot be cut, reordered or added to unnoticed.

Header (86 bytes, big-endian): magic "EVABACKU", version u16, scrypt log2(N) u8, r u8, p u8, chunk size u32, salt (16),
nonce prefix (7), checksum (SHA-256, first 14 bytes) of all before, tag (HMAC-SHA-256) of all before under a key from
the passphrase. A chunk's nonce is prefix || number u32 || 1 for the last one, else 0 (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizar, 2015); the header is the additional data of every chunk.
"""

import hashlib
import hmac
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from tools.errors import Refused

MAGIC = b"EVABACKU"
VERSION = 1
TAG = 16
_FIELDS = struct.Struct(">8sHBBBI16s7s")
_START = struct.Struct(">8sH")
_CHECK, _MAC = 14, 32
HEADER = _FIELDS.size + _CHECK + _MAC
MOST_CHUNKS = 2**32


class NoBackup(Refused):
    """The file is no backup that this version reads."""


class Damaged(Refused):
    """The file is a backup, but not as it was written: use another copy of it."""


class WrongPassphrase(Refused):
    """The passphrase is not the one that the backup was made with."""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one guess of the passphrase costs (scrypt: 2**log_n * r * 128 bytes of memory), and the size of a chunk."""

    log_n: int = 17
    r: int = 8
    p: int = 1
    chunk: int = 1 << 20

    @property
    def sound(self) -> bool:
        """Whether a reader should spend so much; a header that asks for more is not worth the memory."""
        return 10 <= self.log_n <= 20 and 1 <= self.r <= 16 and 1 <= self.p <= 4 and 1 << 6 <= self.chunk <= 1 << 24


class Sealer:
    """A writable file whose content ends up encrypted in another; `close` writes the end."""

    def __init__(self, file: BinaryIO, passphrase: str, cost: Cost) -> None:
        fields = (VERSION, cost.log_n, cost.r, cost.p, cost.chunk, os.urandom(16), os.urandom(7))
        start = _FIELDS.pack(MAGIC, *fields)
        start += hashlib.sha256(start).digest()[:_CHECK]
        cipher, check = _keys(passphrase, fields[5], cost)
        self._header = start + hmac.digest(check, start, "sha256")
        self._file, self._prefix, self._chunk = file, fields[6], cost.chunk
        self._cipher, self._count, self._waiting = AESGCM(cipher), 0, bytearray()
        file.write(self._header)

    def write(self, content: bytes) -> int:
        """Takes content; a full chunk is written only once it is known not to be the last."""
        self._waiting += content
        while len(self._waiting) > self._chunk:
            self._seal(bytes(self._waiting[: self._chunk]), last=False)
            del self._waiting[: self._chunk]
        return len(content)

    def close(self) -> None:
        """Writes the last chunk; the file itself stays open."""
        self._seal(bytes(self._waiting), last=True)
        self._waiting.clear()

    def _seal(self, content: bytes, *, last: bool) -> None:
        if self._count >= MOST_CHUNKS:
            raise Refused("this is more than one backup can hold: 4 billion chunks")
        nonce = _nonce(self._prefix, self._count, last=last)
        self._file.write(self._cipher.encrypt(nonce, content, self._header))
        self._count += 1


class Unsealer:
    """A readable file: what was sealed, each chunk checked before any of it is handed out."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        self._header = file.read(HEADER)
        cost, salt, self._prefix = _parsed(self._header)
        cipher, check = _keys(passphrase, salt, cost)
        tag = hmac.digest(check, self._header[:-_MAC], "sha256")
        if not hmac.compare_digest(tag, self._header[-_MAC:]):
            raise WrongPassphrase(
                "the passphrase is wrong, or the file was altered on purpose (its header's checksum holds): try again"
            )
        self._cipher = AESGCM(cipher)
        self._chunks = self._opened(file, cost.chunk + TAG)
        self._rest = memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes, fewer only at the end; raises Damaged."""
        found = bytearray()
        while size < 0 or len(found) < size:
            if not self._rest:
                content = next(self._chunks, None)
                if content is None:
                    break
                self._rest = memoryview(content)
            take = len(self._rest) if size < 0 else size - len(found)
            found += self._rest[:take]
            self._rest = self._rest[take:]
        return bytes(found)

    def _opened(self, file: BinaryIO, size: int) -> Iterator[bytes]:
        number, sealed = 0, file.read(size)
        while True:
            following = file.read(size) if len(sealed) == size else b""
            last = not following
            content = self._try(sealed, number, last=last)
            if content is None:
                raise Damaged(self._why(sealed, number, last=last))
            yield content
            if last:
                return
            number, sealed = number + 1, following

    def _try(self, sealed: bytes, number: int, *, last: bool) -> bytes | None:
        try:
            return self._cipher.decrypt(_nonce(self._prefix, number, last=last), sealed, self._header)
        except (InvalidTag, ValueError):
            return None

    def _why(self, sealed: bytes, number: int, *, last: bool) -> str:
        """What is wrong with a chunk that does not open, told from how it would."""
        if self._try(sealed, number, last=not last) is None:
            return f"the backup is damaged in its part {number + 1}: use another copy of it"
        if last:
            return f"the backup is cut off after its part {number + 1}: use another copy of it"
        return f"something was added to the backup after its part {number + 1}: use another copy of it"


def _parsed(header: bytes) -> tuple[Cost, bytes, bytes]:
    if len(header) < _START.size or not header.startswith(MAGIC):
        raise NoBackup("this is no backup of eva: name a file that `eva backup` wrote")
    version = _START.unpack_from(header)[1]
    if version != VERSION:
        age = (
            "a newer version of eva: restore it with that one" if version > VERSION else "an old version, not read now"
        )
        raise NoBackup(f"the backup has the format {version}, this version reads {VERSION}: it was written by {age}")
    if len(header) < HEADER:
        raise Damaged("the backup is cut off in its header: use another copy of it")
    start, check = header[: _FIELDS.size], header[_FIELDS.size : _FIELDS.size + _CHECK]
    _, _, log_n, r, p, chunk, salt, prefix = _FIELDS.unpack(start)
    cost = Cost(log_n=log_n, r=r, p=p, chunk=chunk)
    if hashlib.sha256(start).digest()[:_CHECK] != check or not cost.sound:
        raise Damaged("the backup is damaged in its header: use another copy of it")
    return cost, salt, prefix


def _keys(passphrase: str, salt: bytes, cost: Cost) -> tuple[bytes, bytes]:
    """The key of the content and the key of the header."""
    kdf = Scrypt(salt=salt, length=64, n=1 << cost.log_n, r=cost.r, p=cost.p)
    both = kdf.derive(passphrase.encode())
    return both[:32], both[32:]


def _nonce(prefix: bytes, number: int, *, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")
