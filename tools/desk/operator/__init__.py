"""The operator's side of the desk: what only a person at the desk itself may grant."""
