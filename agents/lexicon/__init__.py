"""The small bilingual lexicon: one French or English sentence becomes a tool call or a clarifying question."""

from agents.lexicon.understand import understand

__all__ = ["understand"]
