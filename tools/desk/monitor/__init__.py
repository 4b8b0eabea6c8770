"""What the watch stands on: clocks, reference marks, the desk's own ledger of day trades, listed news."""
