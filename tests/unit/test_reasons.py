"""The page of reason codes is the rules themselves, and every rule says what would change its answer."""

import json
from pathlib import Path

import pytest

from bots.messages import MESSAGES
from policies.kernel import TEXTS
from policies.rules import RULES
from tests.architecture.source import ROOT
from tools.console.app import app
from tools.console.reasons import page, rows
from tools.console.running import run
from tools.trading.explain_refusal import explained

CODES = [*TEXTS, *(code for rule in RULES for code in rule.texts)]


def test_the_page_is_what_is_generated() -> None:
    written = (Path(ROOT) / "docs" / "reasons.md").read_text(encoding="utf-8")
    assert written == page(), "eva kernel reasons > docs/reasons.md"


def test_every_code_is_listed_once_with_both_texts_and_whom_it_concerns() -> None:
    found = rows()
    assert [row["code"] for row in found] == CODES
    assert all(row["en"] and row["fr"] and row["what"].endswith(".") for row in found)
    exits = {row["rule"] for row in found if row["exits"]}
    assert exits == {rule.name for rule in RULES if rule.always} | {"kernel"}
    assert not next(row for row in found if row["code"] == "APPROVAL")["exits"]


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_explained_whatever_its_case(code: str) -> None:
    found = explained(code.lower())
    assert found is not None
    assert found["code"] == code


def test_no_code_is_invented() -> None:
    assert explained("no_such_code") is None


@pytest.mark.parametrize("rule", ["kernel", *(rule.name for rule in RULES)])
def test_every_rule_says_what_to_change(rule: str) -> None:
    assert f"advice_{rule}" in MESSAGES


def test_the_command_prints_the_page_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(app, "kernel", ["reasons"]) == 0
    assert capsys.readouterr().out == page()
    assert run(app, "kernel", ["reasons", "--json"]) == 0
    assert [row["code"] for row in json.loads(capsys.readouterr().out)] == CODES
