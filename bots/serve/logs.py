"""The service's log: one JSON object a line on standard error; never what people wrote, never a secret.

What libraries log is reduced to who said it and where an error was raised: their words may quote anything.
"""

import asyncio
import logging
import sys
import traceback
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Protocol


class Log(Protocol):
    """Writes one event with its fields."""

    def info(self, event: str, **fields: Any) -> Any:
        """Something that was expected to happen."""

    def error(self, event: str, **fields: Any) -> Any:
        """Something that somebody has to look at."""


class _Lines:
    """Writes lines; a reader that has gone must not end the service."""

    def msg(self, line: str) -> None:
        """Writes one line."""
        with suppress(OSError, ValueError):
            print(line, file=sys.stderr, flush=True)

    info = warning = error = critical = msg


class _Foreign(logging.Handler):
    """Passes on what libraries log, without their words."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one record down."""
        error = record.exc_info[1] if record.exc_info else None
        if error is not None or record.levelno >= logging.ERROR:
            self._log.error("library", logger=record.name, where=f"{record.module}:{record.lineno}", **told(error))


def open_log() -> Log:
    """Sets the process's logging up; called once, by the service."""
    import structlog  # not above: the desk starts before this is read

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=lambda *_: _Lines(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
    log: Log = structlog.get_logger()
    logging.root.handlers[:] = [_Foreign(log)]
    logging.root.setLevel(logging.WARNING)
    asyncio.get_running_loop().set_exception_handler(lambda _, context: _unhandled(log, context))
    return log


def told(error: BaseException | None) -> dict[str, str]:
    """What may be said of an error: its kind and the line that raised it, not its words."""
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)
    where = {"raised": f"{frames[-1].filename}:{frames[-1].lineno}"} if frames else {}
    return {"kind": type(error).__name__, **where}


def _unhandled(log: Log, context: Mapping[str, Any]) -> None:
    log.error("unhandled", what=str(context.get("message", "")).partition("\n")[0], **told(context.get("exception")))
