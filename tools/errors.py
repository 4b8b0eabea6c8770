"""Errors named by who acts next; anything else that is raised is a bug."""


class Retry(Exception):
    """The model (or the person) should ask again, differently."""


class Refused(Exception):
    """The answer is no and stays no: stop."""


class AwaitingApproval(Exception):
    """A person has to answer first."""


class Misconfigured(Exception):
    """The operator has to change a setting or a file; the text names it and the next step."""


class Unreachable(Exception):
    """The desk does not answer: see `eva doctor`; to stop everything, `eva halt all`."""


class Unanswered(Unreachable):
    """An act was sent to the desk and no answer came: it may have been done. See /orders before asking again."""
