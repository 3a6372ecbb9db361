"""The reading rule in words: who may read a thing, and which part of it fits a reader."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.models import Administration, Person, Region
from directory.models.seat_role import SeatRole
from forums.models import Topic
from guidelines.kinds import State
from guidelines.models import Record
from hub.models import Meeting, News
from portal.desk.models import Letter
from portal.markings.roles import roles
from portal.markings.sources import PUBLIC, holders_of
from research.models import Work
from workspaces.models import Role, Workspace
from workspaces.models.kinds import INVITED

NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Kind:
    """A kind of thing that is asked about, by the word in the address."""

    model: Any
    name: Promise
    key: str = "public_id"
    # Rows whose readers nobody is told: their names would tell what is kept apart.
    untold: Q = NOTHING

    def rows(self) -> Any:
        """Return the rows that are asked about, under no reading rule yet."""
        return self.model.objects.exclude(self.untold).select_related("audience")


KINDS: dict[str, Kind] = {
    "work": Kind(Work, gettext_lazy("Record of the library")),
    "guideline": Kind(Record, gettext_lazy("Guidance"), untold=Q(state=State.DRAFT)),
    "person": Kind(Person, gettext_lazy("Card of a person")),
    "administration": Kind(Administration, gettext_lazy("Administration"), key="iso2"),
    "workspace": Kind(Workspace, gettext_lazy("Workspace")),
    "topic": Kind(Topic, gettext_lazy("Topic")),
    "news": Kind(News, gettext_lazy("News")),
    "meeting": Kind(Meeting, gettext_lazy("Meeting")),
    "letter": Kind(Letter, gettext_lazy("Message to the Secretariat")),
}


def readers_in_words(tokens: Collection[str], person: Any) -> list[str]:
    """Return who holds one of the tokens, one sentence each; persons are counted, not named."""
    known = {
        PUBLIC: _("Everybody, signed in or not"),
        "community": _("Every verified account, partner organisations included"),
        "members": _("Verified officers of Member administrations, and the Secretariat"),
        "guests": _("Contacts of partner organisations that are invited to the directory"),
        "secretariat": _("Officers of the WCO Secretariat"),
    } | {role.token: _("People with the role “%s”") % role.title for role in roles()}
    known |= {
        f"seat:{code}": _("Holders of the seat “%s”") % role.name
        for code, role in SeatRole.table().items()
    }
    said = [words for token, words in known.items() if token in tokens]
    for row in _rows(Administration, "pk", _ids(tokens, "administration")):
        said.append(_("Officers of the administration: %s") % row)
    for row in _rows(Region, "code", _ids(tokens, "region")):
        said.append(_("People who work in the WCO region: %s") % row)
    for row in Workspace.objects.readable_by(person).filter(pk__in=_ids(tokens, "workspace")):
        said.append(_("Members of the workspace: %s") % row)
    for role in (Role.CONTRIBUTOR, Role.MODERATOR, Role.OWNER):
        if _ids(tokens, role.name.lower()):
            said.append(_("In its workspace, at least with the role: %s") % role.label)
    if _ids(tokens, INVITED):
        said.append(_("Whoever is invited into it, until they answer"))
    named = {name.partition("-")[2] for name in _ids(tokens, "named")}
    return said + _persons(_ids(tokens, "person") | named, person)


def _persons(ids: Collection[str], person: Any) -> list[str]:
    said = []
    others = len(ids)
    if person.is_authenticated and str(person.pk) in ids:
        others -= 1
        said.append(_("You, by name"))
    if others:
        words = ngettext("%(n)d person, by name", "%(n)d persons, by name", others)
        said.append(words % {"n": others})
    return said


def _ids(tokens: Collection[str], kind: str) -> set[str]:
    return {token.removeprefix(f"{kind}:") for token in tokens if token.startswith(f"{kind}:")}


def _rows(model: type[Model], key: str, ids: Collection[str]) -> list[Any]:
    if not ids:
        return []
    return list(model._default_manager.filter(**{f"{key}__in": ids}).order_by("pk"))


def shows_label(thing: Any, tokens: Collection[str]) -> bool:
    """Return whether a reader sees the label: that of a room tells what stands in it."""
    return not isinstance(thing, Workspace) or thing.token() in tokens


def number_of_readers(tokens: Collection[str]) -> int | None:
    """Return how many accounts may read it; None when everybody may."""
    if PUBLIC in tokens:
        return None
    return Person.objects.filter(holders_of(tokens)).count()
