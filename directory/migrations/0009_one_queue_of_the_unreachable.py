"""Tests that nobody answered had a queue of their own; it is one with mail that comes back."""

from django.db import migrations
from django.utils import timezone

BEFORE, NOW = "directory.silence", "directory.bounce"
CODES = {"reached": "works", "answered": "reachable"}


def join_queues(apps, schema_editor):
    owner = schema_editor.connection.alias
    items = apps.get_model("desk", "WorkItem").objects.using(owner)
    steps = apps.get_model("desk", "WorkStep").objects.using(owner)
    calls = apps.get_model("directory", "DrillCall").objects.using(owner)
    found = dict(calls.filter(failed_at__isnull=False).values_list("pk", "seat"))
    for before, after in CODES.items():
        steps.filter(item__kind=BEFORE, code=before).update(code=after)
        items.filter(kind=BEFORE, outcome=before).update(outcome=after)
    flagged = set(
        apps.get_model("directory", "Seat").objects.using(owner)
        .filter(unreachable_since__isnull=False).values_list("pk", flat=True)
    )  # fmt: skip
    taken = set(items.filter(kind=NOW).exclude(state="done").values_list("subject", flat=True))
    for item in items.filter(kind=BEFORE).order_by("pk"):
        seat = found.get(int(item.subject))
        if seat is None:
            continue
        item.kind, item.subject = NOW, str(seat)
        if item.state != "done" and (item.subject in taken or seat not in flagged):
            # Another item asks for the same, or nothing is left to ask for.
            item.state, item.outcome, item.done_at = "done", "elsewhere", timezone.now()
            item.claimed_by = item.claimed_until = item.paused_on = None
            steps.create(item=item, verb="settle", code="elsewhere")
        elif item.state != "done":
            taken.add(item.subject)
        item.save()


class Migration(migrations.Migration):
    dependencies = [("directory", "0008_signed_title_stays"), ("desk", "0001_initial")]

    operations = [
        migrations.RunPython(join_queues, migrations.RunPython.noop),
    ]
