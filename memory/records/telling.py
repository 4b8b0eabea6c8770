"""Turning what a database says into its name and the next step."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from memory.errors import Unscoped, Unusable

_DAMAGED = ("malformed", "not a database", "corrupt", "quick_check")


def place(engine: AsyncEngine) -> str:
    """Where the records are, for a person: without a password."""
    url = engine.url
    return repr(url.database) if url.get_backend_name() == "sqlite" else url.render_as_string(hide_password=True)


@contextmanager
def told(engine: AsyncEngine) -> Iterator[None]:
    """Raises Unusable, with the next step, for whatever keeps the database from answering."""
    try:
        yield
    except (sqlite3.DatabaseError, OSError) as error:
        if getattr(error, "filename", None) is not None:
            raise  # a file of the caller's own
        raise unusable(engine, error) from error
    except IntegrityError as error:
        raise Unscoped(
            f"the records take no such row ({error.orig}): make the organization with Records.add_organization first"
        ) from error
    except DBAPIError as error:
        if isinstance(error.orig, ValueError | TypeError):
            raise
        raise unusable(engine, error.orig or error) from error
    except SQLAlchemyError as error:
        if isinstance(error.__cause__, OSError):
            raise unusable(engine, error.__cause__) from error
        raise


def unusable(engine: AsyncEngine, error: BaseException) -> Unusable:
    """The refusal, in one line."""
    said = " ".join(str(error).split())[:200]
    where = place(engine)
    if any(word in said for word in _DAMAGED):
        return Unusable(
            f"the records {where} are damaged ({said}); move the file away and `eva restore` a backup, "
            "or go on without it: positions and orders are the desk's and are not in it"
        )
    if engine.dialect.name == "sqlite":
        return Unusable(f"the records {where} cannot be used ({said}); free disk space or correct the file's rights")
    return Unusable(f"the records at {where} cannot be used ({said}); start that server or correct EVA_DATABASE_URL")
