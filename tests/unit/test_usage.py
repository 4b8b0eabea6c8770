"""`eva usage`: what was used by source and day, from real records, as a report and as a table."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bots.cli.usage import by_day, report, show
from bots.render.usage import usage
from memory.records.opening import opened
from memory.records.values import Kind, Usage, Used
from tools.context import Json
from tools.errors import Misconfigured
from tools.settings import Settings

NOW = datetime(2026, 3, 10, 0, 30, tzinfo=UTC)
FEW = 1000


def settings(home: Path, *, budget: int = FEW, url: str | None = None) -> Settings:
    """The settings of one home."""
    home.mkdir(exist_ok=True)
    return Settings(home=home, lang=None, mode="paper", model_tokens_per_day=budget, database_url=url)


def used(kind: Kind, amount: str, *, source: str = "chat", hours_ago: float = 0, unit: str = "token") -> Usage:
    """One use, some hours before now."""
    at = NOW - timedelta(hours=hours_ago)
    return Usage(source=source, kind=kind, model="m", amount=Decimal(amount), unit=unit, at=at, principal="owner")


def recorded(home: Path, *what: Usage, organization: str = "house") -> None:
    """Writes uses into the records of a home."""

    async def write() -> None:
        async with opened(None, home) as records:
            if organization != "house":
                await records.add_organization(organization, organization, by="test")
            await records.of(organization, by="test").add_usage(*what)

    asyncio.run(write())


def test_an_absent_database_is_made_and_holds_nothing(tmp_path: Path) -> None:
    found = asyncio.run(report(settings(tmp_path / "home"), 7, now=NOW))
    assert found == {"span": 7, "days": [], "today": {"tokens": 0, "budget": FEW, "left": FEW}}
    assert (tmp_path / "home" / "records.db").exists()


def test_uses_are_summed_by_day_and_source_newest_day_first(tmp_path: Path) -> None:
    one = settings(tmp_path / "home")
    recorded(
        one.home,
        used(Kind.TOKENS_IN, "300"),
        used(Kind.TOKENS_IN, "200"),
        used(Kind.TOKENS_OUT, "40", source="ask"),
        used(Kind.TOKENS_OUT, "60", hours_ago=1),
        used(Kind.SPEND, "0.1", unit="USD"),
        used(Kind.SPEND, "0.2", unit="USD"),
        used(Kind.SPEND, "5", unit="EUR"),
        used(Kind.GPU_SECONDS, "5400", source="schedule", unit="s", hours_ago=1),
        used(Kind.TOKENS_IN, "7", hours_ago=24 * 7),
    )
    recorded(one.home, used(Kind.TOKENS_IN, "999"), organization="other")
    found = asyncio.run(report(one, 7, now=NOW))
    shown = [tuple(entry.values()) for entry in found["days"]]
    assert shown == [
        ("2026-03-10", "ask", 0, 40, {}, "0.0000"),
        ("2026-03-10", "chat", 500, 0, {"EUR": "5", "USD": "0.3"}, "0.0000"),
        ("2026-03-09", "chat", 0, 60, {}, "0.0000"),
        ("2026-03-09", "schedule", 0, 0, {}, "1.5000"),
    ]
    assert list(found["days"][0]) == ["day", "source", "tokens_in", "tokens_out", "spend", "gpu_hours"]
    assert found["today"] == {"tokens": 540, "budget": FEW, "left": 460}
    assert len(asyncio.run(report(one, 8, now=NOW))["days"]) == 5
    assert [entry["source"] for entry in asyncio.run(report(one, 1, now=NOW))["days"]] == ["ask", "chat"]


def test_what_is_left_is_never_less_than_nothing(tmp_path: Path) -> None:
    one = settings(tmp_path / "home", budget=10)
    recorded(one.home, used(Kind.TOKENS_IN, "11"))
    assert asyncio.run(report(one, 1, now=NOW))["today"] == {"tokens": 11, "budget": 10, "left": 0}


def test_models_of_one_source_are_added_and_every_kind_is_known() -> None:
    day = date(2026, 3, 10)

    def of(kind: Kind, model: str) -> Used:
        return Used(day=day, source="chat", kind=kind, model=model, unit="u", amount=Decimal(3600))

    entries = by_day([of(kind, model) for kind in Kind for model in "ab"])
    assert [list(entry.values())[2:] for entry in entries] == [[7200, 7200, {"u": "7200"}, "2.0000"]]


def test_records_that_cannot_be_read_are_the_operator_s(tmp_path: Path) -> None:
    one = settings(tmp_path / "home")
    (one.home / "records.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(Misconfigured, match=r"records\.db"):
        asyncio.run(report(one, 7, now=NOW))


REPORT: Json = {
    "span": 7,
    "days": [
        {
            "day": "2026-03-10",
            "source": "chat",
            "tokens_in": 1234,
            "tokens_out": 56,
            "spend": {"EUR": "5", "USD": "0.30"},
            "gpu_hours": "0.0000",
        },
        {
            "day": "2026-03-09",
            "source": "sched\x1bule",
            "tokens_in": 0,
            "tokens_out": 0,
            "spend": {},
            "gpu_hours": "1.5000",
        },
    ],
    "today": {"tokens": 1290, "budget": 200000, "left": 198710},
}


def test_the_table_in_english() -> None:
    assert usage(REPORT, "en").splitlines() == [
        "Used in the last 7 days (UTC):",
        "  day         source     tokens in  tokens out        API spend  GPU hours",
        "  2026-03-10  chat           1,234          56  5\u00a0EUR + 0.3\u00a0USD          0",
        "  2026-03-09  sched ule          0           0                -        1.5",
        "Today: 1,290 of 200,000 tokens, 198,710 left.",
    ]


def test_the_table_in_french() -> None:
    lines = usage(REPORT, "fr").splitlines()
    assert lines[0] == "Consommation des 7 derniers jours (UTC) :"
    assert "jetons lus" in lines[1]
    assert "1\u202f234" in lines[2]
    assert lines[3].endswith("1,5")
    assert lines[-1] == "Aujourd'hui : 1\u202f290 jetons sur 200\u202f000, il en reste 198\u202f710."
    assert len({len(line) for line in lines[1:4]}) == 1


@pytest.mark.parametrize(
    ("today", "says"),
    [
        ({"tokens": 5, "budget": 0, "left": 0}, "the model may use none"),
        ({"tokens": 9, "budget": 9, "left": 0}, "all spent"),
        ({"tokens": 0, "budget": 9, "left": 9}, "9 left"),
    ],
)
def test_nothing_used_and_nothing_left_are_said(today: Json, says: str) -> None:
    shown = usage({"span": 1, "days": [], "today": today}, "en")
    assert shown.startswith("Used today (UTC):\n  nothing so far\n")
    assert says in shown


def test_the_verb_prints_one_document_or_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = settings(tmp_path / "home")
    assert asyncio.run(show(one, {"LANG": "fr_FR.UTF-8"}, days=3, as_json=True)) == 0
    assert json.loads(capsys.readouterr().out)["span"] == 3
    assert asyncio.run(show(one, {"LANG": "fr_FR.UTF-8"}, days=3, as_json=False)) == 0
    assert "rien pour l'instant" in capsys.readouterr().out
