"""Market time as whole seconds since 1970 UTC, and back: exact, without floating point."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)


def seconds(at: datetime) -> int:
    """The whole second in which an aware moment lies."""
    return (at - _EPOCH) // _SECOND


def moment(at: int) -> datetime:
    """The aware UTC moment at which a second begins."""
    return _EPOCH + at * _SECOND
