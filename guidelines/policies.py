"""Who may change guidance. What a person may not read answers 404 before these are asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Stage, State
from portal.markings.access import Predicate, may
from portal.markings.roles import holds, role_allows


def _writes(person: Any, row: Any) -> bool:
    """Return whether a record is the person's own administration's, or the Secretariat's."""
    if row is None:
        return True
    identity = getattr(row, "record", row).identity_or_none
    if identity is None:
        return is_editor(person)
    return bool(person.administration_id == identity.administration_id)


is_editor = role_allows(
    "guidelines.edit_record", _("Editors and officers of the Secretariat write guidance.")
)
is_publisher = role_allows(
    "guidelines.publish_record", _("Publishers and officers of the Secretariat publish guidance.")
)
is_officer = holds("members") & Predicate(
    lambda person, row: person.administration_id is not None,
    _("Officers of Member administrations hand in what they learned."),
)
is_readable = Predicate(
    lambda person, row: row is None or row.is_readable_by(person), _("You cannot read this.")
)
writes_it = Predicate(_writes, _("Only those whose text this is write in it."))
is_in_writing = Predicate(
    lambda person, row: row is None or row.stage == Stage.WRITING,
    _("This text was sent on. It is changed when it comes back."),
)
is_published = Predicate(
    lambda person, row: row is None or row.state == State.PUBLISHED,
    _("Only what is published is changed so."),
)
# Two people stand behind every published record.
is_not_own_words = Predicate(
    lambda person, row: row is None or row.changed_by_id != person.pk,
    _("A second person publishes what you wrote. Ask a colleague."),
)

TABLE: dict[str, Predicate] = {
    "guidelines.begin_record": is_editor | is_officer,
    "guidelines.edit_record": is_editor,
    "guidelines.read_manuscript": is_editor | is_publisher | is_officer,
    "guidelines.revise_record": (is_editor | is_officer) & writes_it & is_published,
    "guidelines.write": (is_editor | is_officer) & writes_it & is_in_writing,
    "guidelines.publish_record": is_publisher & is_readable & is_not_own_words,
    "guidelines.withdraw_record": is_publisher & is_readable & is_published,
}

# Use of the room, beside reading it.
TABLE |= {
    # A copy is written down, so there is somebody who took it.
    "guidelines.copy_records": holds(
        "community", _("Copies are for people whose account is verified.")
    ),
    "guidelines.make_briefing": holds(
        "community", _("Files are made for people whose account is verified.")
    ),
    # Whoever belongs to an administration has something to be like.
    "guidelines.find_alike": is_officer,
}


def staff(person: Any) -> dict[str, bool]:
    """Return which pages of guidance are for this person beside the lists."""
    return {
        "begins": may(person, "guidelines.begin_record"),
        "finds_alike": may(person, "guidelines.find_alike"),
    }
