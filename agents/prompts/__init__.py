"""What the language model is told, as text files that a review can read."""
