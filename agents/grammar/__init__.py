"""The bilingual grammar: one French or English sentence becomes a tool call or a clarifying question."""

from agents.grammar.understand import understand

__all__ = ["understand"]
