"""Small talk, factories that open later, what was not understood, and what is said of the language model."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "talk_hello": {
        "fr": "Bonjour ! Que fait-on ? /aide si tu cherches.",
        "en": "Hello! What shall we do? /help if you wonder.",
    },
    "talk_thanks": {"fr": "Avec plaisir.", "en": "You are welcome."},
    "talk_bye": {
        "fr": "À bientôt ; /quit ferme la conversation.",
        "en": "See you soon; /quit closes the conversation.",
    },
    "talk_who": {
        "fr": "Je suis E.V.A., ton assistante : je trade pour toi sur papier, et bientôt je ferai tes médias, tes SaaS et le partage du GPU. "
        "Je propose, un noyau de règles décide, un bureau agit une seule fois et l'écrit.",
        "en": "I am E.V.A., your assistant: I trade for you on paper, and soon I will run your media, your SaaS and the GPU's hours. "
        "I propose, a kernel of rules decides, a desk acts once and writes it down.",
    },
    "talk_how": {
        "fr": "Ça va bien, merci ! Et le compte : /statut te le dit.",
        "en": "I am fine, thank you! And the account: /status tells you.",
    },
    "talk_human": {
        "fr": "Je suis un programme, une IA : aucune humaine derrière. Tes ordres passent par des règles, pas par une humeur.",
        "en": "I am a program, an AI: nobody human is behind this. Your orders pass rules, not moods.",
    },
    "talk_praise": {"fr": "Merci, ça fait plaisir.", "en": "Thank you, that is kind."},
    "talk_sorry": {"fr": "Aucun souci, on continue.", "en": "No harm done, let us go on."},
    "talk_insult": {
        "fr": "Désolée si j'ai mal compris. Dis-le autrement, ou /aide ; /pourquoi explique un refus.",
        "en": "Sorry if I got it wrong. Say it differently, or /help; /why explains a refusal.",
    },
    "talk_privacy": {
        "fr": "Tout reste dans EVA_HOME, sur cette machine : les quarante derniers messages de notre conversation, ta langue, et le journal du bureau. "
        "Rien ne part ailleurs. Pour oublier nos mots : supprime threads.db ; le journal des ordres, lui, ne s'efface pas.",
        "en": "Everything stays in EVA_HOME, on this machine: the last forty messages of our conversation, your language, and the desk's journal. "
        "Nothing goes elsewhere. To forget our words: remove threads.db; the journal of orders cannot be erased.",
    },
    "talk_model": {
        "fr": "Aucun modèle ne m'est nécessaire : je lis tes phrases avec une grammaire et un petit classifieur, sur cette machine. "
        "Avec EVA_MODEL=ollama:NOM, un modèle local répond aux questions libres, sans jamais agir sans ta réponse.",
        "en": "I need no model: I read your sentences with a grammar and a small classifier, on this machine. "
        "With EVA_MODEL=ollama:NAME a local model answers free questions, and never acts without your answer.",
    },
    "talk_backup": {
        "fr": "Dans un terminal : « eva backup FICHIER » sauvegarde tout, chiffré ; « eva restore FICHIER » le remet. Aucune clé de courtier n'y est.",
        "en": 'In a terminal: "eva backup FILE" saves everything, encrypted; "eva restore FILE" puts it back. No venue key is in it.',
    },
    "talk_settings": {
        "fr": "Les réglages sont des variables EVA_… : dans l'environnement ou dans .env sous EVA_HOME ; le README les liste toutes. /doctor dit ce qui manque.",
        "en": "Settings are EVA_... variables, in the environment or in .env under EVA_HOME; the README lists them all. /doctor says what is missing.",
    },
    "talk_safety": {
        "fr": "Chaque ordre passe par un noyau de règles fixes, qui calcule le pire cas et refuse au-delà des limites ; aucun modèle ne peut passer outre. "
        "Sortir n'est jamais bloqué, et /kill ferme tout. /limites dit ce qui peut encore se perdre.",
        "en": "Every order passes a kernel of fixed rules that reckons the worst case and refuses beyond the limits; no model can override it. "
        "Leaving is never blocked, and /kill closes everything. /limits says what can still be lost.",
    },
    "talk_joke": {
        "fr": "Mon meilleur trait d'humour : un stop mental. Je préfère ceux qui reposent chez le courtier.",
        "en": "My best joke: a mental stop. I prefer those that rest at the venue.",
    },
    "talk_yes": {
        "fr": "Oui à quoi ? Aucune question n'attend. Redis la demande en entier.",
        "en": "Yes to what? No question is waiting. Say the whole request again.",
    },
    "talk_no": {"fr": "D'accord, on ne fait rien.", "en": "All right, nothing is done."},
    "talk_nothing_said": {
        "fr": "Je n'ai encore rien dit que je puisse redire.",
        "en": "I have not said anything yet that I could say again.",
    },
    "talk_longer": {
        "fr": "Je n'ai pas plus de détails que cela :",
        "en": "I have no more detail than this:",
    },
    # Factories that are not open yet.
    "factory_media": {
        "fr": "Média : la Muse n'est pas encore ouverte. Elle écrira, montera et publiera tes contenus, étiquetés comme faits par une IA ; "
        "rien n'a été fait. Aujourd'hui je trade sur papier : /aide.",
        "en": "Media: the Muse is not open yet. She will write, edit and publish your content, labelled as made by an AI; "
        "nothing was done. Today I trade on paper: /help.",
    },
    "factory_saas": {
        "fr": "SaaS : le Bâtisseur n'est pas encore ouvert. Il construira tes produits, suivra clients, abonnements et factures ; "
        "rien n'a été fait. Aujourd'hui je trade sur papier : /aide.",
        "en": "SaaS: the Builder is not open yet. He will build your products and look after customers, plans and invoices; "
        "nothing was done. Today I trade on paper: /help.",
    },
    "factory_priority": {
        "fr": "Priorités : le Gardien n'est pas encore ouvert. Il donnera les heures de GPU à l'usine qui en tire le plus ; "
        "rien n'a été fait. Aujourd'hui je trade sur papier : /aide.",
        "en": "Priorities: the Keeper is not open yet. He will give the GPU's hours to the factory that earns most with them; "
        "nothing was done. Today I trade on paper: /help.",
    },
    # What was not understood, by what it seems to be about.
    "lost_trading": {
        "fr": "C'est du trading, mais je n'ai pas tout compris : « {words} ». Rien n'a été fait. "
        "Par exemple : « achète 10 AAPL stop 390 », « mes positions », « combien je peux encore perdre ? »",
        "en": 'That is trading, but I did not understand all of it: "{words}". Nothing was done. '
        'For example: "buy 10 AAPL stop 390", "my positions", "how much can I still lose?"',
    },
    "lost_assistant": {
        "fr": "Je n'ai pas de réponse toute prête à « {words} ». Je peux te dire qui je suis, ce que je sais faire (/aide), l'état de l'installation "
        "(/doctor), et changer de langue (/lang).",
        "en": 'I have no ready answer to "{words}". I can tell you who I am, what I can do (/help), how the installation is (/doctor), '
        "and switch the language (/lang).",
    },
    "lost_unclear": {
        "fr": "« {words} » : je ne suis pas sûre de ce que tu veux. Trading, média, SaaS, priorités, ou autre chose ? Rien n'a été fait. /aide montre ce que je sais faire.",
        "en": '"{words}": I am not sure what you want. Trading, media, SaaS, priorities, or something else? Nothing was done. /help shows what I can do.',
    },
    # The language model.
    "model_says": {"fr": "Le modèle dit :", "en": "The model says:"},
    "model_changed": {
        "fr": "Entre-temps cela a changé. Ce serait maintenant :",
        "en": "This has changed meanwhile. It would now be:",
    },
    "which_one": {"fr": "Laquelle ? Réponds par le numéro :", "en": "Which one? Answer with the number:"},
    "proof_gone": {
        "fr": "Cela ressemble à une empreinte, et aucune confirmation n'attend ici : je ne l'ai ni gardée ni transmise.",
        "en": "That looks like a digest, and no confirmation waits here: I neither kept it nor passed it on.",
    },
    "turn_failed": {
        "fr": "C'est un bug de ma part ({error} ; {where}). Regarde /ordres avant de redemander ; la conversation continue.",
        "en": "That is a bug of mine ({error}; {where}). Look at /orders before asking again; the conversation goes on.",
    },
    "desk_unanswered": {
        "fr": "Le bureau n'a pas répondu à temps : c'est peut-être fait. Regarde /ordres et /positions avant de redemander. "
        "Pour tout arrêter sans moi : eva halt all",
        "en": "The desk did not answer in time: it may have been done. Look at /orders and /positions before asking again. "
        "To stop everything without me: eva halt all",
    },
    "model_proposes": {
        "fr": "C'est le modèle qui le propose ; rien n'est fait sans ta réponse :",
        "en": "The model proposes this; nothing is done without your answer:",
    },
    "model_unreachable": {
        "fr": "Mon modèle de langage ne répond pas ; je continue sans lui. /doctor dit pourquoi.",
        "en": "My language model cannot be reached; I carry on without it. /doctor tells why.",
    },
    "model_slow": {
        "fr": "Mon modèle de langage a été trop lent ; je continue sans lui.",
        "en": "My language model was too slow; I carry on without it.",
    },
    "model_rambling": {
        "fr": "Mon modèle s'est mis à radoter, je l'ai coupé.",
        "en": "My language model started to ramble, so I cut it short.",
    },
    "model_limits": {
        "fr": "Mon modèle tournait en rond, je l'ai arrêté.",
        "en": "My language model went round in circles, so I stopped it.",
    },
    "model_budget": {
        "fr": "Les jetons du jour sont épuisés (/usage) ; les commandes et les ordres simples marchent toujours.",
        "en": "Today's tokens are spent (/usage); commands and plain orders still work.",
    },
    "model_empty": {
        "fr": "Mon modèle n'a rien trouvé à dire.",
        "en": "My language model had nothing to say.",
    },
    "model_failed": {
        "fr": "Mon modèle de langage a eu une panne ; je continue sans lui. /doctor en dit plus.",
        "en": "My language model failed; I carry on without it. /doctor tells more.",
    },
    # What an option stands for.
    "wish_share": {"fr": "réduire {symbol} de {share}", "en": "reduce {symbol} by {share}"},
    "wish_stop_away": {"fr": "stop à {distance} de l'entrée", "en": "stop {distance} from the entry"},
    "wish_target_away": {"fr": "objectif à {distance} de l'entrée", "en": "target {distance} from the entry"},
    # The turn before.
    "repeat_this": {"fr": "Je redis l'ordre avant de le passer :", "en": "I say the order again before it is placed:"},
    "already_filled": {
        "fr": "Cet ordre est déjà exécuté, il ne s'annule plus. Fermer la position {symbol} ?",
        "en": "That order is filled already and cannot be cancelled. Close the {symbol} position?",
    },
    "nothing_to_repeat": {
        "fr": "Je ne vois pas d'ordre récent à reprendre. Redis-le en entier.",
        "en": "I see no recent order to take up again. Say it in full.",
    },
}
