"""The own export of a room for its owners: what they read of it, as HTML, JSON and files in a ZIP.

What is TLP:RED never leaves, whoever asks. Nothing of it is held in memory: each part is written as
it is read. docs/room-export.md tells the shape.
"""

import json
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import IO, Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils.translation import override

from portal.audit.models import record
from portal.markings.models import Marking, Reader, reader_of
from workspaces.models import Admission, Lesson, RoomExport, Workspace
from workspaces.models.kinds import Role
from workspaces.models.labels import highest
from workspaces.models.room_export import PURPOSE
from workspaces.sections import Leaf, sections

TEXTS = ("happened", "worked", "failed", "instead", "useful_for")
# Up to so much, in rows and megabytes, it is written while its owner waits.
AT_ONCE = 300


def is_large(room: Workspace, *, by: Any) -> bool:
    """Return whether a copy takes longer than somebody waits for a page."""
    reader = reader_of(by)
    weights = (section.weight(room, reader) for section in sections() if section.weight)
    return sum(weights) > AT_ONCE


def write(room: Workspace, target: IO[bytes], *, by: Any) -> tuple[Marking, dict[str, list[int]]]:
    """Write the ZIP; return its label, the highest of its contents, and the rows that it holds."""
    reader, label = reader_of(by), Marking(room.marking)
    items: dict[str, list[int]] = defaultdict(list)
    parts = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for section in sections():
            if section.exported is None:
                continue
            for number, leaf in enumerate(section.exported(room, reader)):
                put(archive, f"{section.code}/{leaf.name}", leaf)
                label = highest(label, leaf.marking)
                items[leaf.model] += leaf.items
                if number == 0:
                    parts.append((section.title, f"{section.code}/{leaf.name}"))
        for leaf in own_leaves(room, by, label, parts):
            put(archive, leaf.name, leaf)
            items[leaf.model] += leaf.items
    items.pop("", None)
    record("workspaces.export", by=by, on=room, size=target.tell(), marking=label)
    return label, dict(items)


def copied(room: Workspace, *, by: Any) -> IO[bytes]:
    """Return an open file with the copy; whoever takes it closes it."""
    target = tempfile.TemporaryFile()  # noqa: SIM115 it is given on
    try:
        write(room, target, by=by)
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target


def put(archive: zipfile.ZipFile, name: str, leaf: Leaf) -> None:
    """Write one file of the copy, as its bytes come."""
    if leaf.marking == Marking.RED:
        raise ValueError(f"{name} is TLP:RED: it stands in no copy.")
    with archive.open(name, "w", force_zip64=True) as entry:
        for chunk in leaf.chunks:
            entry.write(chunk)


def own_leaves(room: Workspace, by: Any, label: str, parts: list[Any]) -> Iterator[Leaf]:
    """Yield what the workspace itself knows of a room: what it is, its members, its lesson."""
    lesson = Lesson.objects.readable_by(by).filter(workspace=room).first()
    admissions = list(Admission.objects.filter(workspace=room).with_holders().order_by("since"))
    known = {
        "format": "smart-customs-room/1",
        "label": Marking(label).label,
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
        "lesson": _lesson(lesson),
        "parts": [place for _title, place in parts],
    }
    yield Leaf(name="workspace.json", chunks=[as_json(known)], marking=label)
    context = {
        "room": room, "admissions": admissions, "lesson": lesson, "parts": parts,
        "label": Marking(label).label,
    }  # fmt: skip
    page = render_to_string("workspaces/export.html", context).encode()
    lessons = [lesson.pk] if lesson else []
    yield Leaf(
        name="index.html", chunks=[page], marking=label, model="workspaces.lesson", items=lessons
    )


def _lesson(lesson: Lesson | None) -> dict[str, Any] | None:
    if lesson is None:
        return None
    texts = {name: getattr(lesson, name) for name in TEXTS}
    return {"label": lesson.get_marking_display()} | texts


def as_json(value: Any) -> bytes:
    """Return a value as a page of JSON."""
    return json.dumps(value, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False).encode()


def is_still_read(export: RoomExport, person: Any) -> bool:
    """Return whether a person reads every row of a copy today, and none became TLP:RED."""
    for name, keys in export.items.items():
        model: Any = apps.get_model(name)
        rows = model._default_manager.readable_by(person).filter(pk__in=keys)
        if rows.exclude(marking=Marking.RED).count() != len(set(keys)):
            return False
    return True


def make_due() -> int:
    """Make the copies that wait."""
    waiting = RoomExport.objects.select_related("workspace", "by")
    return waiting.make_due(_make, most=5)


def _make(export: RoomExport) -> bool:
    # With the rights of now, not with those of when it was asked for.
    owner: Any = export.by
    owner.reader = Reader(owner)
    if export.workspace.token(Role.OWNER) not in owner.reader.tokens:
        return export.fail()

    def write_all(target: IO[bytes]) -> dict[str, Any]:
        with override(export.language):
            label, items = write(export.workspace, target, by=owner)
        return {"label": label, "items": items}

    name = f"workspace-{export.workspace.public_id}.zip"
    return export.keep(write_all, owner=owner, purpose=PURPOSE, name=name)
