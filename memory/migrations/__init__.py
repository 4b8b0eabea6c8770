"""The layouts of the records, oldest first, by the name of the migration that makes each."""

REVISIONS = ("0001",)
"""Kept by hand, so that a database that is up to date can be told without loading Alembic; a test compares."""
HEAD = REVISIONS[-1]
