"""The only reader of secrets: the key that chains the journal, and later the venues' own."""

import os
import secrets
from pathlib import Path

from tools.errors import Misconfigured

LENGTH = 32


class Key(bytes):
    """Secret bytes that do not show themselves."""

    def __repr__(self) -> str:
        return "Key(***)"


def journal_key(path: Path, *, create: bool) -> Key:
    """The journal's key; a new one only where there is no journal yet. Raises Misconfigured."""
    try:
        found = path.read_bytes()
    except FileNotFoundError:
        if not create:
            raise Misconfigured(
                f"the journal's key {str(path)!r} is missing: put it back with the journal it belongs to"
            ) from None
        return _new(path)
    except OSError as error:
        raise Misconfigured(f"the journal's key {str(path)!r} cannot be read ({error.strerror})") from None
    if len(found) != LENGTH:
        raise Misconfigured(f"the journal's key {str(path)!r} is damaged: put back a good copy")
    return Key(found)


def _new(path: Path) -> Key:
    key = Key(secrets.token_bytes(LENGTH))
    part = path.with_suffix(".new")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, key)
        os.fsync(handle)
    finally:
        os.close(handle)
    part.replace(path)
    return key
