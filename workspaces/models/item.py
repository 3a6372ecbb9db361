"""What stands in a room: its label and its room say who reads it."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Person
from portal.markings.models import Audience, Marking, Readable, ReadableQuerySet
from portal.notifications.models import readers_changed
from portal.notifications.models.event import readers_changed_of
from portal.refusals import Refused
from portal.search.models import stale_rows
from portal.search.registry import searchable_models
from workspaces.models.kinds import Role, named
from workspaces.models.labels import highest, is_lower
from workspaces.models.workspace import Workspace


class RoomItemQuerySet[M: "RoomItem"](ReadableQuerySet[M]):
    """Things that stand in rooms, as adjectives."""

    def in_room(self, workspace: Workspace) -> Self:
        """Return those of one room."""
        return self.filter(workspace=workspace)


def label_in_mail(marking: str, room: Workspace) -> str:
    """Return the label that says what a mail holds of something in a room."""
    return marking if room.is_listed else highest(marking, Marking.AMBER)


class RoomItem(Readable):
    """A row of a room. A model that may be TLP:RED has `person_grants`, a table of guardian's.

    A model whose rows wait before others read them says so by `is_held`, and to the database by
    `RULED`: the rows whose readers follow from the room and the highest of their `LABELS`.
    """

    RULED: ClassVar[Q] = Q()
    LABELS: ClassVar[tuple[str, ...]] = ("marking",)

    workspace = models.ForeignKey(
        Workspace,
        on_delete=models.PROTECT,
        related_name="%(app_label)s_%(class)ss",
        verbose_name=gettext_lazy("workspace"),
    )
    author = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    class Meta:
        abstract = True

    @property
    def mail_marking(self) -> str:
        """What stands in a hidden room names it, or what it talks about, in no mail."""
        return label_in_mail(self.label, self.workspace)

    @property
    def is_held(self) -> bool:
        """Whether it is a draft, or waits for a moderator."""
        return False

    @property
    def label(self) -> str:
        """The label that it stands under: its own, unless what it stands in is stricter."""
        return self.marking

    def audience_tokens(self) -> set[str]:
        """Return who reads it: its keepers while it is held, else whom its label lets in."""
        if self.is_held:
            return self.keepers()
        if self.label == Marking.RED:
            return self.named_readers()
        return self.workspace.readers_of(self.label)

    def keepers(self) -> set[str]:
        """Return who reads it while it is held: its author, and who moderates the room.

        Under TLP:RED its author alone: nobody reads it by an office.
        """
        if self.label == Marking.RED:
            return self._named([])
        return self._named([]) | {Role.MODERATOR.token(self.workspace_id)}

    def named_readers(self) -> set[str]:
        """Return the tokens of the persons who are named to read it under TLP:RED."""
        grants: Any = getattr(self, "person_grants", None)
        if grants is None or not self.pk:
            return self._named([])
        return self._named(grants.values_list("user_id", flat=True))

    def _named(self, people: Iterable[int]) -> set[str]:
        author = [self.author_id] if self.author_id else []
        return {named(self.workspace_id, pk) for pk in [*author, *people]}

    @classmethod
    def follow_room(cls, room: Workspace) -> None:
        """Give the rows of a room the readers that it has now: those of one label at once."""
        every = cls._default_manager.filter(workspace=room).order_by()
        ruled = every.filter(cls.RULED).exclude(marking=Marking.RED)
        for labels in list(ruled.values_list(*cls.LABELS).distinct()):
            if highest(*labels) == Marking.RED:
                # Named persons read it, whatever the room is.
                continue
            rows = ruled.filter(**dict(zip(cls.LABELS, labels, strict=True)))
            audience = Audience.objects.intern(room.readers_of(highest(*labels)))
            rows.update(audience_id=audience)
            readers_changed_of(rows, audience, label_in_mail(highest(*labels), room))
            if cls._meta.label_lower in searchable_models():
                stale_rows(rows, audience, labels[0])
        # Few are held or name their readers: these stay, and so may what mails say of them.
        for item in every.exclude(pk__in=ruled.values("pk")):
            item.workspace = room
            readers_changed(item)

    def enter(self) -> None:
        """Take its place in the room, whose label is as high as that of what it holds.

        The verb that adds it calls this, and saves it after. What is held raises no label: it would
        tell of itself. The verb that shows it does.
        """
        self.workspace.assert_writable()
        self.set_audience()
        if not self.is_held:
            self.workspace.hold(self.marking)

    def relabel(self, marking: str, *, by: Any) -> None:
        """Change the label and with it the readers; only its author lowers it. The verb saves."""
        if is_lower(marking, self.marking) and by.pk != self.author_id:
            raise Refused(_("Only whoever wrote it lowers its label."))
        self.marking = marking
        self.set_audience()
        self.workspace.hold(marking)
        if self.pk:
            readers_changed(self)
