"""What is said about the past and the clock: P&L by period, decisions, hours, charts; and the shorter sayings."""

from collections.abc import Mapping

MESSAGES: Mapping[str, Mapping[str, str]] = {
    # P&L by period.
    "pnl_today": {"fr": "P&L d'aujourd'hui : {amount}", "en": "P&L today: {amount}"},
    "pnl_week": {"fr": "P&L de la semaine : {amount}", "en": "P&L this week: {amount}"},
    "pnl_month": {"fr": "P&L du mois : {amount}", "en": "P&L this month: {amount}"},
    "pnl_days": {"fr": "P&L par jour :", "en": "P&L by day:"},
    "pnl_weeks": {"fr": "P&L par semaine :", "en": "P&L by week:"},
    "pnl_months": {"fr": "P&L par mois :", "en": "P&L by month:"},
    "pnl_row": {"fr": "  {name} : {amount}", "en": "  {name}: {amount}"},
    "pnl_row_now": {"fr": "  {name} : {amount} (en cours)", "en": "  {name}: {amount} (under way)"},
    "pnl_week_name": {"fr": "semaine du {day}", "en": "week of {day}"},
    "pnl_total": {"fr": "En tout : {amount}", "en": "In all: {amount}"},
    "pnl_no_history": {
        "fr": "Pas encore d'historique : il s'écrit à mesure que le marché avance.",
        "en": "No history yet: it is written as the market moves on.",
    },
    # Hours.
    "day_today": {"fr": "aujourd'hui", "en": "today"},
    "day_tomorrow": {"fr": "demain", "en": "tomorrow"},
    "duration_hours": {"fr": "{hours} h {minutes}", "en": "{hours} h {minutes} min"},
    "duration_minutes": {"fr": "{minutes} min", "en": "{minutes} min"},
    "hours_open": {
        "fr": "Marché ouvert : il ferme à {at}, heure de New York, dans {left}.",
        "en": "Market open: it closes at {at} New York time, in {left}.",
    },
    "hours_open_now": {"fr": "Marché ouvert.", "en": "Market open."},
    "hours_opens": {
        "fr": "Marché fermé : il ouvre {day} à {at}, heure de New York.",
        "en": "Market closed: it opens {day} at {at} New York time.",
    },
    "hours_closed": {
        "fr": "Marché fermé, sans prochaine ouverture connue.",
        "en": "Market closed, with no opening known.",
    },
    "hours_next": {
        "fr": "Séance suivante : {day}, de {open} à {close}.",
        "en": "Next session: {day}, {open} to {close}.",
    },
    "hours_special": {
        "fr": "Horaires réduits {day} : de {open} à {close}.",
        "en": "Short session {day}: {open} to {close}.",
    },
    "hours_holiday": {"fr": "Fermé {day} (jour férié).", "en": "Closed {day} (holiday)."},
    # Decisions.
    "decisions": {"fr": "Dernières décisions :", "en": "Latest decisions:"},
    "decisions_denied": {"fr": "Derniers refus :", "en": "Latest refusals:"},
    "decisions_none": {"fr": "Aucune décision jusqu'ici.", "en": "No decision so far."},
    "decisions_none_denied": {"fr": "Aucun refus jusqu'ici.", "en": "No refusal so far."},
    "decision_allow": {"fr": "  {at} · accepté : {what}", "en": "  {at} · allowed: {what}"},
    "decision_deny": {"fr": "  {at} · refusé : {what}", "en": "  {at} · refused: {what}"},
    "decision_needs_approval": {
        "fr": "  {at} · à confirmer ({tier}) : {what}",
        "en": "  {at} · needs approval ({tier}): {what}",
    },
    "decision_answered": {"fr": "      {answer}", "en": "      {answer}"},
    "decision_reason": {"fr": "      - {why} [{code}]", "en": "      - {why} [{code}]"},
    "decisions_looked": {
        "fr": "(Vu dans les {looked} dernières lignes du journal, qui en a {rows}.)",
        "en": "(Seen in the last {looked} rows of the journal, which has {rows}.)",
    },
    # Charts.
    "chart_prices": {
        "fr": "{of}, {count} séances du {first} au {last} : {now} maintenant ({change}), plus bas {low}, plus haut {high}.",
        "en": "{of}, {count} sessions from {first} to {last}: {now} now ({change}), low {low}, high {high}.",
    },
    "chart_equity": {
        "fr": "Fonds propres du {first} au {last} : {now} maintenant ({change}), plus bas {low}, plus haut {high}.",
        "en": "Equity from {first} to {last}: {now} now ({change}), low {low}, high {high}.",
    },
    "chart_closest": {
        "fr": "Au plus près d'une garde : {room} de marge, le {day}.",
        "en": "Closest to a guard: {room} above it, on {day}.",
    },
    "chart_path": {"fr": "Image : {path}", "en": "Picture: {path}"},
    "chart_no_bars": {
        "fr": "Il n'y a pas assez de séances passées pour dessiner {symbol}.",
        "en": "There are not enough past sessions to draw {symbol}.",
    },
    "chart_no_history": {
        "fr": "Pas encore d'historique pour une courbe : il s'écrit à mesure que le marché avance.",
        "en": "No history for a curve yet: it is written as the market moves on.",
    },
    # The same, shorter.
    "short_status": {
        "fr": "{equity}, aujourd'hui {today}, {count} position(s), {orders} ordre(s), {state}",
        "en": "{equity}, today {today}, {count} position(s), {orders} order(s), {state}",
    },
    "short_pnl": {
        "fr": "Aujourd'hui {today}, semaine {week}, mois {month}",
        "en": "Today {today}, week {week}, month {month}",
    },
    "short_position": {"fr": "{quantity} {symbol} ({pnl})", "en": "{quantity} {symbol} ({pnl})"},
    "short_orders": {"fr": "{count} ordre(s) : {what}", "en": "{count} order(s): {what}"},
    "short_fills": {"fr": "{count} exécution(s), la dernière : {what}", "en": "{count} fill(s), the last: {what}"},
    "short_limit": {"fr": "{name} {headroom}", "en": "{name} {headroom}"},
    "short_quote": {"fr": "{symbol} {bid} / {ask}", "en": "{symbol} {bid} / {ask}"},
    "short_chart": {"fr": "{of} : {now} ({change})", "en": "{of}: {now} ({change})"},
}
