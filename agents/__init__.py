"""Who thinks: what a sentence asks for, and which tool answers it."""
