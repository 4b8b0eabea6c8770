"""What may exceed a budget or break a habit, each with its reason; an entry that is no longer needed fails."""

# "path", "path::function" or "folder/" -> reason. The budget itself is never raised.
BUDGETS: dict[str, str] = {}

# Test files that may sleep, because they wait for another process and there is nothing to wait on.
SLEEPS: dict[str, str] = {
    "tests/journeys/processes.py": "looks again and again at another process, with a deadline",
}

# Expressions in the import contracts of pyproject.toml that match no module yet.
CONTRACTS_AHEAD: dict[str, str] = {
    "tools.*.publishers": "no platform is published to yet",
    "tools.*.publishers.*": "no platform is published to yet",
    "tools.*.vendors": "no vendor is called yet",
    "tools.*.vendors.*": "no vendor is called yet",
    "tools.*.backtest": "no backtest exists yet",
}
