"""What was learned in a room as what guidance is made from."""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.origins import Onward, Origin, Source, onward
from workspaces.models import Lesson

CODE = "lesson"


def read(key: str, person: Any) -> Source | None:
    """Return what was learned in a room, where the person may read it."""
    rows = Lesson.objects.readable_by(person).filter(public_id=key).select_related("workspace")
    lesson = next(iter(rows[:1]), None)
    if lesson is None:
        return None
    failed = _now("What did not work: %s") % lesson.failed
    useful = _now("For whom this is useful: %s") % lesson.useful_for
    return Source(
        title=_now("What was learned in “%s”") % lesson.workspace.name,
        marking=lesson.marking,
        url=lesson.get_absolute_url(),
        parts={
            "problem": lesson.happened,
            "result": f"{lesson.worked}\n\n{failed}",
            "lesson": f"{lesson.instead}\n\n{useful}",
        },
    )


def onward_of(lesson: Lesson | None, person: Any) -> Onward | None:
    """Return what can be made of a lesson and what became of it; None where there is none."""
    return onward(CODE, lesson.public_id, person) if lesson else None


ORIGIN = Origin(code=CODE, label=_("Lesson of a workspace"), read=read)
