"""The verb `firms`: the rulesets there are, every value of one with its source and age, and what is doubtful."""

import difflib
import os
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from tools.console.running import USAGE, application, complain, show_json

Json = Annotated[bool, typer.Option("--json", help="print JSON instead of text")]
Lang = Annotated[str, typer.Option("--lang", metavar="fr|en", help="answer in this language")]
Markdown = Annotated[bool, typer.Option("--markdown", help="print the table of policies/firms/README.md")]

firms = application(help="Prop-firm rulesets with source and age.")

TEXTS: Mapping[str, Mapping[str, str]] = {
    "live": {"en": "complete", "fr": "complet"},
    "paper": {"en": "paper only", "fr": "simulation seulement"},
    "own": {"en": "yours", "fr": "à vous"},
    "days": {"en": "{n} days old", "fr": "vu il y a {n} jours"},
    "no_day": {"en": "no date", "fr": "sans date"},
    "capital": {"en": "Size {capital} {currency}.", "fr": "Taille {capital} {currency}."},
    "floors": {
        "en": "Loss floors on the first day (E.V.A. trades down to the guard):",
        "fr": "Planchers de perte au premier jour (E.V.A. s'arrête à la garde) :",
    },
    "floor": {
        "en": "  {name}: floor {floor}, guard {guard}, {effect}",
        "fr": "  {name} : plancher {floor}, garde {guard}, {effect}",
    },
    "hard": {
        "en": "a breach latches the account until a person unlocks it",
        "fr": "l'atteindre bloque le compte jusqu'à ce qu'une personne le débloque",
    },
    "soft_lock_until_reset": {"en": "a breach pauses until {reset}", "fr": "l'atteindre met en pause jusqu'à {reset}"},
    "in_force": {"en": " (in force: {value}, a ceiling)", "fr": " (en vigueur : {value}, un plafond)"},
    "unchecked": {
        "en": "Not checked by E.V.A., yours to keep:",
        "fr": "Non vérifié par E.V.A., à respecter vous-même :",
    },
    "ok": {"en": "{id}: nothing is doubtful", "fr": "{id} : rien de douteux"},
    "problem": {"en": "{id}: {field}: {why}", "fr": "{id} : {field} : {why}"},
    "unknown_field": {"en": "a field that is not known", "fr": "un champ inconnu"},
    "no_source": {"en": "no source", "fr": "pas de source"},
    "above_ceiling": {
        "en": "beyond the kernel's hard ceiling, which counts instead",
        "fr": "au-delà du plafond du noyau, qui compte à sa place",
    },
    "no_verified_on": {"en": "nobody says when it was last looked at", "fr": "personne ne dit quand on l'a vérifié"},
    "no_confidence": {"en": "nobody says how sure it is", "fr": "personne ne dit quelle confiance lui accorder"},
    "unconfirmed": {"en": "not confirmed", "fr": "non confirmé"},
    "missing": {"en": "missing", "fr": "manquant"},
    "too_old": {"en": "looked at more than 90 days ago", "fr": "vérifié il y a plus de 90 jours"},
    "verified_in_future": {"en": "looked at on a day still to come", "fr": "vérifié à une date encore à venir"},
    "official": {"en": "official", "fr": "officiel"},
    "third_party": {"en": "third party", "fr": "tiers"},
    "own_value": {"en": "E.V.A.'s own", "fr": "propre à E.V.A."},
    "None": {"en": "?", "fr": "?"},
}

Say = Callable[..., str]


@firms.command("list")
def list_(json_: Json = False, lang: Lang = "", markdown: Markdown = False) -> int:
    """Lists every ruleset: its size, how orders reach it, how old it is, whether it is complete."""
    from tools.trading import programmes
    from tools.trading.rulesets import ruleset_files

    say, home = _begin(lang)
    if say is None:
        return USAGE
    if markdown:
        typer.echo(programmes.markdown(ruleset_files(None)))
        return 0
    rows = [programmes.overview(file, _today()) for file in ruleset_files(home)]
    if json_:
        show_json(rows)
        return 0
    for row in rows:
        typer.echo(_line(row, say))
    return 0


@firms.command()
def show(firm: Annotated[str, typer.Argument(help="a ruleset's id")], json_: Json = False, lang: Lang = "") -> int:
    """Shows every value of a ruleset with source, age and confidence, and its floors in money."""
    from policies.limits import BadLimits
    from tools.trading import programmes
    from tools.trading.rulesets import ruleset_files

    say, home = _begin(lang)
    if say is None:
        return USAGE
    known = {file.id: file for file in ruleset_files(home)}
    if firm not in known:
        near = difflib.get_close_matches(firm, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]}?" if near else "Next: eva firms list"
        complain(f"there is no ruleset {firm[:40]!r}; {hint}")
        return USAGE
    try:
        told = programmes.details(known[firm], _today())
    except BadLimits as error:
        complain(f"{error}. Next: eva firms check")
        return 1
    if json_:
        show_json(told)
    else:
        typer.echo("\n".join(_shown(told, say, say("lang"))))
    return 0


@firms.command()
def check(
    file: Annotated[str, typer.Argument(help="a ruleset's file or id; none: all")] = "",
    json_: Json = False,
    lang: Lang = "",
) -> int:
    """Lists what is doubtful, too old or unreadable; 1 when there is anything."""
    from tools.trading import programmes
    from tools.trading.rulesets import RulesetFile, ruleset_files

    say, home = _begin(lang)
    if say is None:
        return USAGE
    files = ruleset_files(home)
    if file:
        files = tuple(f for f in files if f.id == file) or (RulesetFile(path=Path(file), own=True),)
        if not files[0].path.is_file():
            complain(f"{file[:200]!r} is neither a file nor a ruleset. Next: eva firms list")
            return USAGE
    rows = [programmes.overview(one, _today()) for one in files]
    if json_:
        wanted = ("id", "own", "live", "problems", "error")
        show_json([{name: row[name] for name in wanted if name in row} for row in rows])
    else:
        for line in (line for row in rows for line in _checked(row, say)):
            typer.echo(line)
    return 0 if all(row["live"] for row in rows) else 1


def _begin(lang: str) -> tuple[Say | None, Path]:
    from tools.settings import load

    settings = load(os.environ)
    if lang not in ("", "fr", "en"):
        complain(f"the language {lang[:20]!r} is not spoken. Next: --lang fr or --lang en")
        return None, settings.home
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    spoken = lang or settings.lang or ("fr" if locale.lower().startswith("fr") else "en")

    def say(key: str, **values: object) -> str:
        return spoken if key == "lang" else TEXTS[key][spoken].format(**values)

    return say, settings.home


def _today() -> date:
    return datetime.now(UTC).date()


def _line(row: Mapping[str, Any], say: Say) -> str:
    if "error" in row:
        return f"{row['id']:<29} {row['error']}"
    size = f"{row['capital'] or '?'} {row['currency'] or ''}"
    live = say("live") if row["live"] else f"{say('paper')} ({len(row['problems'])})"
    mine = f", {say('own')}" if row["own"] else ""
    return f"{row['id']:<29} {size:<12} {row['reached_by'] or '?':<13} {_aged(row, say):<25} {live}{mine}"


def _aged(row: Mapping[str, Any], say: Say) -> str:
    if row["verified_on"] is None:
        return "-"
    return f"{row['verified_on']}, {say('days', n=row['age_days'])}"


def _shown(told: Mapping[str, Any], say: Say, lang: str) -> list[str]:
    lines = [f"{told['id']}: {told['name']}"]
    if told["capital"]:
        lines.append(say("capital", capital=told["capital"], currency=told["currency"] or ""))
    if told["reached"]:
        lines.append(told["reached"][lang])
    lines += _checked(told, say)
    if told["floors"]:
        lines += ["", say("floors")]
    for floor in told["floors"]:
        lines.append(say("floor", **{**floor, "effect": say(floor["effect"], reset=floor["reset"].replace("@", " "))}))
    lines += _values(told["values"], say)
    if told["unchecked"]:
        lines += ["", say("unchecked"), *(f"  {u[lang]} ({u['source']})" for u in told["unchecked"])]
    return lines


def _values(values: list[dict[str, Any]], say: Say) -> list[str]:
    """Values in their tables; the origin stands once under the values that share it."""
    lines: list[str] = []
    table, origin = "", ""
    for value in values:
        named, _, name = value["field"].rpartition(".")
        found = _origin(value, say)
        if lines and (named != table or found != origin):
            lines.append(f"    {origin}")
        if named != table or not lines:
            lines += ["", f"[{named}]"] if named else [""]
        cut = say("in_force", value=value["in_force"]) if "in_force" in value else ""
        lines.append(f"  {name} = {value['value']}{cut}")
        table, origin = named, found
    return [*lines, f"    {origin}"] if lines else []


def _origin(value: Mapping[str, Any], say: Say) -> str:
    sure = "own_value" if value["confidence"] == "own" else str(value["confidence"])
    when = _aged(value, say) if value["verified_on"] else say("no_day")
    return f"{value['source'] or '?'} - {say(sure)}, {when}"


def _checked(row: Mapping[str, Any], say: Say) -> list[str]:
    if "error" in row:
        return [f"{row['id']}: {row['error']}"]
    if not row["problems"]:
        return [say("ok", id=row["id"])]
    return [say("problem", id=row["id"], field=p["field"], why=say(p["why"])) for p in row["problems"]]
