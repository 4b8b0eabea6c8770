"""What is allowed: pure functions and frozen values that decide about everything that cannot be undone."""
