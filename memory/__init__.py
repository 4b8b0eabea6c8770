"""What the assistant remembers: SQL is the truth, vectors are an index that can be rebuilt."""
