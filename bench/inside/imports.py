"""Two thousand contacts on one list, read, compared and imported as a worker does it."""

import csv
import io
import json
import sys
import time
from itertools import product

from django.core.files.base import ContentFile
from django.db import connection

from directory.forms.nomination import READERS
from directory.importing import working
from directory.models import Administration, ContactImport, Holding, Person, SeatRole
from portal.files.models import StoredFile
from portal.files.tasks import inspect_files

ROWS = 2_000
SEATED = 1_000


def list_of() -> tuple[bytes, int]:
    """Return a list of people, and how many of them are named for an empty seat."""
    held = set(Holding.objects.current().values_list("seat__administration__iso2", "seat__role"))
    codes = list(Administration.objects.members().values_list("iso2", flat=True))
    roles = SeatRole.objects.filter(office="administration", is_retired=False)
    places = [each for each in product(codes, [role.code for role in roles]) if each not in held]
    seats = places[:SEATED]
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";")
    writer.writerow(["Nom", "Prénom", "Courriel", "Membre", "Siège", "Poste", "Téléphone"])
    for number in range(ROWS):
        code, role = seats[number] if number < len(seats) else (codes[number % len(codes)], "")
        writer.writerow(
            [f"Liste {number}", "Anne", f"anne.{number}@douane.{code.lower()}.example", code, role,
             "Inspectrice", "+999 1 23 45 67"]
        )  # fmt: skip
    return target.getvalue().encode("cp1252"), len(seats)


def main() -> dict[str, float]:
    """Return seconds and numbers."""
    by = Person.objects.filter(role_assignments__role="secretariat", is_sample=True)[0]
    body, seats = list_of()
    file = StoredFile.receive(
        ContentFile(body, name="list.csv"),
        by=by, purpose="directory.import", marking="amber", readers=READERS,
    )  # fmt: skip
    batch = ContactImport.receive(file, by=by, sender="Bench", channel="e-mail", dated="2026-11-01")
    began, cpu = time.perf_counter(), time.process_time()
    inspect_files()
    working.work()
    checked = time.perf_counter()
    batch.refresh_from_db()
    batch.begin(by=by)
    statements = 0

    def count(execute, sql, params, many, context):
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        while batch.state == ContactImport.State.RUNNING:
            working.work()
            batch.refresh_from_db()
    done = time.perf_counter()
    return {
        "rows": ROWS,
        "seats": seats,
        "imported": batch.counts().get("imported", 0),
        "check": checked - began,
        "import": done - checked,
        "cpu": time.process_time() - cpu,
        "statements": statements / ROWS,
    }


if __name__ == "__main__":
    json.dump(main(), sys.stdout)
