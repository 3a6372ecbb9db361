"""Who may do what in a room. What a person may not know of answers 404 before these are asked."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.markings.access import Predicate
from portal.markings.models import reader_of
from portal.markings.roles import holds, role_allows

# Who answers where nobody else moderates a room: they read that one thing of it.
FURTHER_UP = frozenset({"role:secretariat", "role:moderator"})


def _holds_in(kind: str) -> Any:
    """Return the test that is true for whoever holds this token of a room, or of any room.

    It is asked of the room, or of something that stands in it.
    """

    def test(person: Any, room: Any) -> bool:
        tokens = reader_of(person).tokens
        if room is None:
            return any(token.startswith(f"{kind}:") for token in tokens)
        return f"{kind}:{getattr(room, 'workspace_id', None) or room.pk}" in tokens

    return test


is_inside = Predicate(_holds_in("workspace"), _("Only members of this workspace do this."))
contributes = Predicate(
    _holds_in("contributor"), _("You read in this workspace. Its contributors write.")
)
moderates = Predicate(
    _holds_in("moderator"), _("Only moderators and owners of this workspace do this.")
)
owns = Predicate(_holds_in("owner"), _("Only owners of this workspace do this."))
is_outside = Predicate(
    lambda person, room: room is None or not is_inside(person, room),
    _("You are a member of this workspace already."),
)
is_writable = Predicate(
    lambda person, room: room is None or room.is_writable,
    _("This workspace is read-only."),
)
is_not_archived = Predicate(
    lambda person, room: room is None or room.state != "archived",
    _("This workspace is archived. It stays as it is."),
)
is_not_frozen = Predicate(
    lambda person, room: room is None or room.state != "frozen",
    _("This workspace is frozen. Open it again first."),
)
is_open = Predicate(
    lambda person, room: room is None or room.is_open,
    _("Nobody joins this workspace without being asked."),
)
takes_requests = Predicate(
    lambda person, room: room is None or room.joining == "request",
    _("This workspace takes no requests. Ask an owner to invite you."),
)
lets_partners_in = Predicate(
    lambda person, room: (
        room is None or "members" in reader_of(person).tokens or room.is_open_to_partners
    ),
    _("This workspace is not open to partner organisations."),
)
is_own_side = Predicate(
    lambda person, room: (
        room is None or not room.frozen_side_id or room.frozen_side_id == person.administration_id
    ),
    _("The side that froze this workspace opens it again."),
)
answers_above = Predicate(
    lambda person, lodged: not FURTHER_UP.isdisjoint(reader_of(person).tokens),
    _("Moderators of the workspace answer this."),
)
is_for_another = Predicate(
    lambda person, lodged: lodged is None or person.pk not in (lodged.by_id, lodged.against_id),
    _("You decided this, or the appeal is yours. Somebody else answers."),
)


def judges(about: str) -> Predicate:
    """Return who answers an appeal about what it names so: a moderator, or the Secretariat."""
    return Predicate(
        lambda person, lodged: (
            moderates(person, None) or answers_above(person, None)
            if lodged is None
            else answers_above(person, lodged)
            if lodged.is_for_secretariat
            else moderates(person, getattr(lodged, about))
        ),
        _("Another moderator of the workspace answers this."),
    )


is_of_the_community = holds("community", _("This page is for verified accounts."))
is_member_officer = holds(
    "members", _("Officers of Member administrations and of the Secretariat ask for workspaces.")
)

TABLE: dict[str, Predicate] = {
    "workspaces.look": is_of_the_community,
    "workspaces.enter": is_inside,
    "workspaces.contribute": contributes & is_writable,
    "workspaces.moderate": moderates & is_not_archived,
    "workspaces.handle_request": moderates,
    "workspaces.handle_appeal": judges("request") & is_for_another,
    "workspaces.invite": owns & is_writable,
    "workspaces.admit": owns & is_not_archived & is_not_frozen,
    # Whoever may no longer read is put out of an archived room, too.
    "workspaces.remove": owns,
    "workspaces.edit_workspace": owns & is_not_archived & is_not_frozen,
    "workspaces.attest": owns & is_not_archived,
    "workspaces.freeze": owns & is_writable,
    "workspaces.thaw": owns & is_own_side,
    # Of a bilateral room each side asks the other, whichever froze it.
    "workspaces.archive": owns & is_not_archived,
    "workspaces.write_lesson": contributes & is_not_archived & is_not_frozen,
    "workspaces.view_as": owns,
    "workspaces.export": owns,
    "workspaces.leave": is_inside,
    "workspaces.join": is_of_the_community & is_outside & is_open & is_writable & lets_partners_in,
    "workspaces.ask_to_join": (
        is_of_the_community & is_outside & takes_requests & is_writable & lets_partners_in
    ),
    "workspaces.ask_for_room": is_member_officer,
    "workspaces.decide_room": role_allows(
        "workspaces.decide_room", _("Secretariat officers decide which workspaces are opened.")
    ),
}
