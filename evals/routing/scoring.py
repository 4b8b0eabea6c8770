"""Scores of a router on labelled sentences: accuracy with its interval, confusions and calibration."""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from agents.understanding import Lang, Route
from tools.errors import Misconfigured

ROUTES: tuple[Route, ...] = get_args(Route)
LANGS: tuple[Lang, ...] = get_args(Lang)
NORMAL_95 = 1.959964
"""The quantile of the normal distribution for a two-sided 95 % interval."""
BINS = 10

Predict = Callable[[Sequence[str]], Sequence[tuple[Route, float]]]
"""Texts to the route of each with its confidence, 0 to 1."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One sentence and where it belongs."""

    text: str
    lang: Lang
    route: Route


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share of right answers with Wilson's 95 % interval; an empty one has the value 0 and the interval 0 to 1."""

    right: int
    n: int

    @property
    def value(self) -> float:
        return self.right / self.n if self.n else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (Wilson 1927), sound for small n and for shares near one."""
        if not self.n:
            return 0.0, 1.0
        squared = NORMAL_95**2
        centre = (self.right + squared / 2) / (self.n + squared)
        spread = math.sqrt(self.right * (self.n - self.right) / self.n + squared / 4)
        half = NORMAL_95 * spread / (self.n + squared)
        return max(0.0, centre - half), min(1.0, centre + half)

    def plain(self) -> dict[str, Any]:
        low, high = self.interval
        return {"value": round(self.value, 4), "low": round(low, 4), "high": round(high, 4), "n": self.n}


@dataclass(frozen=True, kw_only=True)
class Scores:
    """What a router got right, and where it was wrong. `confusions` counts (expected, given)."""

    overall: Share
    by_lang: Mapping[Lang, Share]
    by_route: Mapping[Route, Share]
    confusions: Mapping[tuple[Route, Route], int]
    calibration_error: float
    wrong: tuple[tuple[Case, Route, float], ...]

    def plain(self) -> dict[str, Any]:
        """The scores as JSON takes them, without the sentences."""
        return {
            "accuracy": self.overall.plain(),
            "by_lang": {name: share.plain() for name, share in self.by_lang.items()},
            "by_route": {name: share.plain() for name, share in self.by_route.items()},
            "confusions": {f"{was}>{given}": n for (was, given), n in sorted(self.confusions.items()) if was != given},
            "calibration_error": round(self.calibration_error, 4),
        }


def score(cases: Sequence[Case], predict: Predict) -> Scores:
    """Asks for all sentences at once and counts."""
    answers = predict([case.text for case in cases])
    pairs = list(zip(cases, answers, strict=True))
    return Scores(
        overall=_share(pairs),
        by_lang={lang: _share(pair for pair in pairs if pair[0].lang == lang) for lang in LANGS},
        by_route={route: _share(pair for pair in pairs if pair[0].route == route) for route in ROUTES},
        confusions=Counter((case.route, route) for case, (route, _) in pairs),
        calibration_error=calibration_error([(sure, route == case.route) for case, (route, sure) in pairs]),
        wrong=tuple((case, route, sure) for case, (route, sure) in pairs if route != case.route),
    )


def _share(pairs: Iterable[tuple[Case, tuple[Route, float]]]) -> Share:
    hits = [case.route == route for case, (route, _) in pairs]
    return Share(right=sum(hits), n=len(hits))


def calibration_error(answers: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error: |confidence - share right| over ten equal bins, weighted by their size."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for sure, right in answers:
        bins.setdefault(min(int(sure * BINS), BINS - 1), []).append((sure, right))
    gaps = (abs(sum(sure for sure, _ in held) - sum(right for _, right in held)) for held in bins.values())
    return sum(gaps) / len(answers) if answers else 0.0


def read_cases(path: Path) -> list[Case]:
    """Cases from a file of JSON lines `{"text", "lang", "route"}`; other keys are left alone."""
    cases = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            case = Case(text=found["text"], lang=found["lang"], route=found["route"])
        except (ValueError, KeyError, TypeError) as error:
            raise Misconfigured(f"{path.name} line {number}: expected text, lang, route ({error!r})") from None
        if case.lang not in LANGS or case.route not in ROUTES or not isinstance(case.text, str):
            raise Misconfigured(
                f"{path.name} line {number}: lang {case.lang!r}, route {case.route!r}; correct that line"
            )
        cases.append(case)
    return cases
