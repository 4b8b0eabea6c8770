"""What the checks of the installation are called, what they find, and what to do next."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "doctor": {"fr": "État de l'installation :", "en": "Health of the installation:"},
    "check": {"fr": "  {status} · {check} : {detail}", "en": "  {status} · {check}: {detail}"},
    "check_next": {"fr": "      suite : {next_step}", "en": "      next: {next_step}"},
    "health_ok": {"fr": "ok", "en": "ok"},
    "health_off": {"fr": "absent", "en": "off"},
    "health_warn": {"fr": "attention", "en": "warn"},
    "health_fail": {"fr": "échec", "en": "fail"},
    # Names.
    "check_python": {"fr": "python", "en": "python"},
    "check_disk": {"fr": "disque", "en": "disk"},
    "check_data": {"fr": "cours", "en": "data"},
    "check_latch": {"fr": "dossier d'arrêt", "en": "latch folder"},
    "check_desk": {"fr": "bureau", "en": "desk"},
    "check_journal": {"fr": "journal", "en": "journal"},
    "check_account": {"fr": "compte {account}", "en": "account {account}"},
    "check_isolation": {"fr": "isolation", "en": "isolation"},
    "check_store": {"fr": "mémoire de l'assistant", "en": "assistant store"},
    "check_model": {"fr": "modèle de langage", "en": "language model"},
    "check_model_address": {"fr": "adresse du modèle", "en": "language model address"},
    "check_threads": {"fr": "fil des échanges", "en": "threads"},
    "check_router": {"fr": "aiguillage", "en": "router"},
    # Details.
    "found_script": {
        "fr": "un script de {count} règles répond, pas un modèle",
        "en": "a script of {count} rules answers, not a model",
    },
    "found_unencrypted": {
        "fr": "les messages partent en clair vers {host}",
        "en": "messages travel unencrypted to {host}",
    },
    "found_no_ollama": {
        "fr": "Ollama ne répond pas à {url} ; les phrases sont lues sans lui",
        "en": "Ollama does not answer at {url}; the typed path answers instead",
    },
    "found_not_pulled": {
        "fr": "Ollama {version} n'a pas {name} ; il a {there}",
        "en": "Ollama {version} does not have {name}; it has {there}",
    },
    "found_ollama": {"fr": "{name} dans Ollama {version}", "en": "{name} in Ollama {version}"},
    "found_no_threads": {"fr": "rien n'a encore été dit en phrases", "en": "nothing was said in words yet"},
    "found_threads": {
        "fr": "la mémoire de ce qui s'est dit se lit",
        "en": "the memory of what was said can be read",
    },
    "found_damaged_threads": {"fr": "threads.db est abîmé ({why})", "en": "threads.db is damaged ({why})"},
    "found_router": {
        "fr": "le classement des phrases est là, entier",
        "en": "the sentence embedder is there and whole",
    },
    "found_no_router": {
        "fr": "le cache du classement n'est pas encore construit",
        "en": "the router's cache is not built yet",
    },
    "found_disk": {"fr": "{free} Mo libres", "en": "{free} MB free"},
    "found_data": {"fr": "REPLAY de cours quotidiens : {symbols}", "en": "REPLAY of daily bars: {symbols}"},
    "found_latches": {"fr": "arrêt posé : {names}", "en": "halted: {names}"},
    "found_no_latch": {"fr": "vide", "en": "empty"},
    "found_desk": {"fr": "répond", "en": "answers"},
    "found_journal": {"fr": "{rows} lignes, chaîne intacte", "en": "{rows} rows, chain intact"},
    "found_shortened": {
        "fr": "{rows} lignes, mais {kept} ont été vues auparavant",
        "en": "{rows} rows, but {kept} were seen before",
    },
    "found_account": {
        "fr": "{state}, règles {ruleset}, place {venue}{replay}",
        "en": "{state}, ruleset {ruleset}, venue {venue}{replay}",
    },
    "found_account_cause": {
        "fr": "{state}, règles {ruleset}, place {venue}{replay} ({cause})",
        "en": "{state}, ruleset {ruleset}, venue {venue}{replay} ({cause})",
    },
    "found_isolation": {
        "fr": "aucune isolation : le bureau papier tourne sous le même utilisateur",
        "en": "no isolation: the paper desk runs as the same user",
    },
    "found_store": {
        "fr": "la mémoire de l'assistant se lit et s'écrit",
        "en": "the assistant's own memory can be read and written",
    },
    "found_model": {
        "fr": "aucun modèle de langage n'est configuré ; les commandes et les ordres simples s'en passent",
        "en": "no language model is configured; commands and plain orders work without one",
    },
    "found_no_telegram": {"fr": "aucun bot Telegram n'est configuré", "en": "no Telegram bot is configured"},
    "found_no_discord": {"fr": "aucun bot Discord n'est configuré", "en": "no Discord bot is configured"},
    "found_no_desk": {
        "fr": "aucun bureau ne tourne pour ce dossier : eva chat le démarre",
        "en": "no desk runs for this home: `eva chat` starts it",
    },
    "found_silent_desk": {
        "fr": "le bureau ne répond pas : eva halt all arrête tout",
        "en": "the desk does not answer: `eva halt all` stops everything",
    },
    "found_closing_desk": {
        "fr": "le bureau coupe la connexion à chaque fois : vois desk/desk.log dans EVA_HOME",
        "en": "the desk keeps closing the connection: see desk/desk.log in EVA_HOME",
    },
    "found_late_desk": {
        "fr": "le bureau ne démarre pas : vois desk/desk.log dans EVA_HOME",
        "en": "the desk does not come up: see desk/desk.log in EVA_HOME",
    },
    "found_damaged": {
        "fr": "le fichier {file} est abîmé ; rien n'a été changé",
        "en": "the file {file} is damaged; nothing was changed",
    },
    "state_word_ACTIVE": {"fr": "actif", "en": "active"},
    "state_word_REDUCING": {"fr": "en réduction seulement", "en": "reducing only"},
    "state_word_HALTED": {"fr": "arrêté", "en": "halted"},
    # Next steps.
    "next_threads": {
        "fr": "déplace-le : il ne contient que ce qui s'est dit",
        "en": "move it away: only what was said is in it",
    },
    "next_ollama": {
        "fr": "démarre-le avec « ollama serve », ou corrige EVA_OLLAMA_URL",
        "en": "start it with `ollama serve`, or correct EVA_OLLAMA_URL",
    },
    "next_pull": {
        "fr": "« ollama pull {name} », ou donne à EVA_MODEL un modèle présent",
        "en": "`ollama pull {name}`, or set EVA_MODEL to one that is there",
    },
    "next_script": {
        "fr": "pour les tests seulement : EVA_MODEL=ollama:NOM",
        "en": "for tests only: EVA_MODEL=ollama:NAME",
    },
    "next_encrypt": {
        "fr": "https ou un tunnel pour EVA_OLLAMA_URL",
        "en": "use https or a tunnel for EVA_OLLAMA_URL",
    },
    "next_router": {
        "fr": "python -m agents.router.build, ou pose simplement une question",
        "en": "python -m agents.router.build, or just ask",
    },
    "next_disk": {
        "fr": "libère de la place : le bureau n'agit que sur ce qu'il peut écrire",
        "en": "free disk space: the desk acts only on what it can write down",
    },
    "next_data": {
        "fr": "make run réinstalle les paquets de données",
        "en": "`make run` installs the data packages again",
    },
    "next_latch": {
        "fr": "tape /reprendre dans eva chat pour le lever",
        "en": "type /resume in `eva chat` to lift it",
    },
    "next_desk": {
        "fr": "règle ce que dit le détail, puis redemande",
        "en": "put right what the detail names, then ask again",
    },
    "next_journal": {
        "fr": "eva audit verify, puis remets une bonne copie de EVA_HOME",
        "en": "`eva audit verify`, then put back a good copy of EVA_HOME",
    },
    "next_account": {
        "fr": "vois /statut ; une personne relance avec /reprendre",
        "en": "see /status; a person lifts it with /resume",
    },
    "next_isolation": {
        "fr": "papier seulement ; le réel demande un bureau sous un autre utilisateur",
        "en": "paper only; live needs the desk as another user",
    },
    "next_store": {
        "fr": "déplace le fichier et redémarre",
        "en": "move the file away and start again",
    },
}
