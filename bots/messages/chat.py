"""What is said around the acts: greeting, good-bye, language, approvals, errors."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "hello": {
        "fr": "Bonjour, je suis E.V.A. Tu es en mode papier : un {replay} de vrais cours, de l'argent inventé.",
        "en": "Hello, I am E.V.A. You are on paper: a {replay} of real prices, with invented money.",
    },
    "hello_live": {
        "fr": "Bonjour, je suis E.V.A. Mode réel demandé (EVA_MODE=live) : je ne parle qu'au bureau réel.",
        "en": "Hello, I am E.V.A. Live mode is asked for (EVA_MODE=live): I speak to the live desk alone.",
    },
    "hello_clock": {
        "fr": "{replay} · marché au {date} (New York) · {equity} sur le compte {account}.",
        "en": "{replay} · market date {date} (New York) · {equity} on account {account}.",
    },
    "hello_state": {
        "fr": "Attention, le compte {account} est {state} : /statut, puis /reprendre.",
        "en": "Mind that account {account} is {state}: /status, then /resume.",
    },
    "hello_can": {
        "fr": "Je peux :\n"
        "  - montrer statut, positions, ordres, exécutions, P&L et marges : /statut, /positions, /limites\n"
        "  - passer, réduire, fermer, modifier : « achète 10 AAPL au marché, stop à 390 », « ferme tout »\n"
        "  - avancer le marché et tout arrêter : /avancer 5, /kill. L'aide : /aide",
        "en": "I can:\n"
        "  - show status, positions, orders, fills, P&L and headroom: /status, /positions, /limits\n"
        '  - place, reduce, close, amend: "buy 15 IBM at 185 or better, stop 178", "close everything"\n'
        "  - move the market forward and stop everything: /advance 5, /kill. Help: /help",
    },
    "hello_off": {
        "fr": "Pas configuré : {missing}.\n"
        "Le bureau papier tourne sous ton propre utilisateur : aucune isolation. /doctor dit tout.",
        "en": "Not configured: {missing}.\nThe paper desk runs as your own user: no isolation. /doctor tells all.",
    },
    "hello_live_off": {
        "fr": "Pas configuré : {missing}.\n/doctor dit tout.",
        "en": "Not configured: {missing}.\n/doctor tells all.",
    },
    "hello_off_model": {"fr": "modèle de langage", "en": "language model"},
    "hello_off_telegram": {"fr": "Telegram", "en": "Telegram"},
    "hello_off_discord": {"fr": "Discord", "en": "Discord"},
    "hello_off_venues": {"fr": "places de marché réelles", "en": "live venues"},
    "hello_model": {"fr": "Modèle : {model} (facultatif)", "en": "Model: {model} (optional)"},
    "hello_no_desk": {
        "fr": "Le bureau ne répond pas encore : {detail}",
        "en": "The desk does not answer yet: {detail}",
    },
    "goodbye": {
        "fr": "À bientôt. Ce qui protège tes positions reste en place.",
        "en": "See you soon. What protects your positions stays in place.",
    },
    "language_set": {"fr": "D'accord, je réponds en français.", "en": "All right, I answer in English."},
    "language_which": {"fr": "Quelle langue ? /lang fr ou /lang en", "en": "Which language? /lang fr or /lang en"},
    "empty": {
        "fr": "Je n'ai rien lu. Écris une demande, ou /aide.",
        "en": "I read nothing. Write a request, or /help.",
    },
    "already_answered": {"fr": "J'ai déjà répondu à ce message.", "en": "I have already answered this message."},
    "code_swallowed": {
        "fr": "Cela ressemble à un code : je ne l'ai ni lu, ni gardé, ni transmis. Un code se tape au bureau lui-même.",
        "en": "That looks like a code: I neither read, kept nor passed it on. A code is typed at the desk itself.",
    },
    "access_denied": {
        "fr": "Le rôle {role} ne donne pas accès à cela.",
        "en": "The role {role} does not give access to this.",
    },
    "refused": {"fr": "Non : {detail}", "en": "No: {detail}"},
    "retry": {"fr": "Reformule, s'il te plaît : {detail}", "en": "Please ask again, differently: {detail}"},
    "misconfigured": {
        "fr": "Il y a quelque chose à régler d'abord : {detail}",
        "en": "Something is to be set right first: {detail}",
    },
    "desk_unreachable": {
        "fr": "Le bureau ne répond pas ({detail}). Rien n'est perdu : je réessaie à ta prochaine ligne. "
        "Pour tout arrêter sans moi : eva halt all",
        "en": "The desk does not answer ({detail}). Nothing is lost: I try again at your next line. "
        "To stop everything without me: eva halt all",
    },
    "journal_shortened": {
        "fr": "ALERTE : le journal du bureau n'est pas la suite de ce que j'ai vu. Lance : eva audit verify",
        "en": "ALARM: the desk's journal is not the continuation of what I have seen. Run: eva audit verify",
    },
    "news": {"fr": "Depuis tout à l'heure :", "en": "Since then:"},
    "approval_resume": {
        "fr": "Relancer le compte {account} (arrêté : {cause}) demande ta confirmation.",
        "en": "Resuming account {account} (stopped: {cause}) needs your confirmation.",
    },
    "approval_act": {
        "fr": "Cet acte demande ta confirmation : {what}.",
        "en": "This act needs your confirmation: {what}.",
    },
    "approval_adopts": {
        "fr": "Le bureau ne connaît pas et adoptera : {strangers}.",
        "en": "The desk does not know and will adopt: {strangers}.",
    },
    "approval_type": {
        "fr": "Empreinte : {digest}\nTape ses six premiers caractères, ou « non » :",
        "en": 'Digest: {digest}\nType its first six characters, or "no":',
    },
    "approval_elsewhere": {
        "fr": "Cela se confirme au clavier d'un terminal : ouvre eva chat, redemande, puis tape l'empreinte.",
        "en": "This is confirmed at a terminal's keyboard: open eva chat, ask again, then type the digest.",
    },
    "approval_desk_only": {
        "fr": "Cela demande un code d'authentification, qui ne se tape qu'au bureau lui-même : eva desk approve {ticket}",
        "en": "This needs an authenticator code, which is typed at the desk alone: eva desk approve {ticket}",
    },
    "approval_not_yours": {
        "fr": "Le rôle {role} ne peut pas confirmer cela.",
        "en": "The role {role} may not confirm this.",
    },
    "approval_approved": {"fr": "Confirmé.", "en": "Confirmed."},
    "approval_expired": {
        "fr": "Trop tard : une confirmation vaut deux minutes. Rien n'a changé, la demande est close.",
        "en": "Too late: a confirmation holds for two minutes. Nothing has changed, the request is closed.",
    },
    "approval_locked": {
        "fr": "Ce n'est pas la bonne empreinte, et les essais sont épuisés. Rien n'a changé, la demande est close.",
        "en": "That is not the digest, and no try is left. Nothing has changed, the request is closed.",
    },
    "approval_changed": {
        "fr": "La situation a changé entre-temps : ce que tu as vu ne vaut plus, la demande est close.",
        "en": "The situation has changed meanwhile: what you saw no longer holds, the request is closed.",
    },
    "approval_not_here": {
        "fr": "Cela ne se confirme pas d'ici.",
        "en": "This cannot be confirmed from here.",
    },
    "approval_denied": {"fr": "Refusé : rien n'a changé.", "en": "Refused: nothing has changed."},
    "approval_wrong": {
        "fr": "Ce n'est pas la bonne empreinte (essais restants : {tries}). Encore une fois, ou « non » :",
        "en": 'That is not the digest (tries left: {tries}). Once more, or "no":',
    },
    "approval_failed": {"fr": "Pas confirmé : {detail}", "en": "Not confirmed: {detail}"},
    "approval_over": {
        "fr": "La confirmation n'attend plus : les deux minutes sont passées, rien n'a changé.",
        "en": "The confirmation waits no longer: its two minutes are over, nothing has changed.",
    },
    "approval_again_resume": {"fr": "Pour recommencer : /reprendre.", "en": "To start over: /resume."},
    "approval_again_act": {"fr": "Pour recommencer, redis la demande.", "en": "To start over, ask again."},
    "approval_waits": {
        "fr": "La confirmation attend toujours : six caractères de l'empreinte, ou « non ».",
        "en": 'The confirmation still waits: six characters of the digest, or "no".',
    },
}
