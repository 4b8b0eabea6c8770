"""The launcher: finds the verb, loads only what that verb needs, and turns errors into lines and exit codes."""

import os
import sys
from collections.abc import Sequence

from tools.errors import AwaitingApproval, Misconfigured, Refused, Retry, Unreachable

TALK = {
    "chat": "the terminal conversation",
    "ask": "one turn of it",
    "status": "accounts, and the headroom of every limit in money",
    "doctor": "the health of the installation",
    "serve": "the assistant as a service",
    "usage": "tokens, API spend and GPU hours by source and day",
    "route": "where sentences would go: one JSON line a line",
}
CONSOLE = {
    "desk": "the process that holds the keys; enroll, approve, unlock, limits, mandate",
    "account": "its accounts: add, list",
    "halt": "the kill switch",
    "audit": "the desk's journal: verify, tail",
    "firms": "prop-firm rulesets with source and age: list, show, check",
    "kernel": "the rules by themselves: schema, judge, replay",
}
KEEPING = {
    "backup": "all state but venue keys in one encrypted file",
    "restore": "that file in the place of the home",
}
MEASURES = {"bench": "measurements of this machine", "eval": "evaluations against thresholds"}
LATER = "public pair who revoke schedule data backtest gate sentiment memory content priority".split()

DONE, FAILED, USAGE, UNREACHABLE = 0, 1, 2, 3


def main(args: Sequence[str] | None = None) -> int:
    """Runs `eva` and returns its exit code: 0 done, 1 denied or failed, 2 usage or settings, 3 desk unreachable."""
    given = list(sys.argv[1:] if args is None else args)
    try:
        _lenient_output()
        code = _dispatch(given)
        sys.stdout.flush()
        return code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return FAILED
    except Unreachable as error:
        return _complain(error, UNREACHABLE)
    except Misconfigured as error:
        return _complain(error, USAGE)
    except (Refused, Retry, AwaitingApproval) as error:
        return _complain(error, FAILED)
    except Exception as error:  # noqa: BLE001 - the process's edge
        return _bug(error)


def _dispatch(args: list[str]) -> int:
    verb, rest = (args[0], args[1:]) if args else ("help", [])
    if verb in ("help", "--help", "-h"):
        print(_help())
        return DONE
    if verb in LATER:
        return _complain(f"eva {verb} opens later. Next: eva help", USAGE)
    if verb not in TALK | CONSOLE | KEEPING | MEASURES:
        return _unknown(verb)
    from tools.console.running import run

    if verb in TALK:
        from bots.cli.app import app
    elif verb in CONSOLE:
        from tools.console.app import app
    elif verb in KEEPING:
        from tools.backup.app import app
    else:
        from evals.cli import app
    return run(app, verb, rest)


def _help() -> str:
    verbs = {**TALK, **CONSOLE, **KEEPING, **MEASURES}
    lines = [f"  eva {verb:<8} {what}" for verb, what in verbs.items()]
    return "\n".join(["E.V.A.: the model proposes, a kernel decides, a desk acts once.", *lines, "eva VERB --help"])


def _unknown(verb: str) -> int:
    import difflib

    verbs = [*TALK, *CONSOLE, *KEEPING, *MEASURES, *LATER]
    near = difflib.get_close_matches(verb, verbs, n=1, cutoff=0.5)
    hint = f"did you mean eva {near[0]}?" if near else "see eva help"
    return _complain(f"there is no verb {verb[:40]!r}; {hint}", USAGE)


def _complain(what: object, code: int) -> int:
    print(f"eva: {' '.join(str(what).split())}", file=sys.stderr)
    return code


def _bug(error: Exception) -> int:
    """Says that this is a bug, in one line; the traceback goes to a file under the home folder."""
    from tools.console.bugs import written

    return _complain(f"this is a bug ({type(error).__name__}); {written(error)}. Next: eva doctor", FAILED)


def _lenient_output() -> None:
    """What the terminal cannot show is replaced instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())
