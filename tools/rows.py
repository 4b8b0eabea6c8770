"""What a row of the desk's journal says: the key of a sentence and its plain values, for whoever words them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tools.context import Json

TEXTS: Mapping[str, Mapping[str, str]] = {
    "row_desk": {"fr": "bureau démarré", "en": "desk started"},
    "row_account": {"fr": "compte à {initial} {currency}", "en": "account of {initial} {currency}"},
    "row_opened": {"fr": "compte ouvert à sa place", "en": "account opened at its venue"},
    "row_intent_allow": {"fr": "{who} demande : {act} → accepté", "en": "{who} asks: {act} → allowed"},
    "row_intent_deny": {"fr": "{who} demande : {act} → refusé {codes}", "en": "{who} asks: {act} → denied {codes}"},
    "row_intent_needs_approval": {
        "fr": "{who} demande : {act} → à confirmer ({tier})",
        "en": "{who} asks: {act} → needs approval ({tier})",
    },
    "row_decision_approved": {"fr": "confirmation : donnée", "en": "confirmation: given"},
    "row_decision_denied": {"fr": "confirmation : refusée", "en": "confirmation: denied"},
    "row_decision_wrong": {"fr": "confirmation : mauvaise empreinte", "en": "confirmation: wrong digest"},
    "row_decision_locked": {"fr": "confirmation : trop d'essais", "en": "confirmation: too many tries"},
    "row_decision_expired": {"fr": "confirmation : trop tard", "en": "confirmation: too late"},
    "row_decision_changed": {"fr": "confirmation : situation changée", "en": "confirmation: situation changed"},
    "row_decision_not_here": {"fr": "confirmation : pas d'ici", "en": "confirmation: not from here"},
    "row_decision_desk_only": {"fr": "confirmation : au bureau seulement", "en": "confirmation: at the desk only"},
    "row_ended": {"fr": "acte terminé", "en": "act finished"},
    "row_order": {"fr": "ordre {order} : {terms}", "en": "order {order}: {terms}"},
    "row_report": {"fr": "ordre {order} : {status}", "en": "order {order}: {status}"},
    "row_report_filled": {
        "fr": "ordre {order} : {status}, {quantity} exécutés",
        "en": "order {order}: {status}, {quantity} filled",
    },
    "row_fill": {
        "fr": "exécution de {order} : {side} {quantity} {symbol} à {price}, frais {fee}",
        "en": "fill of {order}: {side} {quantity} {symbol} at {price}, fee {fee}",
    },
    "row_unknown": {"fr": "ordre {order} : sans réponse de la place", "en": "order {order}: unknown, no answer"},
    "row_never": {"fr": "ordre {order} : jamais arrivé", "en": "order {order}: never arrived"},
    "row_cancel": {"fr": "annulation de {order} demandée", "en": "cancellation of {order} asked"},
    "row_amend": {"fr": "modification de {order} demandée : {changes}", "en": "change of {order} asked: {changes}"},
    "row_settled": {"fr": "modification de {order} réglée", "en": "change of {order} settled"},
    "row_state": {"fr": "état : {state}", "en": "state: {state}"},
    "row_state_cause": {"fr": "état : {state} ({cause})", "en": "state: {state} ({cause})"},
    "row_marks": {
        "fr": "repères du jour : fonds propres {equity}, solde {balance}",
        "en": "the day's marks: equity {equity}, balance {balance}",
    },
    "row_strange": {"fr": "inconnu du journal : {names}", "en": "unknown to the journal: {names}"},
    "row_adopt": {"fr": "adopté : {names}", "en": "adopted: {names}"},
    "row_book": {
        "fr": "livre repris de la place, solde {balance}",
        "en": "book taken from the venue, balance {balance}",
    },
    "row_moved": {
        "fr": "argent versé ou retiré : {amount}, solde {balance}",
        "en": "money paid in or out: {amount}, balance {balance}",
    },
    "row_clock": {
        "fr": "une personne dit que l'horloge est juste",
        "en": "a person says that the wall clock is right",
    },
    "row_restored": {
        "fr": "remis depuis la sauvegarde du {made_at} ({rows} lignes) ; dernière ligne connue : {highest}",
        "en": "restored from the backup of {made_at} ({rows} rows); highest head known: row {highest}",
    },
    "row_desk_end": {"fr": "bureau arrêté", "en": "desk ended"},
    "row_decision_used": {"fr": "confirmation : code déjà utilisé", "en": "confirmation: code already used"},
    "row_enrolled": {"fr": "authentificateur inscrit", "en": "authenticator enrolled"},
    "row_code_right": {"fr": "code accepté pour {subject}", "en": "code accepted for {subject}"},
    "row_code_wrong": {"fr": "mauvais code pour {subject}", "en": "wrong code for {subject}"},
    "row_code_used": {"fr": "code déjà utilisé, pour {subject}", "en": "code already used, for {subject}"},
    "row_limits": {"fr": "limites en vigueur ({cause})", "en": "limits in force ({cause})"},
    "row_limits_pending": {
        "fr": "limite desserrée après le {day} : {name} = {value}",
        "en": "limit loosened after {day}: {name} = {value}",
    },
    "row_mandate_granted": {"fr": "mandat {id} donné", "en": "mandate {id} granted"},
    "row_mandate_heard": {"fr": "mandat {id} : son client est là", "en": "mandate {id}: its client is there"},
    "row_mandate_silent": {"fr": "mandat {id} : son client se tait", "en": "mandate {id}: its client is silent"},
    "row_mandate_void": {"fr": "mandat {id} : ne vaut plus", "en": "mandate {id}: holds no more"},
    "row_other": {"fr": "{kind}", "en": "{kind}"},
}
"""Sentences in both languages, with the names of the values that fill them."""


@dataclass(frozen=True, kw_only=True)
class Said:
    """A key of TEXTS and its values: strings as the journal holds them, and acts, orders and changes as objects."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


def said(row: Mapping[str, Any]) -> Said:
    """What `{n, at, kind, account, body}` says; a row of an unknown kind or shape says its kind."""
    try:
        found = _KINDS[row["kind"]](row["body"])
    except (KeyError, TypeError, AttributeError):
        return Said(key="row_other", params={"kind": str(row.get("kind", "?"))})
    return found if found.key in TEXTS else Said(key="row_other", params={"kind": str(row["kind"])})


def english(row: Mapping[str, Any]) -> str:
    """The row as one English sentence, for the operator."""
    told = said(row)
    shown = {name: " ".join(_plain(name, value).split()) for name, value in told.params.items()}
    return TEXTS[told.key]["en"].format(**shown)


def _plain(name: str, value: Any) -> str:
    """A value in few words: of an act or order its fields in a fixed sequence, of changes their names as well."""
    if not isinstance(value, Mapping):
        return str(value)
    if name == "changes":
        return ", ".join(f"{key} {given}" for key, given in value.items())
    words = [str(value[key]) for key in _SEQUENCE if value.get(key) is not None]
    prices = [f"{key} {value[key]}" for key in ("limit", "trigger", "stop", "target") if value.get(key) is not None]
    return ", ".join([" ".join(words), *prices])


_SEQUENCE = ("role", "kind", "side", "quantity", "notional", "risk", "symbol", "order", "sessions", "to", "type")


def _intent(body: Json) -> Said:
    intent, verdict = body["intent"], body["answer"]["verdict"]
    codes = ", ".join(dict.fromkeys(str(reason["code"]) for reason in verdict.get("reasons", ())))
    params = {"who": intent["origin"]["principal"], "act": {**intent, "kind": body["kind"]}}
    more = {"deny": {"codes": f"[{codes}]"}, "needs_approval": {"tier": verdict.get("tier") or "?"}}
    decision = verdict["decision"]
    return Said(key=f"row_intent_{decision}", params={**params, **more.get(decision, {})})


def _order(body: Json) -> Said:
    order = {**body["order"], "type": body.get("asked", body["order"]["type"])}
    if order["type"] == "market":
        order["limit"] = None
    name = order.pop("id")
    return Said(key="row_order", params={"order": name, "terms": {**order, "role": body["role"]}})


def _report(body: Json) -> Said:
    params = {"order": body["order"]["id"], "status": body["status"]}
    filled = str(body.get("filled", "0"))
    if filled.strip("0.") and body["status"] != "filled":
        return Said(key="row_report_filled", params={**params, "quantity": filled})
    return Said(key="row_report", params=params)


def _fill(body: Json) -> Said:
    names = ("order", "side", "quantity", "symbol", "price", "fee")
    return Said(key="row_fill", params={name: body["fill"][name] for name in names})


def _amend(body: Json) -> Said:
    changes = {name: value for name, value in body["change"].items() if value is not None}
    return Said(key="row_amend", params={"order": body["order"], "changes": changes})


def _state(body: Json) -> Said:
    if body.get("cause"):
        return Said(key="row_state_cause", params={"state": body["state"], "cause": body["cause"]})
    return Said(key="row_state", params={"state": body["state"]})


def _marks(body: Json) -> Said:
    marks = body["marks"]
    return Said(key="row_marks", params={"equity": marks["day_equity"], "balance": marks["day_balance"]})


def _restored(body: Json) -> Said:
    shown = {"made_at": body["made_at"] or "?", "rows": body["rows"], "highest": body["highest"]["n"]}
    return Said(key="row_restored", params={name: str(value) for name, value in shown.items()})


def _names(key: str) -> Callable[[Json], Said]:
    return lambda body: Said(key=key, params={"names": ", ".join(map(str, body["found"]))})


def _fields(key: str, *names: str) -> Callable[[Json], Said]:
    return lambda body: Said(key=key, params={name: body[name] for name in names})


_KINDS: Mapping[str, Callable[[Json], Said]] = {
    "desk": lambda body: Said(key="row_desk_end" if body.get("event") == "end" else "row_desk"),
    "account": _fields("row_account", "initial", "currency"),
    "opened": _fields("row_opened"),
    "intent": _intent,
    "decision": lambda body: Said(key=f"row_decision_{body['outcome']}"),
    "ended": _fields("row_ended"),
    "order": _order,
    "report": _report,
    "fill": _fill,
    "unknown": _fields("row_unknown", "order"),
    "never": _fields("row_never", "order"),
    "cancel": _fields("row_cancel", "order"),
    "amend": _amend,
    "settled": _fields("row_settled", "order"),
    "state": _state,
    "marks": _marks,
    "strange": _names("row_strange"),
    "adopt": _names("row_adopt"),
    "book": _fields("row_book", "balance"),
    "moved": _fields("row_moved", "amount", "balance"),
    "clock": _fields("row_clock"),
    "restored": _restored,
    "enrolled": _fields("row_enrolled"),
    "code": lambda body: Said(key=f"row_code_{body['outcome']}", params={"subject": body["subject"]}),
    "limits": _fields("row_limits", "cause"),
    "limits_pending": _fields("row_limits_pending", "day", "name", "value"),
    "mandate": lambda body: Said(key=f"row_mandate_{body['event']}", params={"id": body["id"]}),
}
