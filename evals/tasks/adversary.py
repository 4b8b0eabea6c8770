"""The adversary against every ruleset, and what is allowed of a disciplined trader's orders."""

from typing import Any

from evals.adversary.report import Finding, findings
from policies.values import ZERO

STEPS = 4_000
ALLOWED = 0.99


def measure() -> list[dict[str, Any]]:
    """Two rows for each ruleset and universe: `breaches` may be 0 only, `harmless` is held against its threshold."""
    return [row for found in findings([], seed=1, budget=STEPS) for row in _rows(found)]


def _rows(found: Finding) -> list[dict[str, Any]]:
    name = f"{found.limits.id} {found.universe.name}"
    lows = {floor: attack.lowest[floor].margin for floor, attack in found.result.worst.items()}
    told = ", ".join(f"{floor} {round(margin, 2)}" for floor, margin in sorted(lows.items()))
    breaches = sum(1 for margin in lows.values() if margin < ZERO)
    common = {"task": "adversary", "lang": None, "low": None, "high": None}
    steps, asked = found.result.steps, found.share.asked
    return [
        {**common, "metric": "breaches", "value": breaches, "threshold": 0, "holds": not breaches, "n": steps}
        | {"note": f"{name}: {told}"},
        {**common, "metric": "harmless", "value": round(found.share.value, 4), "threshold": ALLOWED, "n": asked}
        | {"holds": found.share.value >= ALLOWED, "note": name},
    ]
