"""What is written down of a bug: the traceback in a file under the home folder, never on the screen."""

import os
import traceback
from datetime import UTC, datetime

from tools.errors import Misconfigured
from tools.settings import home_folder


def written(error: Exception) -> str:
    """Writes the traceback (0600) and gives where, in words that fit after "details in"; never raises."""
    try:
        folder = home_folder(os.environ) / "logs"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"bug-{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}.log"
        path.write_text("".join(traceback.format_exception(error)), encoding="utf-8")
        path.chmod(0o600)
    except (OSError, Misconfigured):
        return "no file could be written"
    return f"details in {str(path)!r}"
