"""What a queue shows, and what is done with several of its items."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.desk.models import WorkItem
from portal.desk.models.queues import DeskQuerySet
from portal.desk.registry import Reviewable, reviewables
from portal.desk.workdays import today

LONGEST_REASON = 5000
# More than a page of the list holds.
MOST_AT_ONCE = 100
# Of the turn of an item.
MOST_DIGITS = 10

SHOWN = [
    ("", _("All that waits")),
    ("mine", _("Mine")),
    ("free", _("Nobody’s")),
    ("today", _("Due today")),
    ("late", _("Late")),
    ("second", _("Second officer wanted")),
    ("returned", _("Returned")),
    ("done", _("Done")),
]


class QueueFilter(forms.Form):
    """Which items: of a kind, in a state, with words in their title."""

    show = forms.ChoiceField(label=_("Queue"), choices=SHOWN, required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    q = forms.CharField(label=_("Words in the title"), max_length=100, required=False)

    def __init__(self, *args: Any, kinds: Sequence[Reviewable], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kinds = {kind.code: kind for kind in kinds}
        choices = [("", _("Every kind")), *((kind.code, kind.title) for kind in kinds)]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]

    @property
    def is_narrow(self) -> bool:
        """Whether it shows less than all that waits."""
        return any(self.cleaned_data.values())

    def rows(self, person: Any) -> DeskQuerySet:
        """Return the items, for this officer. A value that nobody offers narrows nothing."""
        data = self.cleaned_data
        rows = self._shown(data.get("show", ""), person).filter(kind__in=self.kinds)
        if data.get("kind"):
            rows = rows.filter(kind=data["kind"])
        if data.get("q"):
            words = data["q"]
            rows = rows.filter(Q(title_en__icontains=words) | Q(title_fr__icontains=words))
        return rows

    def _shown(self, show: str, person: Any) -> DeskQuerySet:
        rows: DeskQuerySet = WorkItem.objects.readable_by(person)
        if show in ("returned", "done"):
            return rows.filter(state=show)
        narrowed = {
            "mine": rows.mine(person),
            "free": rows.unclaimed(),
            "today": rows.waiting().filter(due_on=today()),
            "late": rows.late(),
            "second": rows.awaiting_second(person),
        }
        return narrowed.get(show, rows.waiting())


class BulkForm(forms.Form):
    """The ticked items, each with the turn that its list showed, and what is done with them."""

    item = forms.MultipleChoiceField(
        error_messages={"required": _("Tick the items first.")}, label=_("Items")
    )
    act = forms.CharField(max_length=40)
    reason = forms.CharField(max_length=LONGEST_REASON, required=False)

    def __init__(self, data: Any, *, person: Any) -> None:
        super().__init__(data)
        self.seen = dict(_ticked(data.getlist("item")[:MOST_AT_ONCE]))
        # What a room that is gone left behind is decided by nobody.
        kinds = [kind.code for kind in reviewables()]
        rows = WorkItem.objects.readable_by(person).filter(kind__in=kinds, public_id__in=self.seen)
        self.items = list(rows.order_by("due_on", "pk"))
        offered = [(f"{each.public_id}:{self.seen[each.public_id]}", each) for each in self.items]
        self.fields["item"].choices = offered  # type: ignore[attr-defined]

    @property
    def kind(self) -> Reviewable | None:
        """The kind of all ticked items, or None where they are of several."""
        kinds = {each.kind: each.reviewable for each in self.items}
        return next(iter(kinds.values())) if len(kinds) == 1 else None


def _ticked(values: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Yield number and turn of each ticked item, where they can be ones."""
    for value in values:
        number, _colon, turn = value.partition(":")
        if number.isalnum() and turn.isdecimal() and len(turn) < MOST_DIGITS:
            yield number, int(turn)
