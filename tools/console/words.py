"""What the operator's verbs say, in both languages. What is to be approved is worded by the desk itself."""

from collections.abc import Mapping

from tools.errors import Misconfigured

TEXTS: Mapping[str, Mapping[str, str]] = {
    "terminal_only": {
        "fr": "un code se tape au clavier du bureau lui-même : lance « eva desk {verb} » dans un terminal",
        "en": "a code is typed at the desk's own keyboard: run `eva desk {verb}` in a terminal",
    },
    "secret": {
        "fr": "Ce secret n'est montré qu'une fois. Donne-le à ton application d'authentification :\n\n"
        "  {secret}\n  {uri}\n\nPuis tape le premier code qu'elle affiche.",
        "en": "This secret is shown once. Give it to your authenticator application:\n\n"
        "  {secret}\n  {uri}\n\nThen type the first code that it shows.",
    },
    "first_code": {"fr": "premier code : ", "en": "first code: "},
    "old_code": {"fr": "code de l'authentificateur actuel : ", "en": "code of the present authenticator: "},
    "code": {"fr": "code (« non » refuse, vide laisse attendre) : ", "en": "code (`no` refuses, empty leaves it): "},
    "characters": {
        "fr": "les six caractères (« non » refuse, vide laisse attendre) : ",
        "en": "the six characters (`no` refuses, empty leaves it): ",
    },
    "enrolled": {
        "fr": "Authentificateur inscrit. Lever un arrêt ou desserrer une limite demande désormais un code, ici.",
        "en": "Authenticator enrolled. Lifting a halt or loosening a limit now takes a code, here.",
    },
    "enrolled_already": {
        "fr": "Un authentificateur est déjà inscrit : en changer demande un code de l'actuel.\n"
        "Téléphone perdu ? Arrête le bureau, supprime EVA_HOME/desk/totp.secret sous son utilisateur, puis relance\n"
        "« eva desk enroll » : d'ici là, rien de ce qui demande un code n'est accepté.",
        "en": "An authenticator is enrolled: changing it takes a code of the present one.\n"
        "Lost the phone? Stop the desk, remove EVA_HOME/desk/totp.secret as the desk's user, then run\n"
        "`eva desk enroll` again: until then nothing that needs a code is approved.",
    },
    "desk_runs": {
        "fr": "un bureau tourne déjà pour ce EVA_HOME : rien à lancer (« eva status »)",
        "en": "a desk already runs for this EVA_HOME: nothing to start (`eva status`)",
    },
    "wrong_first": {"fr": "Ce code ne va pas avec ce secret.", "en": "This code does not fit this secret."},
    "nothing_waits": {
        "fr": "rien n'attend sous « {id} » : « eva desk approve » liste ce qui attend",
        "en": "nothing waits under {id!r}: `eva desk approve` lists what does",
    },
    "none_waiting": {"fr": "Rien n'attend.", "en": "Nothing waits."},
    "left_waiting": {
        "fr": "{id} attend toujours, deux minutes au plus.",
        "en": "{id} still waits, two minutes at most.",
    },
    "outcome_approved": {"fr": "Accepté.", "en": "Approved."},
    "outcome_denied": {"fr": "Refusé.", "en": "Refused."},
    "outcome_wrong": {"fr": "Ce n'est pas cela ; essais restants : {tries}.", "en": "Wrong; tries left: {tries}."},
    "outcome_last": {
        "fr": "Ce n'est pas cela, pour la troisième fois : la demande est refusée. Demande à nouveau.",
        "en": "Wrong for the third time: the request is refused. Ask again.",
    },
    "outcome_used": {
        "fr": "Ce code a déjà servi, ou un plus récent : attends le suivant.",
        "en": "This code, or a newer one, has been used: wait for the next.",
    },
    "outcome_expired": {"fr": "Trop tard : demande à nouveau.", "en": "Too late: ask again."},
    "outcome_locked": {"fr": "Trop d'essais : demande à nouveau.", "en": "Too many tries: ask again."},
    "outcome_changed": {
        "fr": "La situation a changé depuis : rien n'est fait, demande à nouveau.",
        "en": "Things have changed since: nothing is done, ask again.",
    },
    "limits_head": {
        "fr": "{account} selon {ruleset}, jour de bourse {day}, limites {limits_hash}",
        "en": "{account} under {ruleset}, trading day {day}, limits {limits_hash}",
    },
    "limit_row": {"fr": "  {name:<16} {value}", "en": "  {name:<16} {value}"},
    "limit_pending": {"fr": "  → {value} après le {after}", "en": "  → {value} after {after}"},
    "limit_asked": {
        "fr": "  (le fichier ou les règles disent {asked}, ce qui n'est pas accordé)",
        "en": "  (file or ruleset say {asked}, which is not granted)",
    },
    "limit_chosen": {
        "fr": "  (resserrée par toi ; les règles permettent {asked})",
        "en": "  (tightened by you; the rules allow {asked})",
    },
    "file_wrong": {"fr": "limites illisibles : {why}", "en": "limits cannot be read: {why}"},
    "no_mandates": {"fr": "Aucun mandat.", "en": "No mandates."},
    "mandate_row": {
        "fr": "{id}  {state} ({cause})  {strategy_hash}  {account}  {instruments}  "
        "≤ {max_notional}  jusqu'à {expires_at}",
        "en": "{id}  {state} ({cause})  {strategy_hash}  {account}  {instruments}  "
        "≤ {max_notional}  until {expires_at}",
    },
    "voided": {"fr": "{id} ne vaut plus.", "en": "{id} holds no more."},
    "void_already": {"fr": "{id} ne valait déjà plus.", "en": "{id} held no more already."},
    "account_added": {
        "fr": "Compte {id} ouvert : {initial} {currency} selon {ruleset}, sur {venue}.",
        "en": "Account {id} opened: {initial} {currency} under {ruleset}, on {venue}.",
    },
    "account_doubts": {
        "fr": "Attention : règles non confirmées, donc papier seulement, le réel est refusé : {names}",
        "en": "Warning: unconfirmed rules, so paper only, live trading is refused: {names}",
    },
    "account_nothing_listed": {
        "fr": "Attention : ces règles permettent {names} et le replay n'en propose rien : aucun ordre ne passera.",
        "en": "Warning: these rules allow {names} and the replay lists none of it: no order will pass.",
    },
    "account_row": {
        "fr": "{id:<16} {venue} ({mode})  {ruleset}  {initial} {currency}  {state}",
        "en": "{id:<16} {venue} ({mode})  {ruleset}  {initial} {currency}  {state}",
    },
}


def text(key: str, lang: str, **params: object) -> str:
    """One text, its values filled in."""
    return TEXTS[key][lang].format(**params)


def language(asked: str | None, environ: Mapping[str, str]) -> str:
    """The language that was asked for, else the locale's; raises Misconfigured for one that is not spoken."""
    if asked:
        if asked not in ("fr", "en"):
            raise Misconfigured(f"--lang {asked[:20]}: fr or en")
        return asked
    locale = next((environ[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(n)), "")
    return "fr" if locale.lower().startswith("fr") else "en"
