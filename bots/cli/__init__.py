"""The conversation's verbs on the command line."""
