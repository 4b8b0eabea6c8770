"""How orders meet a price path: pure, shared by the paper venue and the backtests."""
