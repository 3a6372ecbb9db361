"""The own export of a room for its owners: what they read of it, as HTML and JSON in one ZIP."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string

from portal.audit.models import record
from portal.markings.models import reader_of
from workspaces.models import Admission, Lesson, Workspace
from workspaces.models.kinds import Role
from workspaces.sections import sections

TEXTS = ("happened", "worked", "failed", "instead", "useful_for")


def archive_of(room: Workspace, *, by: Any) -> bytes:
    """Return the ZIP; what is TLP:RED never leaves, whoever asks."""
    reader = reader_of(by)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files_of(room, by):
            archive.writestr(name, text)
        for section in sections():
            if section.exported:
                for name, text in section.exported(room, reader):
                    archive.writestr(f"{section.code}/{name}", text)
    record("workspaces.export", by=by, on=room, size=made.tell())
    return made.getvalue()


def files_of(room: Workspace, by: Any) -> Iterator[tuple[str, str]]:
    """Yield what the workspace itself knows of a room: what it is, its members, its lesson."""
    lesson = Lesson.objects.readable_by(by).filter(workspace=room).first()
    admissions = list(Admission.objects.filter(workspace=room).with_holders().order_by("since"))
    known = {
        "workspace": {
            "id": room.public_id,
            "name": room.name,
            "purpose": room.purpose,
            "kind": room.kind,
            "label": room.get_marking_display(),
            "state": room.state,
            "starts_on": room.starts_on,
            "ends_on": room.ends_on,
            "opened": room.made_at,
        },
        "members": [
            {
                "name": str(each.holder),
                "role": Role(each.role).name.lower(),
                "since": each.since,
                "until": each.until,
                "ended": each.ended_at,
            }
            for each in admissions
        ],
        "lesson": {name: getattr(lesson, name) for name in TEXTS} if lesson else None,
    }
    yield "workspace.json", json.dumps(known, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)
    context = {"room": room, "admissions": admissions, "lesson": lesson}
    yield "index.html", render_to_string("workspaces/export.html", context)
