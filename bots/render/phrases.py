"""Short phrases of the desk in the reader's language; what the catalogue does not know is shown as it came."""

import re
from collections.abc import Sequence

from bots.messages import has, text
from bots.messages.numbers import number
from bots.render.wording import limit_name, printable

_QUOTED = r"'?(?P<{}>[^' ]+)'?"
_SYMBOL, _ORDER = _QUOTED.format("symbol"), _QUOTED.format("order")
_FIELD = r"(?P<field>[a-z_]+)"
_PATTERNS: tuple[tuple[str, str], ...] = (
    (r"kill switch", "cause_kill"),
    (r"restored", "cause_restored"),
    (r"restarted", "cause_restarted"),
    (r"ruleset changed", "cause_ruleset"),
    (r"limits cannot be read: (?P<file>\S+)", "cause_unreadable"),
    (r"(?P<limit>[a-z]+(-\d+)?) loss guard", "cause_guard"),
    (r"one close from the (?P<limit>[a-z]+(-\d+)?(-tomorrow)?) loss guard", "cause_night"),
    (r"one gap from the (?P<limit>[a-z]+(-\d+)?(-tomorrow)?) loss guard", "cause_gap"),
    (rf"{_SYMBOL} jumped beyond its gap", "cause_jumped"),
    (r"rejects and unknown outcomes", "cause_failures"),
    (r"unknown orders or positions", "cause_strangers"),
    (r"worst case beyond a floor", "cause_worst_case"),
    (r"worst case beyond the (?P<limit>[a-z]+(-\d+)?(-tomorrow)?) floor", "cause_worst_case_of"),
    (r"flat by (?P<wall>\d\d:\d\d) (?P<zone>\S+)", "cause_flat_by"),
    (r"missing fact: (?P<what>.+)", "cause_missing"),
    (rf"stale quote for {_SYMBOL}", "cause_stale"),
    (rf"no (instrument or )?(sound )?quote for {_SYMBOL}", "cause_no_quote"),
    (rf"order {_ORDER} is unknown for (?P<seconds>\d+) s", "cause_unknown_order"),
    (rf"{_SYMBOL} was left without protection", "cause_bare"),
    (rf"an exit of {_SYMBOL} is unknown(: look at the venue)?", "cause_exit"),
    (rf"fill of {_ORDER}, which never arrived", "cause_ghost_fill"),
    (r"the wall clock jumped", "cause_clock_jumped"),
    (r"the wall clock is behind the journal", "cause_clock_behind"),
    (r"the wall clock and the venue's are (?P<seconds>\d+) s apart", "cause_clock_apart"),
    (r"the desk stood still for (?P<seconds>\d+) s", "cause_stood_still"),
    (r"the journal cannot be written", "cause_full"),
    (
        r"not resumed: something has happened since it was approved, look and ask again",
        "alarm_not_resumed",
    ),
    (r"not flat yet, and it has to be by (?P<time>\d\d:\d\d) UTC", "alarm_not_flat"),
    (r"(the )?watch failed: (?P<error>.+)", "cause_watch"),
    (r"reconciling", "cause_reconciling"),
    (r"a size: quantity, notional, or risk with a stop", "fact_size"),
    (r"no rate from '(?P<currency>[^']+)'.*", "fact_rate"),
    (rf"(a sound|unknown) instrument {_SYMBOL}", "fact_instrument"),
    (rf"the quantity of order {_ORDER}", "fact_order"),
    (r"equity as a finite number", "fact_equity"),
    (r"no re(ference values for the re)?set .+", "fact_reference"),
    (r"cancel unanswered.*", "alarm_cancel"),
    (r"amend unanswered.*", "alarm_amend"),
    (r"the venue does not answer.*", "alarm_venue"),
    (r"not understood: (?P<names>.+)", "alarm_strange"),
    (r"unknown order", "alarm_order"),
    (r"an update of the venue could not be taken in.*", "alarm_update"),
    (rf"exit of {_SYMBOL} rejected \((?P<attempt>\d+) of (?P<most>\d+)\)", "alarm_exit"),
    (rf"order {_ORDER} is being changed: .*", "no_change_yet"),
    (r"slow down: (?P<count>\d+) changes and cancellations .*", "no_such_haste"),
    (r"no market data.*", "alarm_data"),
    (rf"no protection for {_SYMBOL}: closing it", "alarm_bare"),
    (r"never[_ ]arrived", "alarm_never"),
    (r"state", "alarm_state"),
    (r"no account '(?P<account>[^']*)'.*", "no_account"),
    (r"the desk is still flattening.*", "no_flat_yet"),
    (r"nothing to decide under .*", "no_ticket"),
    (rf"{_SYMBOL} is not listed.*", "no_such_symbol"),
    (rf"no price for {_SYMBOL} now: .*", "no_price_now"),
    (r"the desk's journal no longer holds .*", "no_belief"),
    (r"no desk runs for this home.*", "found_no_desk"),
    (r"the desk does not answer.*", "found_silent_desk"),
    (r"the desk keeps closing the connection.*", "found_closing_desk"),
    (r"the desk does not come up.*", "found_late_desk"),
    (r"(the desk's journal )?'(?P<file>[^']+)' is damaged.*", "found_damaged"),
    (r"say which symbol is meant.*", "wrong_symbol"),
    (rf"{_FIELD}: a whole number from (?P<least>\d+) to (?P<most>\d+), not .*", "wrong_count"),
    (rf"{_FIELD}: one of (?P<words>.+), not .*", "wrong_word"),
    (rf"{_FIELD}: (a plain number|a price) such as .*", "wrong_number"),
    (rf"{_FIELD}: only one of a price and a distance.*", "wrong_twice"),
    (rf"{_FIELD}: a fraction between 0 and 1 .*", "wrong_fraction"),
    (rf"{_FIELD}: price units such as .*", "wrong_units"),
    (rf"{_FIELD}: (?P<distance>\S+) from (?P<entry>\S+) leaves no price", "wrong_distance"),
    (r"one size: .*", "wrong_size"),
    (r"share: a fraction above 0.*", "wrong_share"),
    (r"say what should change: .*", "wrong_change"),
    (r"how much of (?P<symbol>\S+) to take off: .*", "wrong_amount"),
    (r"of: equity, or one symbol.*", "wrong_of"),
    (r"acts: a list of .*|several acts at once may only .*", "wrong_acts"),
    (r"acts: at most (?P<most>\d+) at once, not (?P<count>\d+)", "wrong_acts_many"),
    (r"two of the acts are about the same \w+ \((?P<name>.+)\): say it once", "wrong_acts_same"),
    (r"the situation has changed meanwhile", "changed_meanwhile"),
    (r"no chart: there is no home folder.*", "chart_no_home"),
    (r"no chart: '(?P<folder>.+)' cannot be used \((?P<why>.*)\)", "chart_no_folder"),
    (r"the chart took longer than (?P<seconds>\S+) s and was stopped", "chart_slow"),
    (r"the chart could not be drawn \((?P<why>.*)\)", "chart_failed"),
    (r"already advancing", "obstacle_moving"),
    (r"no more data|data_end", "obstacle_end"),
    (rf"data_end:{_SYMBOL}", "obstacle_end_symbol"),
)
"""How a phrase of the desk reads, and its key in the catalogue."""


def phrase(said: object, lang: str) -> str:
    """A cause, an alarm or an obstacle in the reader's language."""
    words = str(said or "?")
    code = words.partition(": ")[0]
    if has(f"venue_{code}"):
        return text(f"venue_{code}", lang)
    return translated(words, lang, _PATTERNS) or printable(words)


def translated(words: str, lang: str, patterns: Sequence[tuple[str, str]]) -> str | None:
    """The first pattern that fits as the text of its key, its groups filled in; None when none fits."""
    for pattern, key in patterns:
        match = re.fullmatch(pattern, words, re.DOTALL)
        if match is not None:
            return text(key, lang, **{name: _inside(name, value, lang) for name, value in match.groupdict().items()})
    return None


def _inside(name: str, value: str | None, lang: str) -> str:
    """A group of a pattern: limits, causes and states have words of their own."""
    if value is None:
        return ""
    if name == "limit":
        return limit_name(value, lang)
    if name in ("what", "cause"):
        return phrase(value, lang)
    if name in ("distance", "entry"):
        return number(value, lang)
    if name == "field" and has(f"field_{value}"):
        return text(f"field_{value}", lang)
    key = f"state_word_{value}"
    return text(key, lang) if name == "state" and has(key) else printable(value)
