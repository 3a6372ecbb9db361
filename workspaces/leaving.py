"""What the workspaces keep of a person: where they are let in, what they asked for and answered."""

from typing import Any

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from directory.traces import Section, Trace, rows_of
from portal.desk.models import WorkItem
from portal.markings.holding import change_rights
from portal.markings.models import reader_of
from workspaces.models import (
    Admission,
    Ending,
    Invitation,
    JoinAppeal,
    JoinRequest,
    Lesson,
    RoomRequest,
    Workspace,
)
from workspaces.models.kinds import JOINING
from workspaces.requests import ROOMS as ROOM_REQUESTS
from workspaces.requests import close_for_leaver

WORDS = {
    "known": _("workspace"),
    "role": _("role"),
    "since": _("since"),
    "ended_at": _("ended"),
}
ASKED = {"known": _("workspace"), "reason": _("reason"), "state": _("state")}
INVITED = ASKED | {"answer": _("answer")}
ENDED = {"known": _("workspace"), "why": _("reason"), "state": _("state")}
ANSWERED = {"known": _("workspace"), "answer": _("answer"), "state": _("state")}
ROOMS = {"name": _("name"), "reason": _("reason"), "state": _("state")}


def sections(person: Any) -> list[Section]:
    """Return the rooms the person was let into, and what they asked for."""
    admitted = _with_names(Admission.objects.filter(person=person), person, F("known_as"))
    invited = _with_names(Invitation.objects.filter(person=person), person, Value(""))
    asked = _with_names(JoinRequest.objects.filter(person=person), person, F("known_as"))
    rooms = RoomRequest.objects.filter(asked_by=person).order_by("pk").values(*ROOMS)
    return [
        Section(
            "workspaces", _("Workspaces you were let into"), rows_of(admitted.values(*WORDS), WORDS)
        ),
        Section(
            "workspace-invitations",
            _("Invitations into workspaces"),
            rows_of(invited.values(*INVITED), INVITED),
        ),
        Section(
            "workspace-requests",
            _("Requests to join workspaces"),
            rows_of(asked.values(*ASKED), ASKED),
        ),
        Section("workspaces-asked-for", _("Workspaces you asked for"), rows_of(rooms, ROOMS)),
        *_endings(person),
    ]


def _endings(person: Any) -> list[Section]:
    """Return which bilateral rooms the person wanted archived, and what they answered others."""
    asked = _with_names(Ending.objects.filter(by=person), person, Value(""))
    answered = _with_names(Ending.objects.filter(answered_by=person), person, Value(""))
    return [
        Section(
            "workspace-endings",
            _("Workspaces you wanted archived"),
            rows_of(asked.values(*ENDED), ENDED),
        ),
        Section(
            "workspace-ending-answers",
            _("Your answers to wishes to archive a workspace"),
            rows_of(answered.values(*ANSWERED), ANSWERED),
        ),
    ]


def _with_names(rows: QuerySet[Any], person: Any, otherwise: Any) -> QuerySet[Any]:
    """Return rows with `known`: the name of the room if the person may know of it."""
    readable = When(workspace__audience_id__among=reader_of(person).audience_ids,
                    then="workspace__name")  # fmt: skip
    return rows.order_by("pk").annotate(known=Case(readable, default=otherwise))


def hold(person: Any) -> None:
    """Lock what the person asked for on the desk: whoever decides it holds that first, too."""
    for request in JoinRequest.objects.waiting().filter(person=person).order_by("pk"):
        WorkItem.hold(JOINING, on=request)
    for room_request in RoomRequest.objects.waiting().filter(asked_by=person).order_by("pk"):
        WorkItem.hold(ROOM_REQUESTS, on=room_request)


def drop(person: Any) -> None:
    """Let the person into no room any more, and ask nothing of them or for them."""
    offered = Invitation.objects.waiting().filter(invited_by=person).order_by("person")
    for invited in offered.values_list("person", flat=True):
        change_rights(invited)
    # All rooms at once, in one order: two people who leave the same rooms wait for each other.
    rooms = Workspace.objects.filter(
        Q(admissions__person=person, admissions__ended_at=None)
        | Q(invitations__person=person, invitations__state="waiting")
    )
    held = Workspace.objects.filter(pk__in=rooms.order_by().values("pk")).order_by("pk")
    list(held.select_for_update(no_key=True).values_list("pk"))
    for admission in Admission.objects.filter(person=person, ended_at=None).order_by("pk"):
        admission.drop()
    for invitation in Invitation.objects.waiting().filter(person=person).order_by("pk"):
        invitation.withdraw(by=None)
    for request in JoinRequest.objects.waiting().filter(person=person).order_by("pk"):
        request.withdraw(by=person)
    for room_request in RoomRequest.objects.waiting().filter(asked_by=person).order_by("pk"):
        close_for_leaver(room_request, by=person)


TRACE = Trace(
    room="workspaces",
    sections=sections,
    hold=hold,
    drop=drop,
    texts={
        Admission: ("ended_why",),
        Ending: ("why", "answer"),
        Invitation: ("reason", "answer"),
        JoinAppeal: ("words", "answer"),
        JoinRequest: ("reason", "answer"),
        Lesson: ("happened", "worked", "failed", "instead", "useful_for"),
        RoomRequest: ("name", "purpose", "reason", "answer"),
        Workspace: ("name", "purpose", "stopped_why"),
    },
)
