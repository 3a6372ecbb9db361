"""The activity of a room, in words. Higher rooms register theirs in `apps.py`."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.registry import Registry
from workspaces.models import Admission, Happening, Workspace
from workspaces.models.workspace import room_keys


class Thing(NamedTuple):
    """What something happened to: its name, its address, its label where it has one."""

    name: str
    url: str = ""
    marking: str = ""
    label: str | Promise = ""


class Line(NamedTuple):
    """One line of the activity."""

    row: Happening
    words: str | Promise
    thing: Thing


# The things of these keys that the person reads.
type Finder = Callable[[Iterable[int], Any], Mapping[int, Thing]]

WORDS: dict[str, str | Promise] = {
    "workspaces.admit": _("joined"),
    "workspaces.end_admission": _("left"),
    "workspaces.freeze_workspace": _("froze the workspace"),
    "workspaces.thaw_workspace": _("let members write again"),
    "workspaces.archive_workspace": _("archived the workspace"),
    "workspaces.propose_archive": _("asked the other side to archive the workspace"),
    "workspaces.withdraw_archive": _("no longer asks to archive the workspace"),
    "workspaces.decline_archive": _("did not agree to archive the workspace"),
    "workspaces.write_lesson": _("wrote what was learned"),
}


def rooms(keys: Iterable[int], person: Any) -> dict[int, Thing]:
    """Return rooms: the page itself, which needs no name."""
    found = Workspace.objects.readable_by(person).filter(pk__in=keys)
    return {room.pk: Thing("") for room in found}


def admissions(keys: Iterable[int], person: Any) -> dict[int, Thing]:
    """Return whom admissions let in, to members of the room: who left, they knew.

    The row of an ended one is the receipt of whom it let in; its reason stands on no list.
    """
    mine = Admission.objects.filter(pk__in=keys, workspace__in=room_keys(person))
    found = mine.with_holders()
    return {each.pk: Thing(str(each.holder)) for each in found}


_finders: Registry[Finder] = Registry("happening")
_finders.register("workspaces.workspace", rooms)
_finders.register("workspaces.admission", admissions)


def register_happenings(label: str, words: Mapping[str, str | Promise], finder: Finder) -> None:
    """Let things of a model stand in the activity of their rooms."""
    _finders.register(label, finder)
    WORDS.update(words)


def lines_of(rows: Iterable[Happening], person: Any) -> list[Line]:
    """Return what a person reads of what happened: one statement for each kind of thing."""
    rows = list(rows)
    found: dict[str, Mapping[int, Thing]] = {}
    for label in {row.object_type for row in rows} & _finders.keys():
        found[label] = _finders[label](
            {row.object_id for row in rows if row.object_type == label}, person
        )
    return [
        Line(row, WORDS[row.verb], thing)
        for row in rows
        if row.verb in WORDS and (thing := found.get(row.object_type, {}).get(row.object_id))
    ]


def latest(room: Workspace, person: Any, most: int = 5) -> list[Line]:
    """Return what happened last."""
    rows = room.happenings.select_related("by").order_by("-at", "-pk")
    return lines_of(rows[:most], person)
