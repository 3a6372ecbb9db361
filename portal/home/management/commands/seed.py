"""`manage.py seed`: the first content of an empty portal."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from directory.models import Person, Region
from portal.audit.models import seal
from portal.home.seed import (
    asks,
    desk,
    guidance,
    hub,
    people,
    polls,
    reference,
    rooms,
    scale,
    told,
    topics,
    waiting,
    works,
)
from portal.home.seed.files import ContentError
from portal.search.indexing import index_stale


class Command(BaseCommand):
    """Load reference data, public records and, in a demo, sample persons. All or nothing."""

    help = "Load the first content of an empty portal; --scale makes load data for benches."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="when data is there, add only what delivered guidance lacks: for upgrades",
        )
        parser.add_argument(
            "--scale", type=int, choices=[1, 10, 100], help="add load data: 1k, 10k or 100k works"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is asked for, in one transaction."""
        is_empty = not Region.objects.exists()
        if not is_empty and not options["scale"]:
            if not options["if_empty"]:
                raise CommandError(
                    "The portal has content already. Seed an empty database only, or add --if-empty"
                    " to fill in what guidance that was delivered earlier lacks."
                )
            self._fill()
            return
        try:
            with transaction.atomic():
                if is_empty:
                    self._load()
                if options["scale"]:
                    scale.load(options["scale"])
        except ContentError as error:
            raise CommandError(f"The content cannot be loaded. {error}") from error
        # Found at once, and sealed, whether or not a worker runs yet.
        index_stale()
        seal()
        self.stdout.write(f"Seeded. {Person.objects.count()} persons.")

    def _fill(self) -> None:
        """Fill in what guidance that was delivered earlier lacks."""
        try:
            with transaction.atomic():
                filled = guidance.fill()
        except ContentError as error:
            raise CommandError(f"The content cannot be loaded. {error}") from error
        if filled:
            index_stale()
            self.stdout.write(f"Filled in what {filled} records lacked.")

    def _load(self) -> None:
        reference.load_taxonomies()
        reference.load_directory()
        works.load_works()
        guidance.load()
        hub.load()
        if settings.DEMO:
            people.load_people()
            works.load_sample_works()
            told.load()
            desk.load()
            rooms.load()
            topics.load()
            asks.load()
            polls.load()
            waiting.load()
