"""Is it still running? Every half year the author of an experience is asked; one click answers."""

from guidelines.models import Record
from guidelines.models.one_by_one import one_by_one

# What one run asks at most; the next one goes on.
MOST = 500


def ask_due() -> int:
    """Ask the authors of what is due; return how many. Twice is once."""
    due = Record.objects.unconfirmed().order_by("running_at", "pk")
    return one_by_one(due[:MOST], Record.ask_running)
