"""Errors that a person reads: what was given, what was wanted, what to do."""


class AutograderError(Exception):
    """A command cannot go on. Its text is printed as it stands, without a traceback."""


class SubmissionError(AutograderError):
    """One submission cannot be graded. The rest of the class is."""
