"""The records in SQL: who used what, and how accounts stood day by day."""
