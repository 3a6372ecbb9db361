"""`manage.py migrate`: as the role that owns the tables, unless told otherwise."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connections


class Command(migrate.Command):
    """Django's own command, with the owner's connection as its default."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Make the owner the default."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Migrate, once it is said who owns the tables."""
        if options["database"] not in connections:
            raise CommandError(
                "DATABASE_OWNER_URL is not set. In production mode, set it to the postgres://"
                " address of the role that owns the tables."
            )
        return super().execute(*args, **options)
