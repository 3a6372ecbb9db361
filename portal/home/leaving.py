"""What the pages keep of a person: forms that were sent after a session ended."""

from typing import Any

from directory.traces import Trace
from portal.home.models import HeldForm


def drop(person: Any) -> None:
    """Drop the forms that wait for the person."""
    HeldForm.objects.filter(person=person).delete()


TRACE = Trace(room="home", drop=drop)
