"""`manage.py messages`: keep the French catalogue complete."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.services import messages


class Command(BaseCommand):
    """Bring the catalogue up to date, or only say what it lacks."""

    help = "Add new messages to the French catalogue; with --check, only say what it lacks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the option."""
        parser.add_argument("--check", action="store_true", help="change nothing; fail on a gap")

    def handle(self, *args: Any, **options: Any) -> None:
        """Update, or fail with one line per gap."""
        if not options["check"]:
            messages.update("fr")
        if faults := messages.missing("fr"):
            raise CommandError(
                f"The French catalogue has {len(faults)} gaps.\n" + "\n".join(faults)
            )
        self.stdout.write("The French catalogue is complete.")
