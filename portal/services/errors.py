"""The one error of this room."""


class ServiceError(Exception):
    """A service cannot do its work; the message says what to do about it."""
