"""What a page says of whose record it is, and what its reader may do about it.

On the page of a record it asks the database nothing: the statement of the page did.
"""

import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from guidelines.kinds import Attribution, Kind, Progress, State
from guidelines.models import Identity, Record
from guidelines.models.unsealing import CLOSED
from guidelines.policies import is_about
from guidelines.text import terms
from portal.markings.access import may
from portal.markings.models import Marking, reader_of


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


def readers_of(record: Record) -> str:
    """Return who reads a published record."""
    if record.marking == Marking.CLEAR:
        return _("Everybody")
    if record.marking == Marking.GREEN:
        return _("All Members")
    return _("%(owner)s and the Secretariat") % {"owner": record.administration}


class IdentityPart:
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
        return self.record.is_of(home)

    @cached_property
    def own(self) -> Identity | None:
        """Whose a hidden record is, where it is the reader's own administration."""
        return Identity.of(self.record) if self.is_own else None

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
        is_hidden = self.is_live and self.record.attribution != Attribution.NAMED
        return bool(is_hidden and self.own and self.own.is_opened_by(self.reader))

    @property
    def may_show(self) -> bool:
        """Whether the reader may see, by a click that is logged, what the Secretariat may know."""
        is_known = self.record.attribution == Attribution.SECRETARIAT
        return self.is_live and is_known and may(self.reader, "guidelines.show_identity")

    @cached_property
    def is_about_us(self) -> bool:
        """Whether public sources speak of the reader's own administration in it."""
        stands = self.is_live and self.record.is_from_public_sources
        return stands and "members" in self.tokens and is_about(self.reader, self.record)

    @property
    def is_shared(self) -> bool:
        """Whether it is about other administrations too, none of which takes it over alone."""
        return len(self.record.about_codes) > 1

    @property
    def may_take_over(self) -> bool:
        """Whether the reader may begin a text of their own from it."""
        return self.is_about_us and may(self.reader, "guidelines.take_over", self.record)

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
        return self.record.is_confirmed

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
