"""manage.py up: the whole portal, by one command."""

import os
import sys

from django.core.management.base import BaseCommand

from portal.services import places


class Command(BaseCommand):
    """Hands over to the supervisor, which needs nothing of the site in its memory."""

    help = "Start the portal: database, Valkey, web, worker and beat."
    requires_system_checks = ()

    def run_from_argv(self, argv: list[str]) -> None:
        """Become the supervisor."""
        os.chdir(places.ROOT)
        os.execv(sys.executable, [sys.executable, "-m", "portal.services", *argv[2:]])
