"""What happens when two people change the same record."""

import datetime

from directory.models import Person


class ChangedMeanwhileError(Exception):
    """Somebody else changed the record since it was opened; `by` and `at` say who and when."""

    def __init__(self, by: Person | None, at: datetime.datetime) -> None:
        super().__init__(f"Changed at {at:%H:%M:%S}.")
        self.by, self.at = by, at
