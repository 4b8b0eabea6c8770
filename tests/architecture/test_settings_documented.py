"""README and .env.example list exactly the settings that the code reads."""

import re

from tests.architecture.source import ROOT
from tools.settings import SETTINGS

ROW = re.compile(r"^\| `(EVA_[A-Z_]+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
LINE = re.compile(r"^# (EVA_[A-Z_]+)=", re.MULTILINE)


def test_the_readme_table_is_the_code_s_table() -> None:
    """Name, default and meaning, word for word."""
    documented = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert documented == [(s.name, s.default, s.meaning) for s in SETTINGS]


def test_the_example_file_names_every_setting() -> None:
    """And no other."""
    named = LINE.findall((ROOT / ".env.example").read_text(encoding="utf-8"))
    assert named == [s.name for s in SETTINGS]
