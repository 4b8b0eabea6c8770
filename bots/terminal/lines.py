"""Where lines come from: a keyboard with its prompt, or a pipe; read on a thread, so that the loop lives."""

import asyncio
import os
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager, suppress

LONGEST = 1024 * 1024
"""Bytes of one line that are kept; the rest of a longer one is dropped."""

PROMPT = "> "
_CHUNK = 65536


async def lines(read: Callable[[], str | None]) -> AsyncIterator[str]:
    """Calls `read` on a daemon thread, once for every line that is asked for, until it returns None."""
    loop = asyncio.get_running_loop()
    wanted = threading.Semaphore(0)
    got: asyncio.Queue[str | None] = asyncio.Queue()

    def work() -> None:
        line: str | None = ""
        while line is not None:
            wanted.acquire()
            line = read()
            with suppress(RuntimeError):  # the loop has ended meanwhile
                loop.call_soon_threadsafe(got.put_nowait, line)

    threading.Thread(target=work, name="lines", daemon=True).start()
    while True:
        wanted.release()
        line = await got.get()
        if line is None:
            return
        yield line


def from_pipe(descriptor: int) -> Callable[[], str | None]:
    """Reads lines of UTF-8 from a file descriptor; wrong bytes are replaced."""
    rest = bytearray()
    ended = False

    def read() -> str | None:
        nonlocal ended
        line = bytearray()
        while True:
            head, newline, tail = rest.partition(b"\n")
            line += head[: max(LONGEST - len(line), 0)]
            rest[:] = tail
            if newline:
                return line.decode("utf-8", "replace")
            if ended:
                return line.decode("utf-8", "replace") if line else None
            chunk = os.read(descriptor, _CHUNK)
            ended = not chunk
            rest.extend(chunk)

    return read


def from_keyboard() -> str | None:
    """Reads one line after a prompt, with editing and history where readline is there; None at the end."""
    try:
        return input(PROMPT)
    except EOFError:
        return None


@contextmanager
def keyboard() -> Iterator[None]:
    """Prepares the terminal for `from_keyboard` and leaves it as it was, whatever happens meanwhile."""
    with suppress(ImportError):
        import readline  # noqa: F401
    reconfigure = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    try:
        import termios
    except ImportError:
        yield
        return
    before = termios.tcgetattr(sys.stdin.fileno())
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, before)


def unfinished() -> str:
    """What stands on the prompt's line now, to be shown again after something was printed above it."""
    readline = sys.modules.get("readline")
    typed = readline.get_line_buffer() if readline is not None else ""
    return f"{PROMPT}{typed}"
