"""Firm rulesets as data, and how a ruleset becomes limits."""
