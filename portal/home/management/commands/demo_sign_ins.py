"""manage.py demo_sign_ins: who may sign in to the demo, for the supervisor to print."""

import json

from django.core.management.base import BaseCommand

from portal.home import demo


class Command(BaseCommand):
    """Prints rows of role, e-mail, password and note as JSON."""

    help = "Print the demo sign-ins: role, e-mail, password and note."
    requires_system_checks = ()

    def handle(self, *args: object, **options: object) -> None:
        """Print them."""
        self.stdout.write(json.dumps(list(demo.sign_ins()), ensure_ascii=False))
