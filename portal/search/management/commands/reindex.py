"""`manage.py reindex`: index every object again."""

from typing import Any

from django.core.management.base import BaseCommand

from portal.search.indexing import index_batch, mark_everything_stale
from portal.search.models import Entry, Stale


class Command(BaseCommand):
    """Index every object again while the portal runs; what is interrupted, the worker finishes."""

    help = "Index every object again and remove index rows without an object. Search keeps working."

    def handle(self, *args: Any, **options: Any) -> None:
        """Mark everything stale, then index it batch by batch."""
        for label, count in mark_everything_stale().items():
            self.stdout.write(f"{label}: {count}")
        done = 0
        while indexed := index_batch():
            done += indexed
            if options["verbosity"] > 1:
                self.stdout.write(f"{done} done")
        self.stdout.write(f"{done} done. The index has {Entry.objects.count()} rows.")
        if waiting := Stale.objects.count():
            self.stdout.write(f"{waiting} rows are busy or failed; the worker tries them again.")
