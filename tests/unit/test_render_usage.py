"""The table of what was used: a source whose model did not count is called an estimate."""

import pytest

from agents.workers.budget import ESTIMATED
from bots.render.usage import usage

DAY = {"day": "2026-03-10", "tokens_in": 12, "tokens_out": 3, "spend": {}, "gpu_hours": "0"}
TODAY = {"tokens": 15, "budget": 100, "left": 85}


@pytest.mark.parametrize(("lang", "shown"), [("fr", "chat (estimé)"), ("en", "chat (estimated)")])
def test_an_estimated_source_says_so(lang: str, shown: str) -> None:
    days = [{**DAY, "source": f"chat{ESTIMATED}"}, {**DAY, "source": "chat"}]
    lines = usage({"span": 7, "days": days, "today": TODAY}, lang).splitlines()
    assert shown in lines[2]
    assert "(" not in lines[3]
    assert ESTIMATED not in "".join(lines)
    assert len({len(line) for line in lines[1:4]}) == 1
