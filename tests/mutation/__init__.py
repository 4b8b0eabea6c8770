"""Mutation testing: the code is changed in one small way at a time, and a test has to notice each change."""
