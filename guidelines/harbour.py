"""What a page says of whose record it is, and what its reader may do about it.

For visitors it asks the database nothing; for an officer of a Member, once: is it our own?
"""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from guidelines import terms
from guidelines.kinds import Attribution, Kind, Progress, State
from guidelines.models import Identity, Record
from guidelines.models.course import is_confirmed
from guidelines.models.unsealing import CLOSED
from portal.markings.access import may
from portal.markings.models import reader_of


def whose(record: Record) -> str:
    """Return exactly what the level of a record allows; empty where nobody handed it in."""
    level = record.attribution
    if level == Attribution.NAMED and record.administration:
        return str(record.administration.name)
    if level == Attribution.REGION and record.region:
        return _("An administration of %(region)s") % {"region": record.region.short}
    if level == Attribution.SECRETARIAT:
        return _("An administration known to the Secretariat")
    if level == Attribution.SEALED and record.sealed_until:
        return _("Sealed until %(date)s") % {"date": date_format(record.sealed_until)}
    return ""


class Harbour:
    """Whose record it is, as far as its reader is told."""

    def __init__(self, record: Record, reader: Any) -> None:
        self.record, self.reader = record, reader

    @property
    def whose(self) -> str:
        """What the level allows to be said."""
        return whose(self.record)

    @property
    def is_named(self) -> bool:
        """Whether the administration is named."""
        return self.record.administration is not None

    @property
    def is_live(self) -> bool:
        """Whether it stands: of what is superseded nobody is asked any more."""
        return self.record.state == State.PUBLISHED

    @cached_property
    def is_own(self) -> bool:
        """Whether it is of the reader's own administration: they know, so they are told."""
        home = getattr(self.reader, "administration_id", None)
        if not home or not self.record.attribution or "members" not in self.tokens:
            return False
        if self.record.administration_id:
            return bool(self.record.administration_id == home)
        return Identity.objects.filter(record=self.record, administration=home).exists()

    @cached_property
    def tokens(self) -> frozenset[str]:
        """What the reader holds."""
        return reader_of(self.reader).tokens

    @property
    def may_ask(self) -> bool:
        """Whether the reader may write to the author."""
        may_be_asked = self.is_live and bool(self.record.attribution)
        return may_be_asked and "members" in self.tokens and not self.is_own

    @property
    def may_open(self) -> bool:
        """Whether the reader may let more be known of whose it is."""
        return self.is_live and self.record.attribution != Attribution.NAMED and self.is_own

    @property
    def may_show(self) -> bool:
        """Whether the reader may see, by a click that is logged, what the Secretariat may know."""
        is_known = self.record.attribution == Attribution.SECRETARIAT
        return self.is_live and is_known and may(self.reader, "guidelines.show_identity")

    @property
    def may_unseal(self) -> bool:
        """Whether the reader may ask a second officer for an unsealing."""
        is_closed = self.is_live and self.record.attribution in CLOSED
        return is_closed and may(self.reader, "guidelines.unseal_identity")

    @property
    def may_contact(self) -> bool:
        """Whether the reader may ask a contact point of the administration for contact."""
        content = self.record.version.content if self.record.version else {}
        return bool(self.is_named and content.get("contact")) and "members" in self.tokens

    @property
    def is_confirmed(self) -> bool:
        """Whether the last word that it runs still counts."""
        return is_confirmed(self.record)

    @property
    def may_say_running(self) -> bool:
        """Whether the reader may say that it still runs."""
        return self.is_live and self.record.running_at is not None and self.is_own

    @property
    def steps(self) -> list[dict[str, Any]]:
        """The course of an experience: the dates it gives, then what versions said of progress."""
        if self.record.kind != Kind.EXPERIENCE or self.record.version is None:
            return []
        dates = [
            {"what": terms.named("phase", row.get("phase", "")), "begin": row.get("begin", ""),
             "end": row.get("end", "")}
            for row in self.record.version.content.get("stages") or []
        ]  # fmt: skip
        names = dict(Progress.choices)
        return dates + [
            {
                "what": names.get(row["progress"], row["progress"]),
                "on": datetime.date.fromisoformat(row["on"]),
                "version": row["version"],
            }
            for row in self.record.course
        ]
