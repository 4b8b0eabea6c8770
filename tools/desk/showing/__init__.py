"""What the desk shows only when it is asked for: the risk of an account in full."""
