"""The worked replays of docs/examples: their answers, and the tables that docs/kernel.md shows of them.

`python -m tests.unit.replay_examples` writes both anew, after a change that is meant.
"""

import json
import tomllib
from typing import Any

from policies.wire.replay import Replay
from tests.architecture.source import ROOT
from tools.trading.marketdata.sessions import load_sessions

FOLDER = ROOT / "docs" / "examples"
PAGE = ROOT / "docs" / "kernel.md"
ENDING = ".answers.jsonl"
NAMES = sorted(p.stem for p in FOLDER.glob("*.jsonl") if not p.name.endswith(ENDING))
FIRMS = {p.stem: tomllib.loads(p.read_text(encoding="utf-8")) for p in (ROOT / "policies" / "firms").glob("*.toml")}


def engine() -> Replay:
    """A replay that knows every firm and calendar."""
    return Replay(FIRMS, lambda name: load_sessions(name).at)


def events(name: str) -> list[dict[str, Any]]:
    """The events of an example."""
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def kept(name: str) -> list[dict[str, Any]]:
    """The answers that lie beside an example."""
    return [json.loads(line) for line in (FOLDER / f"{name}{ENDING}").read_text(encoding="utf-8").splitlines()]


def answered(name: str) -> str:
    """What the replay answers now, as the file beside the example."""
    replay = engine()
    return "".join(replay.line(event) + "\n" for event in events(name))


def table(name: str) -> str:
    """An example with its answers as a table."""
    rows = ["| at | event | state | equity | floors (guard) | what the desk does |", "|---|---|---|---|---|---|"]
    for event, answer in zip(events(name), kept(name), strict=True):
        floors = ", ".join(f"{f['name']} {f['floor']} ({f['guard']})" for f in answer["floors"])
        done = "; ".join(filter(None, [_verdict(answer["verdict"]), *map(_act, answer["acts"])]))
        at = event["at"].replace("T", " ")
        rows.append(f"| {at} | {_event(event)} | {answer['state']} | {answer['equity']} | {floors} | {done} |")
    return "\n".join(rows)


def _event(event: dict[str, Any]) -> str:
    kind = event["type"]
    if kind == "start":
        return f"start {event['limits']['firm']}"
    if kind == "quote":
        return f"quote {event['bid']} / {event['ask']}"
    if kind == "fill":
        return f"fill {event['side']} {event['quantity']} at {event['price']}"
    if kind == "intent":
        asked = event["intent"]
        words = [asked["kind"], asked.get("side"), asked.get("quantity"), asked.get("stop") and f"stop {asked['stop']}"]
        return " ".join(word for word in words if word)
    return str(kind)


def _verdict(verdict: dict[str, Any] | None) -> str:
    if verdict is None:
        return ""
    codes = ", ".join(why["code"] for why in verdict["reasons"])
    return f"{verdict['decision']}: {codes}" if codes else str(verdict["decision"])


def _act(act: dict[str, Any]) -> str:
    if act["act"] == "state":
        return f"{act['state']}: {act['cause']}" if act["cause"] else str(act["state"])
    if act["act"] == "rollover":
        return f"new day {act['day']}"
    return str(act["act"])


def page(text: str) -> str:
    """The page with every table as it has to be: between `<!-- NAME -->` and `<!-- / -->`."""
    for name in NAMES:
        begins, ends = f"<!-- {name} -->\n", "\n<!-- / -->"
        head, _, rest = text.partition(begins)
        text = head + begins + table(name) + ends + rest.partition(ends)[2]
    return text


def write() -> None:
    """Writes answers and tables anew."""
    for name in NAMES:
        (FOLDER / f"{name}{ENDING}").write_text(answered(name), encoding="utf-8")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write()
