"""What is said of accounts: which there are, which one a conversation is about, and names that are none."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "accounts_head": {"fr": "Comptes :", "en": "Accounts:"},
    "accounts_row": {
        "fr": "  {mark} {account} · règles {ruleset} · {state} · {equity}{headroom}",
        "en": "  {mark} {account} · ruleset {ruleset} · {state} · {equity}{headroom}",
    },
    "accounts_headroom": {
        "fr": " · marge {amount} avant la limite « {name} »",
        "en": " · headroom {amount} to the {name} limit",
    },
    "accounts_choose": {
        "fr": "→ est le compte de cette conversation. En choisir un autre : /compte NOM ; ou dis « sur NOM » dans la phrase.",
        "en": '→ is the account of this conversation. Choose another: /account NAME; or say "on NAME" in the sentence.',
    },
    "account_chosen": {
        "fr": "D'accord : à partir d'ici, le compte {account} (règles {ruleset}, {state}).",
        "en": "All right: from here on, account {account} (ruleset {ruleset}, {state}).",
    },
    "unknown_account": {
        "fr": "Il n'y a pas de compte « {account} ». Il y a : {known}. Redis-le avec l'un d'eux.",
        "en": "There is no account {account!r}. There are: {known}. Say it again with one of them.",
    },
    "unknown_account_choice": {
        "fr": "Il n'y a pas de compte « {account} ». Il y a : {known}. Lequel ?",
        "en": "There is no account {account!r}. There are: {known}. Which one?",
    },
    "account_or_not": {
        "fr": "« {account} » est le nom d'un compte, et peut être autre chose ici. Que veux-tu ?",
        "en": "{account!r} is an account's name, and may be something else here. Which do you mean?",
    },
    "halted_resume_in": {
        "fr": "Pour reprendre : /reprendre {account}, dans un terminal.",
        "en": "To go on: /resume {account}, in a terminal.",
    },
    # What the doctor says of them.
    "check_authenticator": {"fr": "authentificateur", "en": "authenticator"},
    "check_limits": {"fr": "limites", "en": "limits"},
    "check_rulesets": {"fr": "jeux de règles", "en": "rulesets"},
    "check_calendars": {"fr": "calendriers", "en": "calendars"},
    "found_no_live_desk": {
        "fr": "aucun bureau réel ne répond : rien n'est isolé",
        "en": "no live desk answers: nothing is isolated",
    },
    "found_isolated": {
        "fr": "le bureau tourne sous un autre utilisateur, dans {folder}",
        "en": "the desk is another user's, in {folder}",
    },
    "found_enrolled": {"fr": "inscrit", "en": "enrolled"},
    "found_not_enrolled": {
        "fr": "pas inscrit : ce qui demande un code est refusé ; eva desk enroll",
        "en": "not enrolled: what needs a code is refused; eva desk enroll",
    },
    "found_limits": {"fr": "ce que disent les fichiers est ce qui vaut", "en": "what the files say is what holds"},
    "found_limits_looser": {
        "fr": "un fichier demande plus que ce qui vaut : {names}",
        "en": "a file asks for more than holds: {names}",
    },
    "found_limits_pending": {
        "fr": "plus large dès le prochain jour de bourse : {names}",
        "en": "looser from the next trading day on: {names}",
    },
    "found_limits_wrong": {"fr": "un fichier est illisible : {why}", "en": "a file cannot be believed: {why}"},
    "found_rulesets": {
        "fr": "les règles de chaque compte sont confirmées et récentes",
        "en": "every account's rules are confirmed and recent",
    },
    "found_rulesets_doubts": {"fr": "règles non confirmées : {names}", "en": "unconfirmed rules: {names}"},
    "found_rulesets_old": {
        "fr": "pas revues depuis plus de {days} jours : {names}",
        "en": "not looked at for more than {days} days: {names}",
    },
    "found_calendars": {
        "fr": "les séances sont connues pour {days} jours et plus",
        "en": "sessions are known for {days} days and more",
    },
    "found_calendars_end": {"fr": "les séances s'arrêtent bientôt : {names}", "en": "sessions end soon: {names}"},
    "next_limits_looser": {
        "fr": "eva desk limits loosen, ou corrige le fichier",
        "en": "eva desk limits loosen, or put the file right",
    },
    "next_limits_pending": {
        "fr": "eva desk limits tighten la retire",
        "en": "eva desk limits tighten takes it back",
    },
    "next_limits_wrong": {"fr": "corrige le fichier nommé", "en": "correct the file that is named"},
    "next_rulesets": {
        "fr": "eva firms show RÈGLES, puis relis les pages de la firme",
        "en": "eva firms show RULESET, then look at the firm's own pages",
    },
    "next_calendars": {
        "fr": "prends une version plus récente : sans horaires, rien ne s'ouvre",
        "en": "take a newer version: without hours nothing opens",
    },
    "cause_unreadable": {
        "fr": "les limites sont illisibles : corrige {file}",
        "en": "the limits cannot be read: correct {file}",
    },
    "cause_ruleset": {"fr": "les règles du compte ont changé", "en": "the account's rules have changed"},
    "cause_restarted": {
        "fr": "le bureau ne s'était pas arrêté comme demandé",
        "en": "the desk had not ended as asked",
    },
    "approval_account": {"fr": "Sur le compte {account}.", "en": "On account {account}."},
    "wish_account": {"fr": "sur le compte {account}", "en": "on account {account}"},
}
