"""What the adversary found, as rows and as lines to read: how near each floor was come to, and how."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from importlib import resources

from evals.adversary.acts import perform
from evals.adversary.course import Course
from evals.adversary.harmless import Share, harmless
from evals.adversary.search import Attack, Result, search, smallest
from evals.adversary.universes import Universe, universes
from policies.firms.rulesets import ruleset
from policies.limits import Limits
from policies.values import ZERO

CAPITAL = Decimal(100_000)
DAYS = 60


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One ruleset in one universe: the worst attack on each floor, and what harmless orders were allowed."""

    limits: Limits
    universe: Universe
    result: Result
    share: Share

    @property
    def breached(self) -> list[str]:
        """The names of the floors that equity went below."""
        return [name for name, attack in self.result.worst.items() if attack.lowest[name].margin < ZERO]


def rulesets() -> dict[str, tuple[Limits, Decimal]]:
    """Every ruleset that ships, with the capital that its file names, in account currency."""
    folder = resources.files("policies.firms")
    found = {}
    for path in sorted(folder.iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            data = tomllib.loads(path.read_text(encoding="utf-8"))
            limits = ruleset(data)[0]
            found[limits.id] = (limits, Decimal(data.get("capital", CAPITAL)))
    return found


def findings(names: list[str], *, seed: int, budget: int, twice: bool = False, days: int = DAYS) -> Iterator[Finding]:
    """The named rulesets (all when none is named) in each universe that they let be traded; raises KeyError."""
    known = rulesets()
    for name in names or known:
        limits, capital = known[name]
        for universe in universes(limits):
            yield Finding(
                limits=limits,
                universe=universe,
                result=search(limits, universe, capital, seed=seed, budget=budget, twice=twice),
                share=harmless(limits, universe, capital, seed=seed, days=days),
            )


def lines(finding: Finding) -> Iterator[str]:
    """The finding in lines: each floor, the attack that came nearest, and the harmless orders."""
    place = f"{finding.limits.id} ({finding.universe.name})"
    for name, attack in sorted(finding.result.worst.items()):
        low = attack.lowest[name]
        part = low.margin / attack.setting.allowances[name]
        word = "BREACH" if low.margin < ZERO else "holds"
        yield (
            f"{place} {name}: {word}, floor {low.floor:.2f}, lowest equity {low.equity:.2f}, margin {low.margin:.2f}"
            f" ({part:.1%} of the allowance), {finding.result.steps} steps"
        )
        yield from told(smallest(attack, name) if low.margin < ZERO else attack, brief=low.margin >= ZERO)
    refused = ", ".join(f"{code} {count}" for code, count in finding.share.refused.most_common(4))
    yield (
        f"{place} harmless: {finding.share.value:.1%} of {finding.share.asked} allowed"
        + (f" ({refused})" if refused else "")
    )


def told(attack: Attack, *, brief: bool) -> Iterator[str]:
    """An attack in words: a line of acts, or one line per act with what it led to."""
    setting = attack.setting
    kind = "hedging" if setting.hedging else "netting"
    acts = " ".join(f"{act.verb}{list(act.n)}".replace(" ", "") for act in attack.script)
    yield f"    from {setting.start:%a %Y-%m-%d %H:%M} UTC, {kind}: {acts}"
    if brief:
        return
    course = Course(setting.account(), twice=setting.twice)
    for act in attack.script:
        perform(course, act)
        account = course.account
        lots = ", ".join(f"{x.quantity} {x.symbol} at {x.price:.5g}" for x in account.lots) or "flat"
        waiting = ", ".join(
            f"{o.role.value} {o.side.value} {o.quantity} {o.symbol} {o.trigger or o.limit or ''}"
            for o in account.orders
        )
        yield (
            f"      {account.now:%d %H:%M:%S} {act.verb}: equity {account.equity():.2f}, {account.switch.state.value}"
            f"{f' ({account.switch.cause})' if account.switch.cause else ''}; {lots}; {waiting or 'no orders'}"
        )
