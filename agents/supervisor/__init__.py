"""The supervisor: one graph that takes every turn in words from its text to its answer."""
