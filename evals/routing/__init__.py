"""Routing measured: how often a sentence goes where a person would send it, against honest baselines."""
