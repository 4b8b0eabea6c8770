"""The child that draws: a plan as JSON in, a picture in the current folder, its path out."""

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tools.charts import canvas, equity, floors, prices

KINDS: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "price": prices.draw,
    "equity": equity.draw,
    "risk": floors.draw,
}


def main() -> int:
    """Draws one picture; whatever goes wrong ends the process with its reason on standard error."""
    plan = json.load(sys.stdin)
    path = Path.cwd() / "chart.png"
    canvas.save(KINDS[plan["kind"]](plan), path)
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
