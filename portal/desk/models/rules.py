"""Which decision may stand, in words; the constraints of the database are the second lock."""

from typing import Any

from django.utils.translation import gettext as _

from portal.desk.registry import Decision
from portal.markings.access import may
from portal.refusals import Refused


def allowed(item: Any, code: str, row: Any, *, by: Any, reason: str) -> Decision:
    """Return the decision that this officer may take about an item, or raise Refused."""
    decision: Decision | None = item.reviewable.decision(code)
    if row is None:
        raise Refused(_("What this item is about is no longer there."))
    if decision is None or decision.verb is None or not decision.is_offered(row):
        raise Refused(_("This decision is not offered for this item."))
    _is_theirs(item, decision, by)
    if item.state == item.State.SECOND:
        _confirms(item, code, by)
    elif decision.needs_reason and not reason.strip():
        raise Refused(_("Write the reason."))
    return decision


def may_dispute(item: Any, *, by: Any, reason: str) -> None:
    """Raise Refused unless this officer may send the first decision back, with a reason."""
    # Whoever decided first thinks again without further ado.
    if item.first_by_id != by.pk:
        _is_theirs(item, item.first_decision, by)
    if not reason.strip():
        raise Refused(_("Write the reason."))


def _is_theirs(item: Any, decision: Decision | None, by: Any) -> None:
    if decision and decision.permission and not may(by, decision.permission):
        raise Refused(_("You may not take this decision. Leave it to a colleague."))
    if item.is_kept_from(by):
        raise Refused(_("You put this item on the desk. A colleague decides it."))


def _confirms(item: Any, code: str, by: Any) -> None:
    if code != item.first_code:
        raise Refused(_("Confirm the first decision, or send it back to your colleague."))
    if item.first_by_id == by.pk:
        raise Refused(_("The first decision is yours. A colleague confirms it."))
