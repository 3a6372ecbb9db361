"""One act on many items: each for itself, with what became of it."""

from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.desk.forms.queue import BulkForm
from portal.desk.models import Conflict, WorkItem
from portal.desk.registry import Refused, outcome_title
from portal.markings.access import may

# Not a decision: to take the items oneself.
TAKE = "take"


class Done(NamedTuple):
    """What became of one item."""

    item: WorkItem
    is_done: bool
    words: str | Promise


def act_on(form: BulkForm, *, by: Any) -> list[Done] | None:
    """Do it with every ticked item; None, and an error in the form, where it makes no sense."""
    code = form.cleaned_data["act"]
    if code != TAKE and form.kind is None:
        form.add_error(
            None, _("These items are of several kinds. Tick items of one kind, then decide.")
        )
        return None
    return [_act(item, code, form.cleaned_data["reason"], by=by) for item in form.items]


def _act(item: WorkItem, code: str, reason: str, *, by: Any) -> Done:
    if not may(by, item.reviewable.permission, item.reviewable.row(item.subject)):
        return Done(item, False, _("You may not decide this item."))
    try:
        if code == TAKE:
            item.claim(by=by)
            return Done(item, True, _("Yours for half an hour"))
        state = item.decide(code, by=by, reason=reason)
    except Refused as refusal:
        return Done(item, False, str(refusal))
    except Conflict:
        return Done(item, False, _("A colleague was faster, or has it in hand."))
    if state == WorkItem.State.SECOND:
        return Done(item, True, _("Waits for a second officer"))
    return Done(item, True, outcome_title(item.kind, code))
