"""Leaving on the desk: the Secretariat sees who leaves, and may object while there is time."""

import logging
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.erasing import carry_out
from directory.models import Leaving
from portal.desk.models import WorkItem
from portal.desk.registry import Decision, Reviewable

logger = logging.getLogger(__name__)

KIND = "directory.leaving"
# What one run carries out at most; beat runs it again.
MOST = 50


@transaction.atomic
def ask(person: Any, *, by: Any, choice: str, drops_drafts: bool) -> Leaving:
    """Ask for a person to leave, and show it to the Secretariat."""
    leaving = Leaving.ask(person, by=by, choice=choice, drops_drafts=drops_drafts)
    WorkItem.put(KIND, on=leaving, by=by)
    return leaving


@transaction.atomic
def take_back(leaving: Leaving, *, by: Any, claim_of: Any = None) -> bool:
    """Go on as before, and take it off the desk; of an officer, Conflict where a colleague is."""
    WorkItem.hold(KIND, on=leaving, claim_of=claim_of)
    if not leaving.take_back(by=by):
        return False
    WorkItem.settle(KIND, on=leaving, by=by, outcome="withdrawn")
    return True


def carry_out_due() -> int:
    """Carry out what is due, each request once and in a transaction of its own."""
    done = 0
    # What failed before comes last.
    for leaving in list(Leaving.objects.due().order_by("tries", "due_at", "pk")[:MOST]):
        try:
            done += _carry_out(leaving.pk)
        except Exception:  # one that cannot be carried out must not keep the others waiting
            tries = leaving.note_failure()
            logger.exception("Leaving %s failed %s times.", leaving.public_id, tries)
    return done


@transaction.atomic
def _carry_out(pk: int) -> bool:
    WorkItem.hold(KIND, on=Leaving(pk=pk))
    # Who takes it back at the same moment comes before or after, never between.
    due = Leaving.objects.due().select_for_update(skip_locked=True, of=("self",))
    leaving = due.select_related("person__administration", "person__partner").filter(pk=pk).first()
    if leaving is None or not leaving.finish():
        return False
    WorkItem.settle(KIND, on=leaving, by=None, outcome="done")
    carry_out(leaving)
    return True


LEAVINGS = Reviewable(
    code=KIND,
    title=gettext_lazy("People who leave"),
    model=Leaving,
    permission="directory.settle_leaving",
    summary="directory/desk_leaving.html",
    related=("person__administration", "person__partner", "asked_by"),
    # The titles of items are kept; the name of whoever leaves is not.
    name=lambda leaving: str(leaving.person.home or _("WCO Secretariat")),
    language=lambda leaving: leaving.person.language,
    decisions=(
        Decision(
            code="note",
            key="a",
            label=gettext_lazy("Nothing to object"),
            outcome=gettext_lazy("Nothing to object"),
            hint=gettext_lazy(
                "It is carried out on its day. Without this, what an officer asked is not."
            ),
            verb=lambda leaving, *, by, reason: leaving.agree(by=by),
        ),
        Decision(
            code="hold",
            label=gettext_lazy("Object"),
            outcome=gettext_lazy("Stopped"),
            hint=gettext_lazy("The law asks for the data to be kept. The person reads the reason."),
            verb=lambda leaving, *, by, reason: leaving.hold(by=by, reason=reason),
            needs_reason=True,
            is_danger=True,
        ),
    ),
    outcomes={
        "withdrawn": gettext_lazy("Taken back"),
        "done": gettext_lazy("Carried out"),
    },
    working_days=3,
    place=60,
    by_another=True,
)
