"""The terminal channel: a keyboard or a pipe, the owner of this home on the other side."""
