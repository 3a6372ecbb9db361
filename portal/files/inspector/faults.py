"""What an inspection ends with."""


class Fault(Exception):  # noqa: N818 a finding, not an error of ours
    """The file is not taken; the code is one of `StoredFile.Refusal`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
