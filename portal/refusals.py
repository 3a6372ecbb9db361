"""What a rule answers where something cannot be done."""


class Refused(Exception):  # noqa: N818 It is an answer to an officer, not a mistake in the code.
    """A decision that cannot stand, with the sentence that says why."""
