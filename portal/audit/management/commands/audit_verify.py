"""`manage.py audit_verify`: walk the hash chain of the audit log."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import Event, Seal, broken_links, record


class Command(BaseCommand):
    """Verify the chain; exit 1 with one line per fault."""

    help = "Verify the hash chain of the audit log and print its head, to be kept elsewhere."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head of the chain, or every fault."""
        faults = broken_links()
        # The log tells of its own inspection: auditors see when it was last held against its chain.
        record("audit.verify_log", by=None, faults=len(faults))
        if faults:
            raise CommandError("\n".join(faults))
        head = Seal.objects.order_by("-position").first()
        unsealed = Event.objects.unsealed().count()
        self.stdout.write(
            f"{head.position if head else 0} sealed events hold; {unsealed} wait to be sealed."
        )
        if head:
            self.stdout.write(f"Head of the chain: {head.position} {head.digest}")
