"""`manage.py audit_verify`: walk the hash chain of the audit log."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.audit.models import Event, Seal, broken_links, lost_head, record


def kept_head(text: str) -> tuple[int, str]:
    """Return position and digest of a head as this command printed it."""
    found = re.fullmatch(r"(?:Head of the chain: )?([1-9][0-9]{0,17}) ([0-9a-f]{64})", text.strip())
    if found is None:
        raise ArgumentTypeError(
            f"{text!r} is no head. Accepted: the position, a space, the digest."
        )
    return int(found[1]), found[2]


class Command(BaseCommand):
    """Verify the chain; exit 1 with one line per fault."""

    help = "Verify the hash chain of the audit log and print its head, to be kept elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the head that was kept."""
        parser.add_argument(
            "--head",
            type=kept_head,
            metavar='"POSITION DIGEST"',
            help="a head that was kept elsewhere: only it shows a cut end and a chain written anew",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the head of the chain, or every fault."""
        faults = broken_links() + (lost_head(*options["head"]) if options["head"] else [])
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
