"""Works out how sure we are of every practice."""

from typing import Any

from django.core.management.base import BaseCommand

from guidelines.judging import judge_all


class Command(BaseCommand):
    """Work out how sure we are of every practice, and say how many changed."""

    help = "Works out how sure we are of every practice, by its evidence and its signed answers."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        self.stdout.write(f"{judge_all()} changed.")
