"""How well sentences about orders are understood: right, asked back, or dangerously wrong."""
