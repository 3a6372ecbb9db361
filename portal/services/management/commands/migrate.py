"""`manage.py migrate`: as the role that owns the tables, unless told otherwise."""

from django.core.management.base import CommandParser
from django.core.management.commands import migrate


class Command(migrate.Command):
    """Django's own command, with the owner's connection as its default."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Make the owner the default."""
        super().add_arguments(parser)
        parser.set_defaults(database="owner")
