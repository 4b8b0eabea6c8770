"""`python -m evals.adversary [RULESET ...]`: 1 when a floor was breached although every gap stayed in the model."""

import argparse
import sys

from evals.adversary.report import findings, lines, rulesets


def main(arguments: list[str] | None = None) -> int:
    """Attacks the named rulesets, or all of them, and prints what was found as it is found."""
    parser = argparse.ArgumentParser(prog="adversary", description="Attacks the loss floors of rulesets.")
    parser.add_argument("rulesets", nargs="*", metavar="RULESET", help="ids of rulesets; all without one")
    parser.add_argument("--steps", type=int, default=12_000, help="looks of the watch per ruleset and universe")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another search")
    parser.add_argument("--twice", action="store_true", help="a move and the fill after it both use the gap")
    chosen = parser.parse_args(arguments)
    unknown = sorted(set(chosen.rulesets) - set(rulesets()))
    if unknown:
        parser.error(f"no ruleset {unknown[0][:40]!r}; there are {' '.join(rulesets())}")
    breaches = steps = 0
    for finding in findings(chosen.rulesets, seed=chosen.seed, budget=chosen.steps, twice=chosen.twice):
        for line in lines(finding):
            print(line, flush=True)
        breaches += len(finding.breached)
        steps += finding.result.steps
    print(f"{steps} steps, {breaches} floors breached")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
