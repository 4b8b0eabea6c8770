"""Where people and machines talk: one dispatcher behind the terminal and the command line."""
