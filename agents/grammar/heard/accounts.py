"""An account that a sentence names: cut out of it, so that the rest is read as ever, and put with what that asks for.

A name that is a symbol's, a number or an ordinary word counts only beside the word "account" ("compte"); elsewhere it
is asked about. Without a list of accounts nothing of this happens.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from agents.grammar.acts import ACTS, LOWERING
from agents.grammar.heard.spelling import known_words
from agents.grammar.language.marks import nameless
from agents.grammar.language.numerals import WORDS as NUMERALS
from agents.grammar.language.phrases import phrases
from agents.grammar.reads import idle_words
from agents.grammar.text import Token, tokens
from agents.understanding import SURE, Clarify, Option, Understanding

LISTING, CHOOSING = "show_accounts", "choose_account"
TAKE = ACTS | frozenset(
    "preview_order show_status show_positions list_orders list_fills show_pnl show_limits show_risk show_model_risk "
    "show_quotes show_hours draw_chart list_decisions explain_refusal".split()
)
"""The tools that are about one account."""

Names = Mapping[tuple[str, ...], str]
Read = Callable[[Sequence[Token]], Understanding]

_WORD = frozenset({"compte", "account", "acct"})
_WORDS = frozenset({"comptes", "accounts"})
_BEFORE = frozenset(
    "sur dans pour de du d avec chez depuis vers on in for with from of under using into to en a".split()
)
_ARTICLES = frozenset("le la l mon ce cet the my this".split())
_CIVIL = frozenset("please pls svp stp thanks merci now maintenant eva".split())
_CHOOSE = frozenset(
    "utilise utiliser utilisons use using switch passe passer passons bascule basculer change changer changeons select "
    "choose pick choisis choisir selectionne selectionner go va aller work travaille travailler prends".split()
)
_LED = frozenset(
    "to over me moi a pour let 's s il te plait vous can you could peux tu je veux i want desormais".split()
)
_LIST = frozenset(
    "quels quel which what list liste lister show montre affiche voir give donne moi me les the my mes nos our sont "
    "are is est ai je j do i have y il there a t t' quelles of all tous ? please svp stp eva".split()
)


@dataclass(frozen=True, kw_only=True)
class Mention:
    """Where an account is spoken of: the whole phrase, its name, and how surely it is one.

    `explicit` stands beside "account", `placed` follows a word such as "on", `doubtful` may be something else.
    """

    name: str
    start: int
    end: int
    explicit: bool
    placed: bool
    doubtful: bool


def in_account(
    found: Sequence[Token], accounts: Collection[str], names: Names, read: Read, *, command: str = ""
) -> Understanding:
    """The sentence with the account that it names among the arguments, or the question that is due.

    `command` is "rest" for a command, whose rest may be a bare name, and "idle" for one that reads no rest itself.
    """
    plain = read(found)
    if not accounts:
        return plain
    if _lists(found):
        return Understanding(lang=None, route="trading", tool=LISTING)
    mentions = list(_known(found, accounts, names))
    sure = [one for one in mentions if one.explicit or not one.doubtful]
    if sure and (command or not _full(plain) or any(one.explicit or one.placed for one in sure)):
        return _named(found, sure, plain, read)
    doubtful = [one for one in mentions if one.doubtful and one.placed]
    if not sure and len(doubtful) == 1:
        return _doubted(found, doubtful[0], plain, read)
    if (
        command == "idle"
        and not mentions
        and found
        and not _ordinary(found)
        and found[0].raw.lower() not in _firsts(names)
    ):
        raw = "-".join(token.raw for token in found)
        one = Mention(name=raw, start=0, end=len(found), explicit=False, placed=False, doubtful=False)
        return _asked(found, one, accounts, read) or plain
    if _full(plain):
        return plain
    due = (_asked(found, strange, accounts, read) for strange in _strange(found, names))
    return next((question for question in due if question is not None), plain)


def _named(found: Sequence[Token], sure: Sequence[Mention], plain: Understanding, read: Read) -> Understanding:
    """What is asked in an account that is named; two accounts in one sentence are asked back."""
    wanted = list(dict.fromkeys(one.name for one in sure))
    rest = without(found, sure)
    if len(wanted) > 1:
        clarify = Clarify(question="conflict", params={"field": "account", "values": ", ".join(wanted)})
        tool = plain.tool if plain.tool in TAKE else read(rest).tool
        return Understanding(lang=None, route="trading", tool=tool, clarify=clarify)
    if _chooses(rest):
        return Understanding(lang=None, route="trading", tool=CHOOSING, args={"account": wanted[0]})
    attached = _attached(read(rest), wanted[0])
    if attached is not None or plain.tool is not None:
        return attached or plain
    return replace(plain, args={"account": wanted[0]})


def _doubted(found: Sequence[Token], one: Mention, plain: Understanding, read: Read) -> Understanding:
    """A name that may be an account's or something else: the other wins alone, and both are asked about."""
    cut = _attached(read(without(found, [one])), one.name)
    if cut is None or not _full(cut) or (_full(plain) and plain.tool not in ACTS):
        return plain
    readings = [plain, cut] if _full(plain) else [cut]
    options = tuple(Option(label="option_wish", args=dict(r.args), tool=r.tool) for r in readings)
    clarify = Clarify(question="account_or_not", params={"account": one.name}, options=options)
    return replace(cut, args={}, clarify=clarify)


def _asked(found: Sequence[Token], one: Mention, accounts: Collection[str], read: Read) -> Understanding | None:
    """The question when an account is named that there is not; None when the rest of the sentence asks for nothing."""
    rest = without(found, [one])
    if _chooses(rest):
        base = Understanding(lang=None, route="trading", tool=CHOOSING)
    else:
        base = read(rest)
        if base.tool not in TAKE | {"do_several"} or base.confidence < SURE:
            return None
        if base.clarify is not None and base.clarify.question in ("not_understood", "no_act"):
            return None
    options = [Option(label=name, args=_placed(base.tool, base.args, name)) for name in accounts]
    if base.tool == "halt_trading":
        options.insert(0, Option(label="/kill", args={"command": "/kill"}))
    due = () if base.clarify is not None else tuple(options)
    clarify = Clarify(
        question="unknown_account", params={"account": one.name[:40], "known": ", ".join(accounts)}, options=due
    )
    return replace(base, args={}, clarify=clarify, confidence=1.0)


def without(found: Sequence[Token], mentions: Sequence[Mention]) -> list[Token]:
    """The tokens without the phrases that name an account, and without a mark that is left at the beginning."""
    gone = {at for one in mentions for at in range(one.start, one.end)}
    rest = [token for at, token in enumerate(found) if at not in gone]
    if gone and 0 in gone:
        while rest and rest[0].fold in (",", ":", ";", "-"):
            rest.pop(0)
    return rest


def _firsts(names: Names) -> frozenset[str]:
    return frozenset(words[0] for words in names)


def _full(one: Understanding) -> bool:
    return one.tool is not None and one.clarify is None and one.confidence >= SURE


def _attached(one: Understanding, account: str) -> Understanding | None:
    """The reading with its account, in its options too; None when it is about no account."""
    if one.tool not in TAKE or (one.clarify is not None and one.clarify.question == "not_understood"):
        return None
    clarify = one.clarify
    if clarify is not None:
        options = tuple(
            option
            if option.label.startswith("/")
            else replace(option, args=_placed(option.tool or one.tool, option.args, account))
            for option in clarify.options
        )
        clarify = replace(clarify, options=options)
    return replace(one, args=_placed(one.tool, one.args, account), clarify=clarify)


def _placed(tool: str | None, args: Mapping[str, Any], account: str) -> dict[str, Any]:
    """The arguments of a tool with the account; of several acts in each of them."""
    if tool == "do_several" and "acts" in args:
        acts = [{**act, "args": {**act["args"], "account": account}} for act in args["acts"]]
        return {**args, "acts": acts}
    return {**args, "account": account} if tool in TAKE or tool in LOWERING or tool == CHOOSING else dict(args)


def _known(found: Sequence[Token], accounts: Collection[str], names: Names) -> Iterator[Mention]:
    """Every place where an account is named, the longest name first."""
    spelt = {tuple(token.raw.lower() for token in tokens(name)): name for name in accounts}
    raws = [token.raw.lower() for token in found]
    longest = max((len(words) for words in spelt), default=0)
    at = 0
    while at < len(found):
        size = next((n for n in range(longest, 0, -1) if tuple(raws[at : at + n]) in spelt), 0)
        after = found[at + size] if size and at + size < len(found) else None
        if not size or (after is not None and (after.joined or after.raw == "_")) or found[at].joined:
            at += 1
            continue
        words = tuple(raws[at : at + size])
        yield _mention(found, at, at + size, spelt[words], doubtful=words in names or _ordinary(found[at : at + size]))
        at += size


def _mention(found: Sequence[Token], at: int, end: int, name: str, *, doubtful: bool) -> Mention:
    """The phrase around a name: "on the NAME account", "sur le compte NAME"."""
    start = at
    explicit = start > 0 and found[start - 1].fold in _WORD
    start -= explicit
    if start > 0 and found[start - 1].fold in _ARTICLES:
        start -= 1
    placed = start > 0 and found[start - 1].fold in _BEFORE
    start -= placed
    if not explicit and end < len(found) and found[end].fold in _WORD:
        explicit, end = True, end + 1
    if not explicit and not placed:
        start = at
    return Mention(name=name, start=start, end=end, explicit=explicit, placed=placed, doubtful=doubtful)


def _ordinary(found: Sequence[Token]) -> bool:
    """Whether a name reads as a number, a letter or a word that means something."""
    if len(found) > 1:
        return False
    token = found[0]
    return token.kind not in ("word", "id") or len(token.raw) < 2 or token.fold in _meaningful()


@cache
def _meaningful() -> frozenset[str]:
    """Words that an act or a question of the accounts is made of."""
    said = {words[0] for found in phrases().values() for words, _ in found if len(words) == 1}
    return frozenset(said | nameless() | NUMERALS["fr"] | NUMERALS["en"] | idle_words() | _WORD | _WORDS)


def _strange(found: Sequence[Token], names: Names) -> Iterator[Mention]:
    """Places where an account seems to be named that there is not: beside "account", or after "on" at the end."""
    last = len(found)
    while last and (found[last - 1].kind == "mark" or found[last - 1].fold in _CIVIL):
        last -= 1
    at = 0
    while at < last:
        end = at + 1
        while end < last and (found[end].joined or found[end].raw == "_" or found[end - 1].raw == "_"):
            end += 1
        spelt = tuple(token.raw.lower() for token in found[at:end])
        if spelt not in names and not _ordinary(found[at:end]) and not _known_word(found[at:end]):
            raw = "-".join(token.raw for token in found[at:end])
            one = _mention(found, at, end, raw, doubtful=False)
            if one.explicit or (one.placed and one.end == last):
                yield one
        at = end


def _known_word(found: Sequence[Token]) -> bool:
    return len(found) == 1 and (found[0].kind == "mark" or found[0].fold in known_words())


def _chooses(rest: Sequence[Token]) -> bool:
    """Whether what stands beside an account's name only says that it should be used from here on."""
    words = [token.fold for token in rest if token.kind != "mark" or token.fold == "?"]
    polite = {"can", "could", "peux"} & set(words)
    said = [word for word in words if word != "?" or not polite]
    return bool(_CHOOSE & set(said)) and set(said) <= _CHOOSE | _LED | _CIVIL | _BEFORE


def _lists(found: Sequence[Token]) -> bool:
    """Whether a sentence asks which accounts there are."""
    words = {token.fold for token in found if token.kind != "mark" or token.fold == "?"}
    return bool(words & _WORDS) and words <= _LIST | _WORDS
