"""One act on many items: each for itself, with what became of it."""

import logging
from typing import Any, NamedTuple

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from portal.desk.forms.queue import BulkForm
from portal.desk.models import Conflict, WorkItem
from portal.desk.registry import outcome_title
from portal.markings.access import may
from portal.refusals import Refused

logger = logging.getLogger(__name__)

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
    reason, seen = form.cleaned_data["reason"], form.seen
    return [
        _act(item, code, by=by, reason=reason, seen=seen[item.public_id]) for item in form.items
    ]


def _act(item: WorkItem, code: str, *, by: Any, **values: Any) -> Done:
    try:
        return Done(item, True, _do(item, code, by=by, **values))
    except Refused as refusal:
        return Done(item, False, str(refusal))
    except Conflict:
        return Done(item, False, _("A colleague was faster, or has it in hand."))
    except DatabaseError:
        # Its own transaction was undone: the others go on, and the report says of this one.
        logger.exception("%s could not be done with item %s.", code, item.public_id)
        return Done(item, False, _("It failed, and the fault is noted. Open it and try again."))


def _do(item: WorkItem, code: str, *, by: Any, **values: Any) -> str | Promise:
    row = item.reviewable.row(item.subject)
    if not may(by, item.reviewable.permission, row):
        raise Refused(_("You may not decide this item."))
    if code == TAKE:
        item.claim(by=by)
        return _("Yours for half an hour")
    if item.state == WorkItem.State.SECOND:
        # A list does not show the first reason: nobody confirms what they did not read.
        raise Refused(_("It waits for a second officer. Open it to confirm."))
    decision = item.reviewable.decision(code)
    if decision and row is not None and decision.needs_a_look(row):
        raise Refused(_("Something is odd about it. Open it to decide."))
    if item.decide(code, by=by, **values) == WorkItem.State.SECOND:
        return _("Waits for a second officer")
    return outcome_title(item.kind, code)
