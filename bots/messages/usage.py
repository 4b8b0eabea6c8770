"""What is said of what was used: tokens, API spend, GPU hours."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "usage_title": {
        "fr": "Consommation des {days} derniers jours (UTC) :",
        "en": "Used in the last {days} days (UTC):",
    },
    "usage_title_one": {"fr": "Consommation d'aujourd'hui (UTC) :", "en": "Used today (UTC):"},
    "usage_none": {"fr": "  rien pour l'instant", "en": "  nothing so far"},
    "usage_day": {"fr": "jour", "en": "day"},
    "usage_source": {"fr": "source", "en": "source"},
    "usage_estimated": {"fr": "{source} (estimé)", "en": "{source} (estimated)"},
    "usage_tokens_in": {"fr": "jetons lus", "en": "tokens in"},
    "usage_tokens_out": {"fr": "jetons écrits", "en": "tokens out"},
    "usage_spend": {"fr": "dépense d'API", "en": "API spend"},
    "usage_gpu": {"fr": "heures de GPU", "en": "GPU hours"},
    "usage_today": {
        "fr": "Aujourd'hui : {tokens} jetons sur {budget}, il en reste {left}.",
        "en": "Today: {tokens} of {budget} tokens, {left} left.",
    },
    "usage_spent": {
        "fr": "Aujourd'hui : {tokens} jetons sur {budget}, tout est dépensé : je réponds sans modèle jusqu'à minuit UTC.",
        "en": "Today: {tokens} of {budget} tokens, all spent: I answer without a model until midnight UTC.",
    },
    "usage_no_budget": {
        "fr": "Aujourd'hui : {tokens} jetons ; le modèle n'a droit à aucun (EVA_MODEL_TOKENS_PER_DAY=0).",
        "en": "Today: {tokens} tokens; the model may use none (EVA_MODEL_TOKENS_PER_DAY=0).",
    },
}
