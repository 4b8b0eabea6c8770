"""The words inside pictures, French and English side by side."""

from collections.abc import Mapping

TEXTS: Mapping[str, Mapping[str, str]] = {
    "chart_price_title": {
        "fr": "{replay}{symbol} · {count} séances, {first} – {last}",
        "en": "{replay}{symbol} · {count} sessions, {first} – {last}",
    },
    "chart_equity_title": {
        "fr": "{replay}Fonds propres, compte {account} · {first} – {last}",
        "en": "{replay}Equity, account {account} · {first} – {last}",
    },
    "chart_risk_title": {
        "fr": "{replay}Fonds propres et planchers, compte {account} · {first} – {last}",
        "en": "{replay}Equity and its floors, account {account} · {first} – {last}",
    },
    "chart_headroom": {
        "fr": "Marge jusqu'au seuil de garde le plus proche",
        "en": "Distance to the nearest guard",
    },
    "chart_summary": {
        "fr": "{now} maintenant, {change} % · plus bas {low}, plus haut {high}",
        "en": "{now} now, {change}% · low {low}, high {high}",
    },
    "chart_last": {"fr": "maintenant {price}", "en": "now {price}"},
    "chart_entry": {"fr": "entrée {price}", "en": "entry {price}"},
    "chart_stop": {"fr": "stop {price}", "en": "stop {price}"},
    "chart_target": {"fr": "objectif {price}", "en": "target {price}"},
    "chart_buy": {"fr": "achat {quantity} à {price}", "en": "buy {quantity} at {price}"},
    "chart_sell": {"fr": "vente {quantity} à {price}", "en": "sell {quantity} at {price}"},
    "chart_volume": {"fr": "Volume (millions)", "en": "Volume (millions)"},
    "chart_drawdown": {"fr": "Recul depuis le plus haut (%)", "en": "Drawdown (%)"},
    "chart_floor_daily": {"fr": "plancher du jour {price}", "en": "daily floor {price}"},
    "chart_floor_total": {"fr": "plancher total {price}", "en": "total floor {price}"},
    "chart_guard": {"fr": "garde {price}", "en": "guard {price}"},
    "chart_floor": {"fr": "plancher {price}", "en": "floor {price}"},
}


def text(key: str, lang: str, **params: object) -> str:
    """The words of a key with their placeholders filled."""
    return TEXTS[key][lang].format(**params)
