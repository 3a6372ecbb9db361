"""Who may do what in forums. What a person may not read answers 404 before these are asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from forums.models.kinds import State
from portal.markings.access import Predicate
from portal.markings.roles import role_allows
from workspaces import policies as rooms


def _in_its_room(predicate: Predicate) -> Predicate:
    """Ask of a topic or a post what is asked of its room."""
    return Predicate(
        lambda person, row: predicate(person, row.workspace if row is not None else None),
        predicate.reason,
    )


def _topic(row: Any) -> Any:
    return getattr(row, "topic", row)


contributes = _in_its_room(rooms.contributes)
moderates = _in_its_room(rooms.moderates)
is_inside = _in_its_room(rooms.is_inside)
is_writable = _in_its_room(rooms.is_writable)
wrote_it = Predicate(
    lambda person, row: row is None or row.author_id == person.pk,
    _("Only whoever wrote it changes it."),
)
asked_it = Predicate(
    lambda person, row: row is None or _topic(row).author_id == person.pk,
    _("Whoever asked, or a moderator, says what answers it."),
)
is_question = Predicate(
    lambda person, row: row is None or _topic(row).is_question,
    _("This topic is no question."),
)
is_open = Predicate(
    lambda person, row: row is None or not _topic(row).is_locked,
    _("This topic is closed. Nobody adds to it."),
)
is_there = Predicate(
    lambda person, row: row is None or _topic(row).state != "removed",
    _("This topic was removed."),
)
is_begun = Predicate(
    lambda person, row: row is None or row.state not in {State.UNSIGNED, State.DROPPED},
    _("This topic waits for a signature. Nobody answers it yet."),
)
is_standing = Predicate(
    lambda person, row: row is None or row.state not in {State.REMOVED, State.REJECTED},
    _("A moderator took this from the others. It stays as it is."),
)
is_shown = Predicate(
    lambda person, row: row is None or row.state == State.SHOWN,
    _("Others do not read this post. There is nothing to report."),
)
is_read_by_members = Predicate(
    lambda person, row: row is None or "members" in _topic(row).audience_tokens(),
    _("Only the moderators of this workspace do this."),
)
# Moderators of its room; the Secretariat where every officer reads it.
routes = moderates | (
    role_allows("forums.route_question", _("Whoever asked, or a moderator, asks people."))
    & is_read_by_members
)
is_somebody_elses = Predicate(
    lambda person, row: row is None or row.author_id != person.pk,
    _("You wrote this yourself. Change it, or ask a moderator."),
)
is_taken_away = Predicate(
    lambda person, row: row is None or row.is_appealable,
    _("Authors appeal when a moderator rejected or removed what they wrote."),
)
is_personal = Predicate(
    lambda person, row: row is None or not row.is_position,
    _("A position stays as it was signed. Withdraw it and write another."),
)
is_red = Predicate(
    lambda person, row: row is None or row.label == "red",
    _("Readers are named under TLP:RED alone."),
)
is_not_red = Predicate(
    lambda person, row: row is None or row.label != "red",
    _("Nobody but its readers looks after what is under TLP:RED. Speak to who wrote it."),
)
sent_it = Predicate(
    lambda person, row: row is None or row.by_id == person.pk,
    _("Only whoever sent a file takes it off. A moderator may remove the post."),
)
is_no_part_of_a_position = Predicate(
    lambda person, row: row is None or not row.post.is_position,
    _("A position stays as it was signed. Withdraw it and write another."),
)
takes_votes = Predicate(
    lambda person, row: row is None or row.state == State.SHOWN,
    _("Others do not read this topic yet. Nobody votes in it."),
)

TABLE: dict[str, Predicate] = {
    "forums.start_topic": rooms.contributes & rooms.is_writable,
    "forums.reply_topic": contributes & is_writable & is_there & is_begun & is_open,
    # Who may send an answer at all; one that comes too late is refused beside its text.
    "forums.write_in_topic": contributes,
    "forums.edit_topic": (wrote_it | moderates) & is_writable & is_there,
    "forums.edit_post": wrote_it
    & contributes
    & is_writable
    & is_there
    & is_open
    & is_personal
    & is_standing,
    # Who may send a change at all; one that comes too late is refused beside its text.
    "forums.write_post": wrote_it & contributes & is_personal & is_standing,
    # Who may send a topic at all, to a room that may be read-only meanwhile.
    "forums.write_in_room": rooms.contributes,
    "forums.accept_answer": is_question & is_writable & is_there & (asked_it | moderates),
    "forums.ask_people": is_question & is_writable & is_there & is_open & (asked_it | routes),
    "forums.route_question": routes,
    "forums.mark_useful": is_question & is_writable & is_there & asked_it & is_somebody_elses,
    "forums.moderate_topic": moderates & is_writable,
    "forums.handle_held": moderates,
    # Reports of one's own post are for somebody else, and not shown to its author.
    "forums.handle_flag": moderates & is_somebody_elses,
    "forums.handle_appeal": rooms.judges("post") & rooms.is_for_another,
    "forums.appeal_post": wrote_it & is_taken_away,
    "forums.read_counts": rooms.is_of_the_community,
    "forums.flag_post": is_inside & is_not_red & is_somebody_elses & is_shown,
    "forums.label_topic": wrote_it & is_writable & is_there,
    "forums.name_readers": wrote_it & is_there & is_red,
    "forums.take_off_file": sent_it & is_writable & is_no_part_of_a_position,
    "forums.vote": contributes & is_writable & is_there & takes_votes & is_open,
    "forums.edit_poll": (wrote_it | moderates) & is_writable & is_there & is_open,
    "forums.end_poll": (wrote_it | moderates) & is_writable & is_there & takes_votes & is_open,
    "forums.remind_voters": (wrote_it | moderates) & is_writable & is_there & takes_votes & is_open,
}
