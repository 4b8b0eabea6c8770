"""Authenticator codes: each once, never again after a newer one, whatever the clock does, and few wrong ones."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from tools.desk import credentials
from tools.desk.credentials import DIGITS, STEP_S, Secret
from tools.desk.engine.account import Desk
from tools.desk.record.granting import WINDOW
from tools.desk.record.journal import Entry
from tools.errors import Misconfigured, Refused

AROUND = (-1, 0, 1)
"""Steps beside the present one that are accepted: clocks and fingers are slow."""
MOST_WRONG = 10
"""Wrong codes within an hour, over all requests, after which the desk takes none for the rest of it."""
BEHIND = timedelta(seconds=2)
ENROLMENT_S = 300
ENROLMENT_TRIES = 3


class Typed(StrEnum):
    """What a typed code is worth."""

    RIGHT = "right"
    WRONG = "wrong"
    USED = "used"


def steps_of(typed: str, now: datetime, code: Callable[[int], str]) -> list[int]:
    """Every step around `now` whose code this is; all are computed and compared in constant time."""
    here = int(now.timestamp()) // STEP_S
    given = "".join(typed.split()).encode("ascii", "replace")
    found = [(step, hmac.compare_digest(code(step).encode(), given)) for step in (here + a for a in AROUND)]
    return [step for step, same in found if same]


@dataclass
class Enrolment:
    """A secret that was shown and waits for its first code; it is kept in memory alone."""

    secret: Secret
    until: float
    tries: int = 0


@dataclass(kw_only=True)
class Codes:
    """The authenticator of one desk. What was used or wrong is in the journal, the secret in a file beside it."""

    desk: Desk
    path: Path
    waiting: Enrolment | None = field(default=None)

    @property
    def enrolled(self) -> bool:
        """Whether whatever needs T2 can be approved at all."""
        return self.desk.state.codes.enrolled and self.path.exists()

    def check(self, typed: str, subject: str) -> tuple[Typed, list[Entry]]:
        """What a code is worth for one subject, and the row to write in the same commit as what follows from it.

        Raises Refused while no code is taken: not enrolled, too many wrong ones, a clock behind the journal.
        """
        self._takes_codes()
        secret = credentials.totp_secret(self.path)
        if secret is None or not self.desk.state.codes.enrolled:
            raise Refused("no authenticator is enrolled: eva desk enroll")
        steps = steps_of(typed, self.desk.clock.now(), lambda step: credentials.code_of(secret, step))
        fresh = [step for step in steps if step > self.desk.state.codes.step]
        worth = Typed.RIGHT if fresh else Typed.USED if steps else Typed.WRONG
        body = {"outcome": worth.value, "subject": subject} | ({"step": max(fresh)} if fresh else {})
        return worth, [Entry(kind="code", account="", body=body)]

    def believe_clock(self) -> None:
        """Raises Refused while the wall clock is behind the journal: what it once closed must not open again."""
        now, last = self.desk.clock.now(), self.desk.journal.last_at
        if last is not None and last - now > BEHIND:
            raise Refused("the wall clock is behind the journal: correct it, nothing is approved before")

    def _takes_codes(self) -> None:
        self.believe_clock()
        now = self.desk.clock.now()
        recent = [at for at in self.desk.state.codes.wrong if now - at < WINDOW]
        if len(recent) >= MOST_WRONG:
            raise Refused(f"{MOST_WRONG} wrong codes within an hour: no code is taken for the rest of it")

    def begin(self, typed: str) -> tuple[Secret, str]:
        """A new secret and its address, shown this once; replacing one takes a code of the old."""
        if self.enrolled:
            worth, rows = self.check(typed, "enroll")
            self.desk.write(*rows)
            if worth is not Typed.RIGHT:
                raise Refused("an authenticator is enrolled: a new one takes a fresh code of it")
        secret = credentials.new_secret()
        self.waiting = Enrolment(secret=secret, until=self.desk.clock.monotonic() + ENROLMENT_S)
        return secret, credentials.enrolment_uri(secret, self.path.parent.parent.name or "eva")

    def confirm(self, typed: str) -> bool:
        """Whether the first code fits the secret that was shown, which then is the desk's.

        The row comes before the file: a desk that dies between the two knows of an authenticator and has none, so
        that nothing is approved until somebody enrolls again.
        """
        waiting = self.waiting
        if waiting is None or self.desk.clock.monotonic() > waiting.until:
            self.waiting = None
            raise Refused("no enrolment is under way: eva desk enroll")
        waiting.tries += 1
        if waiting.tries >= ENROLMENT_TRIES:
            self.waiting = None
        steps = steps_of(typed, self.desk.clock.now(), lambda step: credentials.code_of(waiting.secret, step))
        if not steps or len("".join(typed.split())) != DIGITS:
            return False
        self._keep(waiting.secret, max(steps))
        self.waiting = None
        return True

    def _keep(self, secret: Secret, step: int) -> None:
        try:
            part = credentials.prepare_totp(self.path, secret)
        except OSError as error:
            raise Misconfigured(f"the secret {str(self.path)!r} cannot be written ({error.strerror})") from None
        try:
            self.desk.write(Entry(kind="enrolled", account="", body={"step": step}))
            part.replace(self.path)
        finally:
            part.unlink(missing_ok=True)
