"""What the desk knows: an append-only journal, and the state that folding it gives."""
