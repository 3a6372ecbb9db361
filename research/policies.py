"""Who may change the library. What a person may not read answers 404 before these are asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate, may
from portal.markings.models import Marking
from portal.markings.roles import role_allows

# Labels that not even the Secretariat reads under.
NARROW = {Marking.AMBER_STRICT, Marking.RED}


def _wrote_it(person: Any, work: Any) -> bool:
    return work is not None and work.state == "draft" and work.changed_by_id == person.pk


def _keeps(person: Any, work: Any) -> bool:
    if not person.is_authenticated:
        return False
    if work is None:
        return bool(person.persongrant_set.filter(permission__codename="change_work").exists())
    # No other label is kept by name: it costs no query.
    return work.marking in NARROW and person.pk in work.keepers()


is_editor = role_allows(
    "research.edit_work", _("Editors and officers of the Secretariat keep the library.")
)
withdraws_unread = role_allows(
    "research.withdraw_unread",
    _("Officers of the Secretariat withdraw a record that they cannot read."),
)
is_publisher = role_allows(
    "research.publish_work", _("Publishers and officers of the Secretariat publish and withdraw.")
)
# Without a record: whoever keeps one may ask for the pages of keeping.
is_keeper = Predicate(_keeps, _("Only those who are named to keep this record change it."))
is_readable = Predicate(
    lambda person, work: work is None or work.is_readable_by(person),
    _("You cannot read this record."),
)
# Two people stand behind every published record.
is_not_own_words = Predicate(
    lambda person, work: not _wrote_it(person, work),
    _("A second person publishes what you wrote. Ask a colleague."),
)
has_keepers = Predicate(
    lambda person, work: work is None or work.marking != "red" or bool(work.keepers()),
    _("Name at least one person who keeps it first. Nobody could read or correct this record."),
)
is_not_withdrawn = Predicate(
    lambda person, work: work is None or work.state != "withdrawn",
    _("This record was withdrawn. It cannot be changed any more."),
)

TABLE: dict[str, Predicate] = {
    "research.add_work": is_editor,
    "research.edit_work": (is_editor | is_keeper) & is_readable & is_not_withdrawn,
    "research.grant_work": (is_editor | is_keeper) & is_readable & is_not_withdrawn,
    # Whom it is shown to is settled by those who publish.
    "research.label_work": is_editor,
    "research.read_drafts": is_editor | is_publisher,
    "research.publish_work": is_publisher & is_readable & is_not_own_words & has_keepers,
    "research.withdraw_work": (is_publisher | is_keeper) & is_readable,
    "research.withdraw_unread": withdraws_unread,
}


def staff(person: Any) -> dict[str, bool]:
    """Return which pages of the library are for this person beside the list."""
    return {
        "adds": may(person, "research.add_work"),
        "reads_drafts": may(person, "research.read_drafts"),
        "withdraws_unread": may(person, "research.withdraw_unread"),
    }
