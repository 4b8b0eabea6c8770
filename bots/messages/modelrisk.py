"""What is said about the model of losses: gaps in force, what they rest on, how predictions did."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    "model_head": {
        "fr": "Sauts de prix à travers un stop, tels que je les compte (le plus grand du réglage, de l'historique et du vécu) :",
        "en": "Jumps of a price through a stop, as I count them (the largest of setting, history and what was seen):",
    },
    "model_nothing": {
        "fr": "Aucun instrument à montrer.",
        "en": "There is no instrument to show.",
    },
    "model_gap": {
        "fr": "{symbol} : {gap} en séance, {closed} sur une clôture",
        "en": "{symbol}: {gap} while the market trades, {closed} over a close",
    },
    "model_estimate": {
        "fr": "    historique : {estimated}, d'après {n} ouvertures jusqu'au {until} ; la pire {worst} le {on}",
        "en": "    history: {estimated}, from {n} opens up to {until}; the worst {worst} on {on}",
    },
    "model_no_estimate": {
        "fr": "    historique trop court pour une estimation : le réglage seul compte",
        "en": "    too short a history for an estimate: the setting alone counts",
    },
    "model_coverage": {
        "fr": "    tenu à {coverage} sur {opens} ouvertures suivantes (au moins {low}, au plus {high})",
        "en": "    held on {coverage} of {opens} later opens (at least {low}, at most {high})",
    },
    "model_splits": {
        "fr": "    divisions d'actions reconnues, non comptées : {splits}",
        "en": "    splits recognised, not counted: {splits}",
    },
    "model_split": {"fr": "{ratio} le {on}", "en": "{ratio} on {on}"},
    "model_seen": {
        "fr": "    relevé à {seen} après un saut plus grand que prévu ; cela reste",
        "en": "    raised to {seen} after a larger jump than predicted; that stays",
    },
    "model_entry": {
        "fr": "    {n} entrée(s) : glissement moyen {mean}, au pire {worst} ; prévision tenue à {coverage} (au moins {low})",
        "en": "    {n} entries: slippage {mean} on average, {worst} at worst; prediction held {coverage} (at least {low})",
    },
    "model_stop": {
        "fr": "    {n} stop(s) : saut moyen {mean}, au pire {worst} ; prévision tenue à {coverage} (au moins {low})",
        "en": "    {n} stops: gap {mean} on average, {worst} at worst; prediction held {coverage} (at least {low})",
    },
    "model_loss": {
        "fr": "    {n} position(s) close(s) : {mean} de la perte prévue en moyenne, {worst} au pire ; tenue à {coverage} (au moins {low})",
        "en": "    {n} positions closed: {mean} of the loss predicted on average, {worst} at worst; held {coverage} (at least {low})",
    },
    "model_alarm": {"fr": "    ALERTE : {what}", "en": "    ALARM: {what}"},
    "model_alarm_entry": {
        "fr": "une entrée s'est faite plus loin que prévu",
        "en": "an entry was filled farther away than predicted",
    },
    "model_alarm_stop": {
        "fr": "un stop est sorti plus loin que prévu",
        "en": "a stop was out farther away than predicted",
    },
    "model_alarm_loss": {"fr": "une perte a dépassé la perte prévue", "en": "a loss was larger than the one predicted"},
    "model_alarm_coverage": {
        "fr": "l'historique lui-même dépasse ce saut trop souvent",
        "en": "history itself goes beyond this gap too often",
    },
    "check_losses": {"fr": "modèle de pertes {account}", "en": "model of losses {account}"},
    "found_losses": {
        "fr": "aucune prévision dépassée ; {known} sauts sur {count} reposent sur l'historique",
        "en": "no prediction was passed; {known} of {count} gaps rest on history",
    },
    "found_losses_passed": {
        "fr": "des prévisions ont été dépassées : {symbols}",
        "en": "predictions were passed: {symbols}",
    },
    "next_losses": {
        "fr": "vois /modele ; prends plus petit sur ces instruments",
        "en": "see /model; trade smaller there",
    },
    "short_model": {"fr": "modèle tenu pour {count} instruments", "en": "the model held for {count} instruments"},
    "short_model_alarm": {"fr": "modèle en alerte : {symbols}", "en": "the model is in alarm: {symbols}"},
}
