"""Pictures of prices and of an account's equity, drawn in a process of their own."""
