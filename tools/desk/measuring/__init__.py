"""Holding the model of gaps against what happens: gaps in force, fills against forecasts, prints through stops."""
