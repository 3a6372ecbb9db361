"""Who may change the library. What a person may not read answers 404 before these are asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate, may
from portal.markings.roles import role_allows


def _wrote_it(person: Any, work: Any) -> bool:
    return work is not None and work.state == "draft" and work.changed_by_id == person.pk


is_editor = role_allows(
    "research.edit_work", _("Editors and officers of the Secretariat keep the library.")
)
is_publisher = role_allows(
    "research.publish_work", _("Publishers and officers of the Secretariat publish and withdraw.")
)
is_readable = Predicate(
    lambda person, work: work is None or work.is_readable_by(person),
    _("You cannot read this record."),
)
# Two people stand behind every published record.
is_not_own_words = Predicate(
    lambda person, work: not _wrote_it(person, work),
    _("A second person publishes what you wrote. Ask a colleague."),
)
has_readers = Predicate(
    lambda person, work: work is None or work.marking != "red" or bool(work.named_readers()),
    _("Name at least one reader first. Nobody could read this record."),
)
is_not_withdrawn = Predicate(
    lambda person, work: work is None or work.state != "withdrawn",
    _("This record was withdrawn. It cannot be changed any more."),
)

TABLE: dict[str, Predicate] = {
    "research.add_work": is_editor,
    "research.edit_work": is_editor & is_readable & is_not_withdrawn,
    "research.grant_work": is_editor & is_readable & is_not_withdrawn,
    "research.read_drafts": is_editor | is_publisher,
    "research.publish_work": is_publisher & is_readable & is_not_own_words & has_readers,
    "research.withdraw_work": is_publisher & is_readable,
}


def staff(person: Any) -> dict[str, bool]:
    """Return which pages of the library are for this person beside the list."""
    return {
        "adds": may(person, "research.add_work"),
        "reads_drafts": may(person, "research.read_drafts"),
    }
