"""The verb `firms`: what it lists, shows and checks, the user's own files, both languages, exit codes."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import eva
from policies.limits import BadLimits
from tools.console import firms as verb
from tools.trading.programmes import overview
from tools.trading.rulesets import SHIPPED, RulesetFile, Rulesets, ruleset_files

LOOKED = date(2026, 11, 21)
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`eva firms ...` in a home of its own, a week after the facts were looked at."""
    monkeypatch.setenv("EVA_HOME", str(tmp_path))
    monkeypatch.setattr(verb, "_today", lambda: LOOKED + timedelta(days=7))

    def called(*args: str) -> tuple[int, str, str]:
        code = eva.main(["firms", *args])
        out, err = capfd.readouterr()
        return code, out, err

    return called


def mine(home: Path, name: str, change: Callable[[str], str] = str) -> Path:
    """A ruleset of the user's own: FTMO's under another name, changed."""
    text = (SHIPPED / "ftmo-2step.toml").read_text(encoding="utf-8").replace('id = "ftmo-2step"', f'id = "{name}"')
    path = home / "firms" / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(change(text), encoding="utf-8")
    return path


def test_every_ruleset_is_listed_with_its_age(run: Run) -> None:
    code, out, _ = run("list", "--json")
    rows = {row["id"]: row for row in json.loads(out)}
    assert code == 0
    assert len(rows) == len(list(SHIPPED.glob("*.toml")))
    assert rows["ftmo-2step"] == {
        "id": "ftmo-2step",
        "name": "FTMO 2-Step, Challenge and Verification",
        "currency": "USD",
        "capital": "100000",
        "reached_by": "mt5",
        "own": False,
        "verified_on": "2026-11-21",
        "age_days": 7,
        "live": True,
        "problems": [],
    }
    assert {"field": "consistency", "why": "unconfirmed"} in rows["topstep-50k"]["problems"]
    code, out, _ = run("list", "--lang", "fr")
    assert code == 0
    assert "vu il y a 7 jours" in out
    assert "simulation seulement" in out


def test_one_ruleset_is_shown_with_every_source_and_its_floors(run: Run) -> None:
    code, out, _ = run("show", "topstep-50k", "--json")
    told = json.loads(out)
    floors = {floor["name"]: floor for floor in told["floors"]}
    values = {value["field"]: value for value in told["values"]}
    assert code == 0
    assert (floors["daily"]["floor"], floors["total"]["floor"], floors["total"]["guard"]) == ("49000", "48000", "48200")
    assert values["daily.amount"]["confidence"] == "third_party"
    assert values["consistency.share"]["source"] == "propfirmcircle.com; traderverdict.com"
    assert values["daily.effect"]["age_days"] == 7
    assert told["reached"]["en"].startswith("Orders reach it through the firm's ProjectX gateway")
    assert len(told["limits_hash"]) == 64


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ["Loss floors", "daily: floor 95000, guard 95500", "official, 2026-11-21, 7 days old", "MetaTrader 5"]),
        ("fr", ["Planchers", "daily : plancher 95000, garde 95500", "officiel, 2026-11-21, vu il y a 7 jours"]),
    ],
)
def test_the_same_is_told_in_both_languages(run: Run, lang: str, said: list[str]) -> None:
    code, out, _ = run("show", "ftmo-2step-funded", "--lang", lang)
    assert code == 0
    assert all(text in out for text in said)
    assert ("over the pause" in out, "pendant l'arrêt" in out) == (lang == "en", lang == "fr")


def test_a_value_above_a_ceiling_is_shown_as_it_holds(run: Run, tmp_path: Path) -> None:
    mine(tmp_path, "bold", lambda text: text.replace('leverage = "20"', 'leverage = "500"'))
    values = {v["field"]: v for v in json.loads(run("show", "bold", "--json")[1])["values"]}
    assert (values["order.leverage"]["value"], values["order.leverage"]["in_force"]) == ("500", "100")
    assert "in_force" not in values["order.per_day"]


def test_a_file_of_the_users_own_is_one_more_programme(run: Run, tmp_path: Path) -> None:
    path = mine(tmp_path, "my-firm")
    assert run("check", "my-firm")[:2] == (0, "my-firm: nothing is doubtful\n")
    assert run("check", str(path), "--lang", "fr")[:2] == (0, "my-firm : rien de douteux\n")
    assert "yours" in next(line for line in run("list")[1].splitlines() if line.startswith("my-firm"))
    assert Rulesets(tmp_path).named("my-firm")["id"] == "my-firm"
    assert "my-firm" not in Rulesets()


def test_a_file_that_shadows_a_shipped_one_is_refused(run: Run, tmp_path: Path) -> None:
    mine(tmp_path, "ftmo-2step")
    code, out, _ = run("check", "--json")
    assert code == 1
    (bad,) = [row for row in json.loads(out) if row["own"]]
    assert "has the name of a ruleset of E.V.A." in bad["error"]
    assert run("show", "ftmo-2step")[0] == 1
    with pytest.raises(BadLimits, match="rename it"):
        Rulesets(tmp_path).named("ftmo-2step")
    assert Rulesets(tmp_path).named("ftmo-swing")["id"] == "ftmo-swing"


BROKEN: list[tuple[str, Callable[[str], str]]] = [
    ("cannot be read", lambda text: text + "\n[order"),
    ("cannot be read", lambda text: text + "#" * 300_000),
    ("expected 'odd'", lambda text: text.replace('id = "odd"', 'id = "even"')),
    ("daily.amount", lambda text: text.replace('amount = "0.05"', 'amount = "five"')),
    ("total: missing", lambda text: text.replace("[[total]]", "[[totals]]")),
    ("flat_by.until", lambda text: text + '\n[[flat_by]]\nzone = "UTC"\nat = "10:00"\nuntil = "10:00"\n'),
]


@pytest.mark.parametrize(("says", "change"), BROKEN)
def test_a_file_that_cannot_be_understood_is_named(
    run: Run, tmp_path: Path, says: str, change: Callable[[str], str]
) -> None:
    mine(tmp_path, "odd", change)
    code, out, _ = run("check", "odd")
    assert code == 1
    assert says in out
    assert says in run("list")[1]
    code, out, err = run("show", "odd")
    assert (code, out) == (1, "")
    assert says in err


@pytest.mark.parametrize(
    ("field", "why", "change"),
    [
        ("payout", "unknown_field", lambda text: 'payout = "0.8"\n' + text),
        ("total", "no_source", lambda text: text.replace('source = "ftmo.com/en/trading-objectives"\n', "")),
        ("total", "unconfirmed", lambda text: text.replace('"official"', '"unconfirmed"')),
        ("daily", "too_old", lambda text: text.replace("2026-11-21", "2026-08-29")),
        ("daily", "verified_in_future", lambda text: text.replace("2026-11-21", "2026-12-01")),
    ],
)
def test_each_cause_of_doubt_is_listed(
    run: Run, tmp_path: Path, field: str, why: str, change: Callable[[str], str]
) -> None:
    mine(tmp_path, "doubtful", change)
    code, out, _ = run("check", "doubtful", "--json")
    (row,) = json.loads(out)
    assert (code, row["live"]) == (1, False)
    assert {"field": field, "why": why} in row["problems"]
    assert run("check", "doubtful", "--lang", "fr")[1].startswith("doubtful : ")


def test_ninety_days_are_still_good() -> None:
    file = RulesetFile(path=SHIPPED / "ftmo-2step.toml")
    assert overview(file, LOOKED + timedelta(days=90))["live"]
    assert not overview(file, LOOKED + timedelta(days=91))["live"]
    assert overview(RulesetFile(path=SHIPPED / "house.toml"), date(2040, 1, 1))["live"]


def test_the_whole_check_fails_while_anything_is_doubtful(run: Run) -> None:
    code, out, _ = run("check")
    assert code == 1
    assert "topstep-50k: consistency: not confirmed" in out
    assert "ftmo-2step: nothing is doubtful" in out


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (["show", "ftmo2step"], "did you mean ftmo-2step?"),
        (["show", "../house"], "there is no ruleset"),
        (["check", "no/such.toml"], "neither a file nor a ruleset"),
        (["list", "--lang", "de"], "--lang fr"),
        (["praise"], "--help"),
    ],
)
def test_a_wrong_word_is_one_line_and_exit_code_two(run: Run, args: list[str], says: str) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_every_text_has_its_twin() -> None:
    assert all(texts.keys() == {"en", "fr"} for texts in verb.TEXTS.values())


def test_the_table_of_the_readme_is_printed(run: Run) -> None:
    code, out, _ = run("list", "--markdown")
    assert code == 0
    assert (SHIPPED / "README.md").read_text(encoding="utf-8").endswith(out)


def test_rulesets_are_read_one_by_one(tmp_path: Path) -> None:
    mine(tmp_path, "odd", lambda text: text + "[")
    mine(tmp_path, "Odd.Name")
    known = Rulesets(tmp_path)
    assert len(known) == len(ruleset_files(tmp_path))
    assert known["house"]["id"] == "house"
    for name in ("odd", "Odd.Name", "nobody", "../../etc/passwd"):
        with pytest.raises(BadLimits):
            known.named(name)


def test_today_is_the_date_in_utc() -> None:
    before = datetime.now(UTC).date()
    assert before <= verb._today() <= datetime.now(UTC).date()
