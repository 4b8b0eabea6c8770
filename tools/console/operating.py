"""Verbs of the operator at the desk's own terminal: `eva desk enroll|approve|unlock|limits|mandate`, `eva account`."""

import os
import sys
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tools.console.running import application, show_json
from tools.console.words import language, text
from tools.errors import Refused
from tools.settings import load

if TYPE_CHECKING:
    from tools.desk.operator.client import OperatorClient

Json = Annotated[bool, typer.Option("--json", help="print JSON instead of text")]
Account = Annotated[str, typer.Option("--account", help="an account's name: eva account list")]
Lang = Annotated[str, typer.Option("--lang", help="fr or en")]
Done = dict[str, Any]
HELD_ALREADY = 3
"""Exit code of a desk that finds another one of this home at work."""

desk = application(help="The desk: without a verb, runs it until it is told to stop.", invoke_without_command=True)
limits = application(help="The limits in force: show, tighten at once, loosen from the next trading day on.")
mandate = application(help="Standing permissions of strategies: grant, list, void.")
account = application(help="Accounts of the desk: add, list.")
desk.add_typer(limits, name="limits")
desk.add_typer(mandate, name="mandate")


@desk.callback()
def run_desk(ctx: typer.Context) -> int:
    """The desk: without a verb, runs it until it is told to stop."""
    if ctx.invoked_subcommand is not None:
        return 0
    from tools.desk.main import run
    from tools.desk.spawning import HELD

    code = run()
    if code == HELD:
        typer.echo(text("desk_runs", _lang("")), err=True)
        return HELD_ALREADY
    return code


@desk.command()
def enroll(lang: Lang = "") -> int:
    """Enrolls an authenticator: the secret is shown once, here, and kept once its first code has been typed."""
    lang = _lang(lang)
    _at_a_terminal("enroll", lang)
    with _desk() as there:
        known = there.ask("pending")["enrolled"]
        if known:
            typer.echo(text("enrolled_already", lang))
        given = there.ask("enroll", typed=_typed("old_code", lang) if known else "")
        typer.echo(text("secret", lang, secret=_spaced(given["secret"]), uri=given["uri"]))
        for _ in range(3):
            if there.ask("confirm", typed=_typed("first_code", lang))["enrolled"]:
                typer.echo(text("enrolled", lang))
                return 0
            typer.echo(text("wrong_first", lang))
    return 1


@desk.command()
def approve(
    id_: Annotated[str, typer.Argument(metavar="[ID]", help="what to approve; without it, what waits is listed")] = "",
    lang: Lang = "",
    json_: Json = False,
) -> int:
    """Shows what waits in the desk's own words and takes a code for it; without ID lists what waits."""
    lang = _lang(lang)
    if id_:
        _at_a_terminal("approve", lang)
    with _desk() as there:
        found = there.ask("pending", lang=lang)["pending"]
        if not id_:
            return _listed(found, lang, json_)
        chosen = next((one for one in found if one["id"] == id_), None)
        if chosen is None:
            raise Refused(text("nothing_waits", lang, id=id_[:40]))
        return _answered(there, chosen, lang)


@desk.command()
def unlock(of: Account = "paper", lang: Lang = "") -> int:
    """Lifts the latch of an account, once its text has been read and its code typed here."""
    lang = _lang(lang)
    _at_a_terminal("unlock", lang)
    with _desk() as there:
        return _answered(there, there.ask("unlock", account=of, lang=lang), lang)


@limits.command()
def show(of: Account = "paper", lang: Lang = "", json_: Json = False) -> int:
    """The limits in force, what was granted for later, and what the file asks for and does not get."""
    with _desk() as there:
        return _limits(there.ask("limits", account=of), _lang(lang), json_)


@limits.command()
def tighten(name: str, value: str, of: Account = "paper", lang: Lang = "", json_: Json = False) -> int:
    """A tighter value, in force at once."""
    with _desk() as there:
        return _limits(there.ask("tighten", name=name, value=value, account=of), _lang(lang), json_)


@limits.command()
def loosen(name: str, value: str, of: Account = "paper", lang: Lang = "") -> int:
    """A looser value: approved here, in force from the account's next trading day on."""
    lang = _lang(lang)
    _at_a_terminal("limits loosen", lang)
    with _desk() as there:
        return _answered(there, there.ask("loosen", name=name, value=value, account=of, lang=lang), lang)


@mandate.command()
def grant(
    strategy: Annotated[str, typer.Argument(help="NAME@HASH as its orders carry it")],
    instruments: Annotated[str, typer.Option("--instruments", help="symbols with commas between")],
    max_notional: Annotated[str, typer.Option("--max-notional", help="the largest order, in the account's currency")],
    days: Annotated[int, typer.Option("--days", min=1, max=90)] = 30,
    of: Account = "paper",
    lang: Lang = "",
) -> int:
    """Lets one version of a strategy enter by itself, inside these bounds, while its client is heard of."""
    lang = _lang(lang)
    _at_a_terminal("mandate grant", lang)
    wish = {"strategy": strategy, "instruments": [s.strip() for s in instruments.split(",")], "days": days}
    with _desk() as there:
        asked = there.ask("mandate", **wish, max_notional=max_notional, account=of, lang=lang)
        return _answered(there, asked, lang)


@mandate.command("list")
def list_mandates(lang: Lang = "", json_: Json = False) -> int:
    """Every mandate, what it bounds and how it stands."""
    with _desk() as there:
        found = there.ask("mandates")["mandates"]
    if json_:
        show_json(found)
        return 0
    for one in found or []:
        typer.echo(text("mandate_row", _lang(lang), **{**one, "cause": one["cause"] or "-"}))
    return 0 if found else _nothing("no_mandates", _lang(lang))


@mandate.command()
def void(id_: Annotated[str, typer.Argument(metavar="ID")], lang: Lang = "", json_: Json = False) -> int:
    """Ends a mandate at once and cancels its entries; its protection stays."""
    with _desk() as there:
        done = there.ask("void", id=id_)
    if json_:
        show_json(done)
    else:
        typer.echo(text("voided" if done["voided"] else "void_already", _lang(lang), id=id_))
    return 0


@account.command()
def add(
    name: str,
    ruleset: Annotated[str, typer.Option("--ruleset", help="a firm's id: policies/firms")],
    initial: Annotated[str, typer.Option("--initial", help="without it, the size of the ruleset's programme")] = "",
    currency: Annotated[str, typer.Option("--currency")] = "USD",
    seed: Annotated[str, typer.Option("--seed", help="of its replay; its name if not given")] = "",
    lang: Lang = "",
    json_: Json = False,
) -> int:
    """Adds a paper account, with a book, limits and marks of its own, at once. Live accounts are refused: no live
    venue exists yet."""
    wish = {"name": name, "ruleset": ruleset, "initial": initial, "currency": currency, "seed": seed}
    with _desk() as there:
        made = there.ask("add_account", **wish)
    if json_:
        show_json(made)
    else:
        typer.echo(text("account_added", _lang(lang), **made))
        for one in made["warnings"]:
            typer.echo(text(f"account_{one['code']}", _lang(lang), names=", ".join(one["names"])))
    return 0


@account.command("list")
def list_accounts(lang: Lang = "", json_: Json = False) -> int:
    """Every account with its venue, ruleset and state."""
    with _desk() as there:
        found = there.ask("accounts")["accounts"]
    if json_:
        show_json(found)
        return 0
    for one in found:
        typer.echo(text("account_row", _lang(lang), **one))
    return 0


def _desk() -> "AbstractContextManager[OperatorClient]":
    """The desk's other socket; what speaks to it is loaded only now."""
    from tools.desk.operator.client import connected

    return connected(load(os.environ))


def _lang(given: str) -> str:
    return language(given or load(os.environ).lang, os.environ)


def _at_a_terminal(verb: str, lang: str) -> None:
    """A proof comes from a person at a terminal: never from a pipe."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused(text("terminal_only", lang, verb=verb))


def _typed(key: str, lang: str) -> str:
    """A line from the terminal, cut to what any proof can be."""
    typer.echo(text(key, lang), nl=False)
    sys.stdout.flush()
    return sys.stdin.readline()[:40].strip()


def _spaced(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def _listed(found: list[Done], lang: str, json_: bool) -> int:
    if json_:
        show_json(found)
    elif not found:
        return _nothing("none_waiting", lang)
    else:
        typer.echo("\n\n".join(f"{one['id']}  ({one['tier']})\n{one['text']}" for one in found))
    return 0


def _nothing(key: str, lang: str) -> int:
    typer.echo(text(key, lang))
    return 0


def _answered(there: "OperatorClient", shown: Done, lang: str) -> int:
    """Shows the desk's text and hands over what is typed until the desk has decided; an empty line refuses nothing."""
    typer.echo(f"{shown['id']}  ({shown['tier']})\n{shown['text']}\n")
    while True:
        typed = _typed("code" if shown["tier"] == "T2" else "characters", lang)
        if not typed:
            typer.echo(text("left_waiting", lang, id=shown["id"]))
            return 1
        if typed.lower() in ("n", "no", "non"):
            done = there.ask("deny", id=shown["id"])
        else:
            done = there.ask("approve", id=shown["id"], digest=shown["digest"], typed=typed)
        last = done["outcome"] == "wrong" and not done["tries_left"]
        typer.echo(text("outcome_last" if last else f"outcome_{done['outcome']}", lang, tries=done["tries_left"]))
        if done["outcome"] == "wrong" and done["tries_left"] or done["outcome"] == "used":
            continue
        return 0 if done["outcome"] == "approved" else 1


def _limits(found: Done, lang: str, json_: bool) -> int:
    if json_:
        show_json(found)
        return 0
    typer.echo(text("limits_head", lang, **{**found, "limits_hash": found["limits_hash"][:12]}))
    for row in found["limits"]:
        typer.echo(text("limit_row", lang, **row) + _later(row, lang))
    if found["file"]:
        typer.echo(text("file_wrong", lang, why=found["file"]))
    return 0


def _later(row: Done, lang: str) -> str:
    pending = text("limit_pending", lang, **row["pending"]) if row["pending"] else ""
    key = "limit_chosen" if row["chosen"] else "limit_asked"
    return pending + (text(key, lang, asked=row["asked"]) if row["asked"] else "")
