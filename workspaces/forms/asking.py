"""Asking for a room, and changing what it is."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Person
from workspaces.finding import found
from workspaces.models import Joining, Kind, RoomRequest

DATE = {"type": "date"}


def check_room(form: Any, values: dict[str, Any], kind: str) -> None:
    """Say in words what the constraints of a room refuse."""
    starts, ends = values.get("starts_on"), values.get("ends_on")
    if kind == Kind.MISSION and not (starts and ends):
        form.add_error("ends_on", gettext("A mission room starts and ends on a day. Give both."))
    if starts and ends and ends < starts:
        form.add_error("ends_on", gettext("It ends before it starts."))
    is_listed, joining = values.get("is_listed"), values.get("joining")
    if kind == Kind.BILATERAL and (is_listed or joining != Joining.INVITATION):
        form.add_error(
            "joining", gettext("A bilateral workspace is hidden, and by invitation only.")
        )
    elif not is_listed and joining != Joining.INVITATION:
        form.add_error("joining", gettext("Nobody finds a hidden workspace. List it first."))
    if kind == Kind.BILATERAL and values.get("is_open_to_partners"):
        form.add_error(
            "is_open_to_partners", gettext("A bilateral workspace is for its two sides alone.")
        )


def person_of(form: Any, name: str, by: Any) -> Person | None:
    """Return the one person that a field names, or say why there is none."""
    line = form.cleaned_data.get(name, "")
    people = found([line], by)[line]
    if len(people) == 1:
        return people[0]
    form.add_error(
        name,
        gettext("Several people have this name. Give the address of the one you mean.")
        if people
        else gettext("Nobody in the directory has this name or address. Check the spelling."),
    )
    return None


class RoomRequestForm(forms.ModelForm):  # type: ignore[type-arg]
    """What the room is for, and who owns it together with whoever asks."""

    second_owner = forms.CharField(
        label=_("Second owner"),
        max_length=254,
        help_text=_(
            "The name or the e-mail address of somebody in the directory. In a bilateral"
            " workspace, an officer of the other side."
        ),
    )

    class Meta:
        model = RoomRequest
        fields = [
            "kind", "name", "purpose", "joining", "is_listed", "is_open_to_partners",
            "starts_on", "ends_on", "reason",
        ]  # fmt: skip
        widgets = {
            "purpose": forms.Textarea(attrs={"rows": 3}),
            "reason": forms.Textarea(attrs={"rows": 3}),
            "starts_on": forms.DateInput(attrs=DATE),
            "ends_on": forms.DateInput(attrs=DATE),
        }
        labels = {
            "is_listed": _("Officers of all Members may know that it exists"),
            "is_open_to_partners": _("Partner organisations may be let in"),
        }

    field_order = ["kind", "name", "purpose", "second_owner"]

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        """Look for the second owner, and for what a room of this kind needs."""
        values: dict[str, Any] = super().clean() or {}
        kind = values.get("kind", "")
        check_room(self, values, kind)
        if values.get("second_owner"):
            other = person_of(self, "second_owner", self.by)
            if other == self.by:
                self.add_error("second_owner", gettext("Name somebody else than yourself."))
            elif other and kind == Kind.BILATERAL:
                self._check_sides(other)
            values["second_owner"] = other
        return values

    def _check_sides(self, other: Person) -> None:
        homes = {self.by.administration_id, other.administration_id}
        if None in homes or len(homes) < 2:
            words = gettext("Both must work for a Member administration, and not for the same.")
            self.add_error("second_owner", words)


class OwnerForm(forms.Form):
    """Who owns a room that nobody owns."""

    person = forms.CharField(
        label=_("New owner"),
        max_length=254,
        help_text=_("The name or the e-mail address of somebody in the directory."),
    )

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean(self) -> dict[str, Any]:
        """Look for the person."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("person"):
            values["person"] = person_of(self, "person", self.by)
        return values
