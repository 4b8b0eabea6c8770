"""A message as a channel hands it over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bots.principals import Principal


@dataclass(frozen=True, kw_only=True)
class Message:
    """One line from somebody. `typed` is true only when it was typed at a terminal's keyboard.

    `on_text` takes pieces of a model's prose as they come, for channels that show them at once. `session` tells two
    conversations of one principal in one channel apart, where they have to be.
    """

    text: str
    principal: Principal
    channel: str
    id: str
    at: datetime
    typed: bool = False
    dry_run: bool = False
    lang: str | None = None
    on_text: Callable[[str], None] | None = None
    session: str = ""

    @property
    def place(self) -> str:
        """Where a question may be answered and "it" means something: this principal, here."""
        return f"{self.principal.id}\0{self.channel}\0{self.session}"
