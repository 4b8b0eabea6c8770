"""The model of losses in words."""
