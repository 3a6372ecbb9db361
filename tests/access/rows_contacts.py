"""Who meets what of imports, communication tests and coverage."""

import datetime
import uuid
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from directory.models import ContactImport, Drill, DrillCall, Holding, ImportRow
from portal.files.models import StoredFile
from tests.access.rows import EVERYBODY, SECRETARIAT, SIGNED_IN, Row

OFFICER = {"secretariat"}
LOGGED = {"audit_event"}
SILENT = "ncp_b"
STATES = ("checked", "running", "done")


def build(world: SimpleNamespace) -> None:
    """Keep one import in each state, and a test that one person has not answered."""
    by = world.people["secretariat"]
    # The Member that `rows_directory` leaves without a contact point.
    world.secrets.add("Vacantia, Vacant", SECRETARIAT)
    world.imports = {state: _import(world, state) for state in STATES}
    world.drill = Drill.start(
        Holding.objects.filter(person__in=[world.people["ncp_a"], world.people[SILENT]]),
        by=by,
        days=7,
        once=uuid.uuid4(),
        name=world.secrets.add("Canary test of contact", OFFICER),
        seats=[],
        regions=[],
        administrations=[],
    )
    DrillCall.objects.update(sent_at=timezone.now() - datetime.timedelta(hours=1))
    world.call = DrillCall.objects.get(person=world.people[SILENT])


def _import(world: SimpleNamespace, state: str) -> ContactImport:
    by = world.people["secretariat"]
    file = StoredFile.receive(
        ContentFile(b"Nom,Mail,Code\n", name=f"{state}.csv"),
        by=by,
        purpose="directory.import",
        marking="amber",
        readers=["role:secretariat"],
    )
    batch = ContactImport.receive(
        file,
        by=by,
        sender=world.secrets.add(f"Canary sender of an import {state}", OFFICER),
        channel="e-mail",
        dated="2026-11-01",
    )
    name = world.secrets.add(f"Canary name on a list {state}", OFFICER)
    row = ImportRow(
        batch=batch,
        number=2,
        state="ready",
        typed={"family_name": name, "email": "canary@customs.example", "office": "XA"},
        email=f"{state}@customs.example",
        family_name=name,
        administration=world.arcadia,
    )
    batch.note_rows([row], read_as="UTF-8, comma")
    if state in ("running", "done"):
        batch.begin(by=by)
    if state == "done":
        batch.finish()
    return batch


def batch(state: str, *more: str) -> Any:
    """Return the function that gives the address of an import."""
    return lambda world: [world.imports[state].public_id, *more]


def drill(world: SimpleNamespace) -> list[Any]:
    """Return the address of the test."""
    return [world.drill.public_id]


def call(world: SimpleNamespace) -> list[Any]:
    """Return the address of the call of one person."""
    return [world.call.pk]


def choice(world: SimpleNamespace) -> dict[str, Any]:
    """Return a test that is started."""
    return {"name": "Spring", "days": "7", "once": str(uuid.uuid4())}


COVERAGE = SECRETARIAT | {"regional_officer"}

ROWS = [
    Row("directory:coverage", COVERAGE, meets="Vacantia, Vacant"),
    Row("directory:coverage_table", COVERAGE),
    Row("directory:import_list", OFFICER, meets="Canary sender of an import done"),
    Row("directory:import_add", OFFICER),
    Row("directory:import_add", OFFICER, "send", "POST"),
    *[
        Row(
            "directory:import_detail",
            OFFICER,
            state,
            args=batch(state),
            meets=f"Canary name on a list {state}",
        )
        for state in STATES
    ],
    *[
        Row(f"directory:import_{verb}", OFFICER, state, "POST", batch(state), ok=302)
        for verb in ("begin", "cancel")
        for state in STATES
    ],
    *[
        Row("directory:import_report", OFFICER, kind, args=batch("done", kind), writes=LOGGED)
        for kind in ("csv", "xlsx")
    ],
    Row("directory:drill_list", OFFICER, meets="Canary test of contact"),
    Row("directory:drill_add", OFFICER),
    Row("directory:drill_add", OFFICER, "shown", query="name=Spring&days=7"),
    Row("directory:drill_add", OFFICER, "start", "POST", data=choice, ok=302),
    Row("directory:drill_detail", OFFICER, args=drill, meets="Canary test of contact"),
    Row("directory:drill_end", OFFICER, method="POST", args=drill, ok=302),
    Row("directory:drill_answer", EVERYBODY),
    Row(
        "directory:drill_answer",
        EVERYBODY,
        "send",
        "POST",
        data=lambda world: {"code": "AAAA-BBBB-CCCC"},
    ),
    Row("directory:drill_mine", SIGNED_IN),
    Row("directory:drill_confirm", {SILENT}, "", "POST", call, ok=302, refuse=404),
]
