"""The worker: one turn answered by the language model with one factory's tools, inside limits that it cannot move."""
