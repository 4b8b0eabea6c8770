"""The Typer application of the conversation: one command a verb, each importing what it needs when it runs."""

import asyncio
import os
from typing import Annotated

import typer

from tools.console.running import application
from tools.settings import load

Json = Annotated[bool, typer.Option("--json", help="print one JSON document instead of text")]
As = Annotated[str, typer.Option("--as", metavar="ROLE[:ID]", help="ask with the rights of a lesser role")]
Lang = Annotated[str, typer.Option("--lang", metavar="fr|en", help="answer in this language")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="have acts judged, and do none")]

app = application(help="Talk to E.V.A.")


@app.command()
def chat() -> int:
    """Opens the terminal conversation; reads turns from a pipe as well."""
    from bots.terminal.session import chat as talk

    try:
        return asyncio.run(talk(load(os.environ), os.environ))
    except KeyboardInterrupt:
        print()
        return 0


@app.command()
def ask(
    text: Annotated[str, typer.Argument(help="what to ask, in words or as a slash command")],
    as_: As = "owner",
    lang: Lang = "",
    dry_run: DryRun = False,
    json_: Json = False,
) -> int:
    """Asks one thing and prints the answer; paper orders are placed as in the conversation."""
    from bots.cli.ask import Asked, answer

    asked = Asked(text=text, as_=as_, lang=lang, dry_run=dry_run, json=json_)
    return asyncio.run(answer(asked, load(os.environ), os.environ))


@app.command()
def status(json_: Json = False) -> int:
    """Shows every account, with the headroom of each limit in money."""
    from bots.cli.status import show

    return asyncio.run(show(load(os.environ), os.environ, as_json=json_))


@app.command()
def doctor(json_: Json = False) -> int:
    """Checks the installation; 1 when something fails."""
    from bots.cli.doctor import show

    return asyncio.run(show(load(os.environ), os.environ, as_json=json_))


@app.command()
def serve() -> int:
    """Runs the assistant as a service until it is told to stop."""
    from bots.cli.serve import run

    return asyncio.run(run(load(os.environ), os.environ))


@app.command()
def usage(
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="how many days, with today")] = 7,
    json_: Json = False,
) -> int:
    """Shows tokens, API spend and GPU hours by source and day."""
    from bots.cli.usage import show

    return asyncio.run(show(load(os.environ), os.environ, days=days, as_json=json_))


@app.command()
def route(json_: Json = False) -> int:
    """Reads {"text": ...} a line and prints where each sentence would go; nothing is done."""
    from bots.cli.route import show

    return asyncio.run(show(load(os.environ)))
