"""What is asked back when a request can be read in more than one way, or not at all."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "answer_with": {"fr": "Réponds par le numéro ou le texte.", "en": "Answer with the number or the text."},
    "question_gone": {
        "fr": "Aucune question n'attend plus de réponse (abandonnée, ou trop vieille). Redis la demande en entier.",
        "en": "No question waits for an answer any more (dropped, or too old). Say the whole request again.",
    },
    "dropped": {"fr": "D'accord, j'oublie cette question.", "en": "All right, I drop that question."},
    # What could not be read.
    "too_long": {
        "fr": "C'est trop long ({length} caractères, au plus {most}). Dis-le en une phrase ; rien n'a été fait.",
        "en": "That is too long ({length} characters, at most {most}). Say it in one sentence; nothing was done.",
    },
    "odd_characters": {
        "fr": "Ta phrase contient des caractères qui peuvent tromper ({characters}). Retape-la au clavier ; rien n'a été fait.",
        "en": "Your sentence holds characters that can deceive ({characters}). Type it again; nothing was done.",
    },
    "not_understood": {
        "fr": "Je n'ai pas tout compris : « {words} ». Rien n'a été fait. /aide montre ce que je sais lire.",
        "en": 'I did not understand all of it: "{words}". Nothing was done. /help shows what I can read.',
    },
    "unknown_command": {"fr": "Je ne connais pas {command}.", "en": "I do not know {command}."},
    "unknown_symbol": {
        "fr": "Je ne connais pas {symbol}. /cours montre ce qui se traite.",
        "en": "I do not know {symbol}. /quotes shows what can be traded.",
    },
    # What was read, and does not ask for an act.
    "no_act": {
        "fr": "Je n'agis pas : {why}. Dis-le comme une demande si c'en est une.",
        "en": "I do not act: {why}. Say it as a request if it is one.",
    },
    "no_act_choice": {
        "fr": "Je n'agis pas : {why}. Est-ce une demande ?",
        "en": "I do not act: {why}. Is it a request?",
    },
    "several_acts_choice": {
        "fr": "Je lis {count} demandes à la fois. Laquelle d'abord ?",
        "en": "I read {count} requests at once. Which one first?",
    },
    "several_readings": {
        "fr": "Ta phrase se lit de {count} façons. Laquelle vaut ?",
        "en": "Your sentence can be read in {count} ways. Which one holds?",
    },
    "misspelt": {
        "fr": "« {written} » : tu voulais dire « {meant} » ?",
        "en": '"{written}": did you mean "{meant}"?',
    },
    "wrong_side": {
        "fr": "{field} est du mauvais côté pour {side}. Redis-le.",
        "en": "{field} is on the wrong side to {side}. Say it again.",
    },
    "relative_change": {
        "fr": "« {words} » : donne-moi la nouvelle valeur, en chiffres.",
        "en": '"{words}": give me the new value, in figures.',
    },
    "approximate": {
        "fr": "« {number} », c'est à peu près. Combien exactement ?",
        "en": '"{number}" is only about. How many exactly?',
    },
    "ambiguous_offset": {
        "fr": "{field}, « {number} » : en pour cent ou en dollars d'écart ?",
        "en": '{field}, "{number}": percent or dollars away?',
    },
    "why_hypothetical": {"fr": "c'est une hypothèse", "en": "it is hypothetical"},
    "why_third_person": {"fr": "il s'agit de quelqu'un d'autre", "en": "it is about somebody else"},
    "why_later": {
        "fr": "c'est pour plus tard, et je ne programme pas d'ordres",
        "en": "it is for later, and I do not schedule orders",
    },
    "why_negation": {"fr": "il y a une négation", "en": "there is a negation in it"},
    "why_condition": {"fr": "c'est sous condition, et je ne guette pas", "en": "it is conditional, and I do not watch"},
    "why_question": {"fr": "c'est une question", "en": "it is a question"},
    "why_past": {"fr": "cela parle du passé", "en": "it speaks of the past"},
    "no_preview": {
        "fr": "Seul un ordre se prévisualise ; rien n'a été fait ({tool}).",
        "en": "Only an order can be previewed; nothing was done ({tool}).",
    },
    "several_acts": {
        "fr": "Je lis {count} demandes à la fois. Une par phrase, s'il te plaît ; rien n'a été fait.",
        "en": "I read {count} requests at once. One a sentence, please; nothing was done.",
    },
    "several_symbols": {
        "fr": "Je lis {count} titres à la fois. Un seul par demande, s'il te plaît ; rien n'a été fait.",
        "en": "I read {count} symbols at once. One a request, please; nothing was done.",
    },
    "unread_rest": {
        "fr": "Je n'ai pas compris « {words} » après {command}. Que veux-tu ?",
        "en": 'I did not understand "{words}" after {command}. What do you want?',
    },
    # Numbers and what is missing.
    "ambiguous_quantity": {
        "fr": "« {number} » : une quantité ou un montant ?",
        "en": '"{number}": a quantity or an amount?',
    },
    "ambiguous_number": {
        "fr": "« {number} » se lit de deux façons ({field}). Laquelle ?",
        "en": '"{number}" can be read in two ways ({field}). Which one?',
    },
    "ambiguous_risk": {
        "fr": "Risquer « {number} » : en pour cent ou en dollars ?",
        "en": 'Risk "{number}": in percent or in dollars?',
    },
    "bad_number": {
        "fr": "« {number} » n'est pas un nombre utilisable ({field}).",
        "en": '"{number}" is not a usable number ({field}).',
    },
    "conflict": {
        "fr": "Il y a plusieurs réponses pour {field} : {values}. Laquelle vaut ?",
        "en": "There are several answers for {field}: {values}. Which one holds?",
    },
    "currency": {
        "fr": "Le compte est en dollars ; je ne convertis pas {currency}. Redis-le en USD.",
        "en": "The account is in dollars; I do not convert {currency}. Say it in USD.",
    },
    "missing": {
        "fr": "Il me manque {field}. Redis la phrase avec.",
        "en": "I am missing {field}. Say it again with it.",
    },
    "missing_choice": {"fr": "Il me manque {field}. Que veux-tu ?", "en": "I am missing {field}. Which one?"},
    # What is due, with how to say it; a field without a line here is due under its plain name.
    "due_symbol": {"fr": "le titre (par exemple AAPL)", "en": "the symbol (AAPL, say)"},
    "due_order": {"fr": "l'ordre (/ordres donne les numéros)", "en": "the order (/orders gives the ids)"},
    "due_quantity": {"fr": "la taille (10, 2000 USD ou risque 1 %)", "en": "the size (10, 2000 USD or risk 1%)"},
    "due_side": {"fr": "le sens (acheter ou vendre)", "en": "the side (buy or sell)"},
    "due_lang": {"fr": "la langue (fr ou en)", "en": "the language (fr or en)"},
    "due_change": {
        "fr": "ce qui doit changer (stop, objectif, limite…)",
        "en": "what should change (stop, target, limit…)",
    },
    "value_last": {"fr": "celui d'avant", "en": "the one before"},
    "value_all": {"fr": "tout", "en": "everything"},
    "value_above": {"fr": "au-dessus", "en": "above"},
    "value_below": {"fr": "en dessous", "en": "below"},
    "option_whole_position": {"fr": "toute la position", "en": "the whole position"},
    "side_to_buy": {"fr": "acheter", "en": "buy"},
    "side_to_sell": {"fr": "vendre", "en": "sell"},
    "field_symbol": {"fr": "le titre", "en": "the symbol"},
    "field_order": {"fr": "l'ordre", "en": "the order"},
    "field_sessions": {"fr": "le nombre de séances", "en": "the number of sessions"},
    "field_weeks": {"fr": "le nombre de semaines", "en": "the number of weeks"},
    "field_quantity": {"fr": "la quantité", "en": "the quantity"},
    "field_notional": {"fr": "le montant", "en": "the amount"},
    "field_risk": {"fr": "le risque", "en": "the risk"},
    "field_share": {"fr": "la part", "en": "the share"},
    "field_size": {"fr": "la taille", "en": "the size"},
    "field_side": {"fr": "le sens", "en": "the side"},
    "field_type": {"fr": "le type d'ordre", "en": "the order type"},
    "field_tif": {"fr": "la durée de l'ordre", "en": "how long the order works"},
    "field_stop": {"fr": "le stop", "en": "the stop"},
    "field_target": {"fr": "l'objectif", "en": "the target"},
    "field_limit": {"fr": "le prix limite", "en": "the limit price"},
    "field_trigger": {"fr": "le seuil de déclenchement", "en": "the trigger price"},
    "field_at": {"fr": "le prix", "en": "the price"},
    "value_quantity": {"fr": "une quantité", "en": "a quantity"},
    "value_notional": {"fr": "un montant", "en": "an amount"},
    "value_risk": {"fr": "un risque", "en": "a risk"},
    "value_share": {"fr": "une part", "en": "a share"},
    "value_market": {"fr": "au marché", "en": "at market"},
    "value_limit": {"fr": "à cours limité", "en": "limit"},
    "value_stop": {"fr": "à seuil", "en": "stop"},
    "value_stop_limit": {"fr": "à seuil et limite", "en": "stop-limit"},
    "value_day": {"fr": "pour la séance", "en": "for the day"},
    "value_gtc": {"fr": "jusqu'à annulation", "en": "until cancelled"},
    "field_account": {"fr": "le compte", "en": "the account"},
    # What tools ask.
    "which_side": {"fr": "{symbol} : acheter ou vendre ?", "en": "{symbol}: buy or sell?"},
    "sell_more_than_held": {
        "fr": "Tu as {held} {symbol} libres et tu demandes d'en vendre {asked}. Que veux-tu ?",
        "en": "You hold {held} {symbol} free to sell and ask to sell {asked}. What do you mean?",
    },
    "sell_when_flat": {
        "fr": "Tu n'as pas de {symbol} à vendre. Vendre à découvert ?",
        "en": "You hold no {symbol} to sell. Sell it short?",
    },
    "which_order": {"fr": "Quel ordre ?", "en": "Which order?"},
    "option_buy": {"fr": "acheter", "en": "buy"},
    "option_sell": {"fr": "vendre", "en": "sell"},
    "option_sell_held": {"fr": "vendre {quantity}", "en": "sell {quantity}"},
    "option_short_all": {"fr": "{quantity} en partie à découvert", "en": "{quantity} partly short"},
    "option_short": {"fr": "à découvert", "en": "short"},
    "option_decisions": {"fr": "toutes les décisions", "en": "every decision"},
    "option_denied": {"fr": "seulement les refus", "en": "refusals only"},
    "option_today": {"fr": "aujourd'hui", "en": "today"},
    "option_week": {"fr": "cette semaine", "en": "this week"},
    "option_month": {"fr": "ce mois", "en": "this month"},
    "option_days": {"fr": "jour par jour", "en": "day by day"},
    "option_weeks": {"fr": "semaine par semaine", "en": "week by week"},
    "option_months": {"fr": "mois par mois", "en": "month by month"},
    "option_all_orders": {"fr": "tous", "en": "all"},
    "option_order": {
        "fr": "{id} : {role}, {side} {quantity} {symbol} {terms}",
        "en": "{id}: {role}, {side} {quantity} {symbol} {terms}",
    },
}
