"""The search: scripts of attack, chance and hill climbing over them, all from one seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property

from evals.adversary.account import Simulated
from evals.adversary.acts import SPEC, Act, perform
from evals.adversary.attacks import SCRIPTS
from evals.adversary.course import Course, Lowest
from evals.adversary.universes import START, Universe
from policies.floors import floors
from policies.limits import Limits
from policies.values import ZERO

Script = tuple[Act, ...]
LENGTH = 24
STARTS = (START, START + timedelta(hours=5, minutes=20), START + timedelta(days=2, hours=2), START + timedelta(days=5))
WEIGHTS = {"order": 8, "move": 8, "leap": 4, "wait": 4, "cross": 3, "open": 2, "amend": 3, "cancel": 1, "reduce": 2}


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One account to attack. `start` is aware UTC, `capital` in account currency."""

    limits: Limits
    universe: Universe
    capital: Decimal
    start: datetime = START
    hedging: bool = False
    twice: bool = False

    def account(self) -> Simulated:
        """The account as it begins."""
        return Simulated(self.limits, self.universe, self.capital, self.start, hedging=self.hedging)

    @cached_property
    def allowances(self) -> dict[str, Decimal]:
        """How far each floor lies below the account at its start, in account currency."""
        fresh = self.account()
        return {f.name: self.capital - f.floor for f in floors(fresh.account, fresh.marks, self.limits)}


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A script with what it reached: the lowest share of an allowance that was left, below zero a breach."""

    setting: Setting
    script: Script
    score: Decimal
    steps: int
    lowest: dict[str, Lowest] = field(default_factory=dict)


@dataclass
class Result:
    """What the search found against one ruleset in one universe: the worst attack on each floor, all steps."""

    worst: dict[str, Attack] = field(default_factory=dict)
    steps: int = 0

    def take(self, attack: Attack) -> None:
        """Keeps an attack where it came nearer to a floor than any before."""
        self.steps += attack.steps
        for name, low in attack.lowest.items():
            known = self.worst.get(name)
            if known is None or low.margin < known.lowest[name].margin:
                self.worst[name] = attack


def play(setting: Setting, script: Script) -> Attack:
    """One script from its beginning, until it ends or the account is locked for good."""
    course = Course(setting.account(), twice=setting.twice)
    done: list[Act] = []
    for act in script:
        if course.over:
            break
        if perform(course, act):
            done.append(act)
    score = min(low.margin / setting.allowances[name] for name, low in course.lowest.items())
    return Attack(setting=setting, script=tuple(done), score=score, steps=course.steps, lowest=course.lowest)


def chance(rng: random.Random, length: int = LENGTH) -> Script:
    """A script of random acts."""
    verbs = [verb for verb, weight in WEIGHTS.items() for _ in range(weight)] + ["reveal", "deposit"]
    return tuple(_act(rng, rng.choice(verbs)) for _ in range(length))


def _act(rng: random.Random, verb: str) -> Act:
    return Act(verb, tuple(rng.randrange(size) for size in SPEC[verb]))


def changed(rng: random.Random, script: Script) -> Script:
    """A script with one or two acts altered, added, doubled or taken out."""
    acts = list(script)
    for _ in range(rng.choice((1, 1, 2, 3))):
        index = rng.randrange(len(acts) + 1)
        how = rng.randrange(5)
        if how == 0 or not acts or index == len(acts):
            acts[index:index] = chance(rng, 1)
        elif how == 1 and len(acts) > 1:
            del acts[index]
        elif how == 2:
            acts.insert(index, acts[index])
        else:
            acts[index] = _altered(rng, acts[index])
    return tuple(acts[: 2 * LENGTH])


def _altered(rng: random.Random, act: Act) -> Act:
    sizes = SPEC[act.verb]
    if not sizes:
        return act
    n, index = list(act.n), rng.randrange(len(sizes))
    n[index] = rng.randrange(sizes[index])
    return Act(act.verb, tuple(n))


def settings(limits: Limits, universe: Universe, capital: Decimal, *, twice: bool = False) -> Iterator[Setting]:
    """The starts and kinds of account to attack from."""
    for start in STARTS:
        for hedging in (False, True):
            yield Setting(limits=limits, universe=universe, capital=capital, start=start, hedging=hedging, twice=twice)


def search(
    limits: Limits, universe: Universe, capital: Decimal, *, seed: int, budget: int, twice: bool = False
) -> Result:
    """Attacks until about `budget` steps are spent: every script once, then chance, then climbing from the best."""
    rng = random.Random(f"{limits.id} {universe.name} {seed}")
    result = Result()
    places = list(settings(limits, universe, capital, twice=twice))
    pool: list[Attack] = []
    todo = [(place, script) for script in SCRIPTS.values() for place in places]
    while result.steps < budget:
        place, script = todo.pop(0) if todo else _next(rng, pool, places)
        attack = play(place, script)
        result.take(attack)
        pool = sorted([*pool, attack], key=lambda a: a.score)[:12]
    return result


def _next(rng: random.Random, pool: list[Attack], places: list[Setting]) -> tuple[Setting, Script]:
    if rng.random() < 0.25:
        return rng.choice(places), chance(rng)
    best = pool[min(rng.randrange(len(pool)), rng.randrange(len(pool)))]
    return best.setting, changed(rng, best.script)


def smallest(attack: Attack, floor: str) -> Attack:
    """The attack without the acts that it does not need to break a floor."""
    best = attack
    index = 0
    while index < len(best.script):
        tried = play(best.setting, best.script[:index] + best.script[index + 1 :])
        low = tried.lowest.get(floor)
        if low is not None and low.margin < ZERO:
            best = tried
        else:
            index += 1
    return best
