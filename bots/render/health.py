"""The health of the installation in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from bots.messages import text
from bots.render.phrases import phrase, translated
from bots.render.wording import printable

_NAMES: tuple[tuple[str, str], ...] = (
    (r"python", "check_python"),
    (r"disk", "check_disk"),
    (r"data", "check_data"),
    (r"latch( folder)?", "check_latch"),
    (r"desk", "check_desk"),
    (r"journal", "check_journal"),
    (r"account (?P<account>.+)", "check_account"),
    (r"model (?P<account>.+)", "check_losses"),
    (r"isolation", "check_isolation"),
    (r"authenticator", "check_authenticator"),
    (r"limits", "check_limits"),
    (r"rulesets", "check_rulesets"),
    (r"calendars", "check_calendars"),
    (r"assistant store", "check_store"),
    (r"language model", "check_model"),
    (r"language model address", "check_model_address"),
    (r"threads", "check_threads"),
    (r"router", "check_router"),
)
_ACCOUNT = r"(?P<state>[A-Z]+) under (?P<ruleset>[^,]+), (?P<venue>[^ :]+)(?P<replay> REPLAY)?"
_DETAILS: tuple[tuple[str, str], ...] = (
    (r"(?P<free>\d+) MB free", "found_disk"),
    (r"REPLAY of daily bars: (?P<symbols>.+)", "found_data"),
    (r"halted: (?P<names>.+)", "found_latches"),
    (r"no latch|empty", "found_no_latch"),
    (r"answers", "found_desk"),
    (r"(?P<rows>\d+) rows, chain intact", "found_journal"),
    (r"(?P<rows>\d+) rows, but (?P<kept>\d+) were seen before", "found_shortened"),
    (_ACCOUNT, "found_account"),
    (rf"{_ACCOUNT}: (?P<cause>.+)", "found_account_cause"),
    (r"no prediction was passed; (?P<known>\d+) of (?P<count>\d+) gaps rest on history", "found_losses"),
    (r"predictions were passed: (?P<symbols>.+)", "found_losses_passed"),
    (r"no isolation: .*", "found_isolation"),
    (r"no live desk answers: .*", "found_no_live_desk"),
    (r"the desk is another user's, in '(?P<folder>[^']+)'", "found_isolated"),
    (r"enrolled", "found_enrolled"),
    (r"not enrolled: .*", "found_not_enrolled"),
    (r"what the files say is what holds", "found_limits"),
    (r"a file asks for more than holds: (?P<names>.+)", "found_limits_looser"),
    (r"looser from the next trading day on: (?P<names>.+)", "found_limits_pending"),
    (r"a file cannot be believed: (?P<why>.+)", "found_limits_wrong"),
    (r"every account's rules are confirmed and recent", "found_rulesets"),
    (r"unconfirmed rules: (?P<names>.+)", "found_rulesets_doubts"),
    (r"not looked at for more than (?P<days>\d+) days: (?P<names>.+)", "found_rulesets_old"),
    (r"sessions are known for (?P<days>\d+) days and more", "found_calendars"),
    (r"sessions end soon: (?P<names>.+)", "found_calendars_end"),
    (r"the assistant's own memory can be read and written", "found_store"),
    (r"no language model is configured.*", "found_model"),
    (r"a script of (?P<count>\d+) rules answers, not a model", "found_script"),
    (r"messages travel unencrypted to (?P<host>.+)", "found_unencrypted"),
    (r"Ollama does not answer at '(?P<url>[^']+)'.*", "found_no_ollama"),
    (r"Ollama (?P<version>\S+) does not have '(?P<name>[^']+)'; it has (?P<there>.+)", "found_not_pulled"),
    (r"(?P<name>\S+) in Ollama (?P<version>\S+)", "found_ollama"),
    (r"nothing was said in words yet", "found_no_threads"),
    (r"the memory of what was said can be read", "found_threads"),
    (r"threads.db is damaged \((?P<why>.+)\)", "found_damaged_threads"),
    (r"the sentence embedder is there and whole", "found_router"),
    (r"the router's cache is not built yet", "found_no_router"),
    (r"no Telegram bot is configured", "found_no_telegram"),
    (r"no Discord bot is configured", "found_no_discord"),
)
_STEPS: tuple[tuple[str, str], ...] = (
    (r"free disk space: .*", "next_disk"),
    (r"`make run` installs .*", "next_data"),
    (r"type /resume .*", "next_latch"),
    (r"put right what the detail names.*", "next_desk"),
    (r"`eva audit verify`, then .*", "next_journal"),
    (r"see /status; .*", "next_account"),
    (r"see /model; .*", "next_losses"),
    (r"paper only; .*", "next_isolation"),
    (r"eva desk limits loosen, or put the file right", "next_limits_looser"),
    (r"eva desk limits tighten takes it back", "next_limits_pending"),
    (r"correct the file that is named", "next_limits_wrong"),
    (r"eva firms show RULESET, then .*", "next_rulesets"),
    (r"take a newer version: without hours .*", "next_calendars"),
    (r"move the file away and start again", "next_store"),
    (r"move it away: only what was said is in it", "next_threads"),
    (r"start it with `ollama serve`, or correct EVA_OLLAMA_URL", "next_ollama"),
    (r"`ollama pull (?P<name>[^`]+)`, or set .*", "next_pull"),
    (r"for tests only: set .*", "next_script"),
    (r"use https or a tunnel for EVA_OLLAMA_URL", "next_encrypt"),
    (r"python -m agents.router.build, or just ask", "next_router"),
)


def health(checks: Iterable[Mapping[str, Any]], lang: str) -> str:
    """One line a check, and the next step of what is not well."""
    found = list(checks)
    width = max((len(text(f"health_{check['status']}", lang)) for check in found), default=0)
    lines = [text("doctor", lang)]
    for check in found:
        status = text(f"health_{check['status']}", lang).ljust(width)
        name = _said(check["check"], lang, _NAMES)
        detail = translated(str(check.get("detail") or ""), lang, _DETAILS) or phrase(check.get("detail"), lang)
        lines.append(text("check", lang, status=status, check=name, detail=detail))
        step = _said(check.get("next_step"), lang, _STEPS)
        if step and check["status"] in ("warn", "fail"):
            lines.append(text("check_next", lang, next_step=step))
    return "\n".join(lines)


def _said(words: object, lang: str, patterns: tuple[tuple[str, str], ...]) -> str:
    said = str(words or "")
    return translated(said, lang, patterns) or printable(said)
