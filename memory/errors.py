"""What memory raises when the operator has to act; whoever opens it tells it as the process's own kind of error."""


class Unusable(Exception):
    """A database or its setting cannot be used as it is; the text names it and the next step."""


class Unscoped(Exception):
    """A query that does not say whose rows it means: a bug of the caller's, never an answer."""
