"""The only reader of secrets: the key that chains the journal, that of the authenticator, later the venues' own."""

import os
import secrets
from pathlib import Path

from tools.errors import Misconfigured

LENGTH = 32
DIGITS = 6
STEP_S = 30
ISSUER = "E.V.A. desk"


class Key(bytes):
    """Secret bytes that do not show themselves."""

    def __repr__(self) -> str:
        return "Key(***)"


class Secret(str):
    """Secret text that does not show itself."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Secret(***)"


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
    _write(path.with_suffix(".new"), key)
    path.with_suffix(".new").replace(path)
    return key


def _write(part: Path, content: bytes) -> None:
    """Writes a file that only its owner may read, on the disk when this returns."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        os.fchmod(handle, 0o600)
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


def new_secret() -> Secret:
    """A fresh secret for an authenticator: 160 random bits in base 32."""
    import pyotp

    return Secret(pyotp.random_base32(32))


def totp_secret(path: Path) -> Secret | None:
    """The authenticator's secret; None where there is none. Raises Misconfigured for one that is no secret."""
    try:
        found = path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"the authenticator's secret {str(path)!r} cannot be read ({error})") from None
    if len(found) < DIGITS or not set(found) <= _BASE32:
        raise Misconfigured(f"the authenticator's secret {str(path)!r} is damaged: move it away, then enroll again")
    return Secret(found)


def prepare_totp(path: Path, secret: Secret) -> Path:
    """Writes a new secret beside its place; whoever has journaled the enrolment moves it there."""
    part = path.with_suffix(".new")
    _write(part, secret.encode() + b"\n")
    return part


def enrolment_uri(secret: Secret, name: str) -> str:
    """The `otpauth://` address that an authenticator application takes."""
    import pyotp

    return str(pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER))


def code_of(secret: Secret, step: int) -> str:
    """The six digits of one 30 s step (RFC 6238, SHA-1), counted from the epoch."""
    import pyotp

    return str(pyotp.TOTP(secret, digits=DIGITS, interval=STEP_S).generate_otp(step))


_BASE32 = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
