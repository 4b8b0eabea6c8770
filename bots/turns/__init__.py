"""What a turn goes through on its way to an answer."""
