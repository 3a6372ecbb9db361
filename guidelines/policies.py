"""Who may change guidance. What a person may not read answers 404 before these are asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from guidelines.kinds import Kind, Stage, State
from portal.markings.access import Predicate, may
from portal.markings.roles import holds, role_allows


def _writes(person: Any, row: Any) -> bool:
    """Return whether a record is the person's own administration's, or the Secretariat's."""
    if row is None:
        return True
    record = getattr(row, "record", row)
    if not record.attribution:
        # Nobody handed it in.
        return is_editor(person)
    if person.administration_id is None:
        # The Secretariat writes in no text of an administration.
        return False
    return record.is_of(person.administration_id)


def is_author(person: Any, identity: Any) -> bool:
    """Return whether somebody is one of those whose text it is: by an identity, or by none."""
    if identity is None:
        return is_editor(person)
    return bool(person.administration_id == identity.administration_id)


def is_about(person: Any, record: Any) -> bool:
    """Return whether public sources speak of the administration of somebody in a record."""
    codes = record.about_codes
    return bool(codes and person.administration_id and person.administration.iso2 in codes)


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
is_on_its_way = Predicate(
    lambda person, row: row is None or row.is_open,
    _("This text is published or given up. Begin a new version."),
)
ended_with_record = Predicate(
    lambda person, row: row is None or row.ended_with_record,
    _("Only a text whose record was withdrawn or replaced goes on so."),
)
is_in_review = Predicate(
    lambda person, row: row is None or row.stage == Stage.REVIEW,
    _("This text waits for no review now."),
)
is_asked = Predicate(
    lambda person, row: row is None or row.reviews.waiting().filter(person=person.pk).exists(),
    _("You are not asked to review this text, or you did."),
)
is_practice = Predicate(
    lambda person, row: row is None or row.kind == Kind.PRACTICE,
    _("Administrations say what came of practices alone."),
)
is_member = holds("members", _("Only officers of Members and the Secretariat may do that."))
is_point = holds("seat:contact-point", _("Only contact points read who answered."))
# Two people stand behind every published record.
is_not_own_words = Predicate(
    lambda person, row: row is None or row.changed_by_id != person.pk,
    _("A second person publishes what you wrote. Ask a colleague."),
)


def _owns(person: Any, row: Any) -> bool:
    """Return whether a record is the person's own administration's, named or not."""
    if row is None:
        return True
    identity = row.identity_or_none
    return identity is not None and person.administration_id == identity.administration_id


def _opens(person: Any, row: Any) -> bool:
    """Return whether somebody may let more be known of whose a record is."""
    identity = row.identity_or_none if row is not None else None
    return row is None or (identity is not None and identity.is_opened_by(person))


opens_it = Predicate(
    _opens, _("Only the author, or who signs for the administration that it is of, may do that.")
)
owns_it = Predicate(_owns, _("Only the administration that this is of may do that."))
was_handed_in = Predicate(
    lambda person, row: row is None or bool(row.attribution),
    _("Nobody can be asked about this record."),
)
unseals = role_allows(
    "guidelines.unseal_identity", _("Two officers of the Secretariat unseal together.")
)
shows = role_allows(
    "guidelines.show_identity", _("Only officers of the Secretariat may know this.")
)
is_one_of_two = Predicate(
    lambda person, row: row is None or row.is_one_of_two(person),
    _("Only the officer who asked and the one who agreed see this."),
)

is_from_sources = Predicate(
    lambda person, row: row is None or row.is_from_public_sources,
    _("Somebody handed this in: nothing waits for the Secretariat."),
)

speaks = holds("seat:contact-point", _("Only the contact point takes a record over."))
is_about_own = Predicate(
    lambda person, row: row is None or is_about(person, row),
    _("Only the administration that the record is about takes it over."),
)
# None of several speaks for the others.
is_about_one = Predicate(
    lambda person, row: row is None or len(row.about_codes) == 1,
    _("The record is about several administrations: each hands in a text of its own."),
)

TABLE: dict[str, Predicate] = {
    "guidelines.begin_record": is_editor | is_officer,
    "guidelines.edit_record": is_editor,
    "guidelines.read_manuscript": is_editor | is_publisher | is_officer,
    "guidelines.take_over": (
        is_officer & speaks & is_published & is_from_sources & is_about_own & is_about_one
    ),
    "guidelines.revise_record": (is_editor | is_officer) & writes_it & is_published,
    "guidelines.write": (is_editor | is_officer) & writes_it & is_in_writing,
    "guidelines.publish_record": is_publisher & is_readable & is_not_own_words,
    "guidelines.withdraw_record": is_publisher & is_readable & is_published,
    # From draft to publication.
    "guidelines.send_on": (is_editor | is_officer) & writes_it & is_on_its_way,
    # What is typed in a text that ended meanwhile is refused beside it, and stays.
    "guidelines.send_words": (is_editor | is_officer) & writes_it,
    "guidelines.take_elsewhere": (is_editor | is_officer) & writes_it & ended_with_record,
    "guidelines.comment": (is_editor | is_publisher | is_officer) & is_on_its_way,
    "guidelines.answer_comment": (is_editor | is_officer) & writes_it & is_on_its_way,
    "guidelines.ask_review": is_editor & is_in_review,
    "guidelines.review": is_officer & is_asked & is_in_review,
    # Answers about practices, and reviews of what is published.
    "guidelines.answer_practice": is_officer & is_practice & is_published,
    # What is typed about a practice that ended meanwhile is refused beside it, and stays.
    "guidelines.send_answer": is_officer & is_practice,
    "guidelines.read_answers": is_officer,
    "guidelines.read_names": is_officer & is_point & is_practice,
    "guidelines.hint_review": is_member & is_published,
    "guidelines.reexamine": is_editor,
    "guidelines.plan_review": is_publisher,
    "guidelines.open_identity": is_officer & opens_it,
    "guidelines.say_running": is_officer & owns_it & is_published,
    "guidelines.ask_author": is_member & was_handed_in & is_published,
    "guidelines.read_relay": is_member,
    "guidelines.unseal_identity": unseals,
    "guidelines.read_unsealing": is_officer | unseals,
    "guidelines.look_at_identity": unseals & is_one_of_two,
    "guidelines.show_identity": shows,
    "guidelines.supersede_record": is_publisher & is_readable & is_published,
    "guidelines.merge_record": is_publisher & is_readable & is_published,
    "guidelines.review_sources": is_publisher & is_readable & is_published & is_from_sources,
    "guidelines.compare_records": is_editor | is_publisher | holds("members"),
    "guidelines.read_pairs": is_editor | is_publisher,
    "guidelines.translate_record": (is_editor | is_officer) & is_published,
    "guidelines.check_translation": is_editor & is_published,
    "guidelines.settle_wording": (is_editor | (is_officer & owns_it)) & is_published,
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
    "guidelines.tell_circumstances": is_officer
    & holds("seat:contact-point", _("Only contact points let others see what they share.")),
    "guidelines.read_ours": is_member,
}


def staff(person: Any) -> dict[str, bool]:
    """Return which pages of guidance are for this person beside the lists."""
    return {
        "begins": may(person, "guidelines.begin_record"),
        "texts": may(person, "guidelines.read_manuscript"),
        "ours": may(person, "guidelines.read_ours"),
        "pairs": may(person, "guidelines.read_pairs"),
        "checks": may(person, "guidelines.check_translation"),
        "finds_alike": may(person, "guidelines.find_alike"),
    }
