"""Under which label a topic stands, and who is named to read it under TLP:RED."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forums.models import Topic
from forums.models.red import MOST_NAMED, room_people
from portal.markings.models import Marking
from workspaces.finding import found


class NamesField(forms.CharField):
    """People of a room, one on each line. The form calls `of(room, by)` before it is checked."""

    room: Any = None
    by: Any = None

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Readers"))
        kwargs.setdefault(
            "help_text",
            gettext_lazy(
                "One member of this workspace on each line: the name, or the e-mail address."
                " At most 20. You read it, too."
            ),
        )
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(max_length=5_000, **kwargs)

    def of(self, room: Any, by: Any) -> None:
        """Say whose people they are, and who names them."""
        self.room, self.by = room, by

    def clean(self, value: Any) -> list[Any]:
        """Return the persons; a line that names nobody of the room, or several, is said."""
        typed = super().clean(value)
        lines = list(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))
        if len(lines) > MOST_NAMED + 1:
            raise ValidationError(_("At most %(most)s persons are named.") % {"most": MOST_NAMED})
        people = found(lines, self.by) if lines else {}
        keys = {person.pk for each in people.values() for person in each}
        inside = set(room_people(self.room).filter(pk__in=keys).values_list("pk", flat=True))
        named, faults = [], []
        for line in lines:
            fits = [person for person in people[line] if person.pk in inside]
            if len(fits) == 1:
                named += fits
            else:
                faults.append(_several(line) if fits else _nobody(line))
        if faults:
            raise ValidationError(faults)
        return [person for person in named if person.pk != self.by.pk]


def _several(line: str) -> str:
    return _("%(line)s: several members have this name. Give the address.") % {"line": line}


def _nobody(line: str) -> str:
    return _("%(line)s: no member of this workspace.") % {"line": line}


class ReadersForm(forms.Form):
    """More readers of a topic under TLP:RED."""

    readers = NamesField()

    def __init__(self, *args: Any, topic: Topic, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["readers"].of(topic.workspace, by)  # type: ignore[attr-defined]


class LabelForm(forms.Form):
    """Another label of a topic; TLP:RED with its readers."""

    marking = forms.ChoiceField(
        label=gettext_lazy("TLP label"), widget=forms.RadioSelect, choices=Marking
    )
    readers = NamesField(required=False, label=gettext_lazy("Readers under TLP:RED"))

    def __init__(self, *args: Any, topic: Topic, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("marking", topic.marking)
        self.fields["readers"].of(topic.workspace, by)  # type: ignore[attr-defined]
        if topic.is_red:
            # Its readers have a page of their own.
            del self.fields["readers"]

    def values(self) -> dict[str, Any]:
        """Return what the verb takes."""
        values = self.cleaned_data
        return {"marking": values["marking"], "people": values.get("readers", [])}
