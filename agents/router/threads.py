"""The import of numpy with one BLAS thread: for one sentence, waking other threads costs more than the sums."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_imported_here = threading.Event()
_COUNTS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@contextmanager
def one_thread() -> Iterator[None]:
    """Lets BLAS libraries that are loaded inside start with one thread; the environment is as before afterwards."""
    before = {name: os.environ.get(name) for name in _COUNTS}
    os.environ.update(dict.fromkeys(_COUNTS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def import_numpy() -> None:
    """Imports numpy single-threaded; does nothing when somebody imported it before."""
    if "numpy" not in sys.modules:
        with one_thread():
            import numpy  # noqa: F401, ICN001 - only loaded here
        _imported_here.set()


def keep_to_one() -> None:
    """Holds BLAS to one thread for the rest of the process where numpy came in with more, if threadpoolctl is there."""
    if _imported_here.is_set() or os.environ.get("OPENBLAS_NUM_THREADS") == "1":
        return
    try:
        from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]
    except ImportError:
        return
    threadpool_limits(limits=1, user_api="blas")
