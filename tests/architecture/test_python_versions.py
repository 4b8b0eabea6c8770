"""Every locked package runs on every Python 3.11, not only on the patch release that the lock was made with."""

from importlib.metadata import distributions

from packaging.specifiers import SpecifierSet

OLDEST = "3.11.0"


def refused(wanted: str | list[str] | None) -> bool:
    """Whether a Requires-Python leaves the oldest supported Python out."""
    return isinstance(wanted, str) and not SpecifierSet(wanted).contains(OLDEST)


def test_no_installed_package_needs_a_later_patch_release() -> None:
    """What a system's own Python 3.11 could not install has no place in the lock."""
    found = [(d.name, d.metadata.json.get("requires_python")) for d in distributions()]
    assert sorted(name for name, wanted in found if refused(wanted)) == []


def test_the_check_bites() -> None:
    """A later patch release is noticed, an earlier one is not."""
    assert refused(">=3.11.5")
    assert not refused(">=3.11")
    assert not refused(None)
