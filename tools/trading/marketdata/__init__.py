"""Bars, sessions and the path inside a bar, as plain values."""
