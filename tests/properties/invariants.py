"""The table of invariants: what holds each, which tests show it; `python -m` prints it for the README."""

import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).with_suffix(".toml")
README = ROOT / "policies" / "README.md"
BEGIN, END = "<!-- invariants: python -m tests.properties.invariants -->", "<!-- end of invariants -->"


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """One row. `by` are rules (a bare word) and modules (a path below policies/ or the root), `tests` below tests/."""

    number: int
    name: str
    by: tuple[str, ...]
    tests: tuple[str, ...]
    remark: str = ""

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that hold it."""
        return tuple(name for name in self.by if "." not in name)


@cache
def invariants() -> tuple[Invariant, ...]:
    """Every row in the order of the file."""
    rows = tomllib.loads(DATA.read_text(encoding="utf-8"))["invariant"]
    return tuple(Invariant(**{**row, "by": tuple(row["by"]), "tests": tuple(row["tests"])}) for row in rows)


@cache
def beyond() -> dict[str, str]:
    """Rules that no invariant names, each with its reason."""
    found: dict[str, str] = tomllib.loads(DATA.read_text(encoding="utf-8"))["beyond"]
    return found


def module(name: str) -> Path:
    """Where a rule or module of a row lies."""
    if "." not in name:
        return ROOT / "policies" / "rules" / f"{name}.py"
    inside = ROOT / "policies" / name
    return inside if inside.exists() else ROOT / name


def shown(row: Invariant) -> str:
    """One row of the table."""
    by = ", ".join(f"`{name}`" for name in row.by) or "-"
    tests = "<br>".join(f"`{name}`" for name in row.tests) or "-"
    text = f"{row.name}.<br>*{row.remark}*" if row.remark else f"{row.name}."
    return f"| {row.number} | {text} | {by} | {tests} |"


def table() -> str:
    """The table in Markdown."""
    head = ["| no. | what holds | by | shown in `tests/` |", "|---|---|---|---|"]
    rest = [f"`{name}` ({why})" for name, why in beyond().items()]
    return "\n".join([*head, *(shown(row) for row in invariants()), "", f"Rules beyond these: {'; '.join(rest)}."])


def written() -> str:
    """The table as the README has it."""
    return README.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip()


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
