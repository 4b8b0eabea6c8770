"""Settings: defaults, the file, what is unknown, what is malformed, and the home folder."""

from pathlib import Path

import pytest

from tools.errors import Misconfigured
from tools.settings import SETTINGS, home_folder, load


def environ(home: Path, **more: str) -> dict[str, str]:
    return {"EVA_HOME": str(home), "PATH": "/bin", **more}


def test_a_fresh_home_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    settings = load(environ(tmp_path / "a" / "b"))
    assert (settings.home, settings.lang, settings.mode) == (tmp_path / "a" / "b", None, "paper")
    assert settings.home.stat().st_mode & 0o777 == 0o700


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# comment\n\nEVA_LANG='fr'\nEVA_MODE=paper\n", encoding="utf-8")
    assert load(environ(tmp_path)).lang == "fr"
    assert load(environ(tmp_path, EVA_LANG="en")).lang == "en"
    assert load(environ(tmp_path, EVA_LANG="")).lang == "fr"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"EVA_LNAG": "fr"}, "did you mean EVA_LANG"),
        ({"EVA_SOMETHING_ELSE": "1"}, "known are EVA_HOME"),
        ({"EVA_LANG": "FR"}, "did you mean fr"),
        ({"EVA_LANG": "italiano"}, "set it to fr or en"),
        ({"EVA_MODE": "papper"}, "did you mean paper"),
        ({"EVA_DESK_CLIENTS": "a,,b"}, "users with commas"),
    ],
)
def test_what_is_unknown_is_refused_with_the_next_step(tmp_path: Path, more: dict[str, str], says: str) -> None:
    with pytest.raises(Misconfigured, match=says):
        load(environ(tmp_path, **more))


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("EVA_LANG\n", "line 1"),
        ("EVA_LANG=fr\nEVA_LANG=en\n", "line 2"),
        ("EVA_LANGUE=fr\n", "did you mean EVA_LANG"),
        ("DATABASE=x\n", "no setting"),
        ("EVA_HOME=/somewhere\n", "environment only"),
    ],
)
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / ".env").write_text(content, encoding="utf-8")
    with pytest.raises(Misconfigured, match=says) as caught:
        load(environ(tmp_path))
    assert ".env" in str(caught.value)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Misconfigured, match="UTF-8"):
        load(environ(tmp_path))


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(Misconfigured, match="set EVA_HOME to another"):
        load(environ(tmp_path / "home"))


def test_the_platform_folder_is_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert home_folder({"XDG_DATA_HOME": str(tmp_path)}) == tmp_path / "eva"
    assert home_folder({"EVA_HOME": "~/eva"}) == Path.home() / "eva"
    assert home_folder({"XDG_DATA_HOME": "relative"}).parts[-3:] == (".local", "share", "eva")


def test_every_setting_is_documented() -> None:
    assert all(s.name.startswith("EVA_") and s.default and len(s.meaning) > 10 for s in SETTINGS)
