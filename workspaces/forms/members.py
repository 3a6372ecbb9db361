"""Who is let in: by name on a list, by seat, by administration; and for how long."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.forms.filters import QuickSelect
from directory.models import Administration, Seat
from directory.models.seat_role import SeatRole
from workspaces.models import Role, Workspace

DATE = {"type": "date"}
# What one press invites at most.
MOST_LINES = 200


def future(day: datetime.date | None) -> datetime.date | None:
    """Return a last day, unless it is past."""
    if day is not None and day < timezone.now().date():
        raise forms.ValidationError(gettext("This day is past. Give a later one, or none."))
    return day


class TermForm(forms.Form):
    """A role, and the last day."""

    role = forms.TypedChoiceField(
        label=_("Role"), choices=Role.choices, coerce=int, initial=Role.CONTRIBUTOR
    )
    until = forms.DateField(
        label=_("Member until"), required=False, widget=forms.DateInput(attrs=DATE)
    )

    def clean_until(self) -> datetime.date | None:
        """Take no day that is past."""
        return future(self.cleaned_data["until"])


class InviteForm(TermForm):
    """Whom to invite, one person a line."""

    people = forms.CharField(
        label=_("People"),
        max_length=20_000,
        help_text=_("One on each line: the e-mail address, or the name as the directory has it."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("Whoever is invited reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order = ["people", "role", "until", "reason"]

    def clean_people(self) -> list[str]:
        """Return the lines, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines()]
        lines = list(dict.fromkeys(line for line in lines if line))
        if len(lines) > MOST_LINES:
            raise forms.ValidationError(
                gettext("This list has %(n)d lines. Send %(most)d at a time.")
                % {"n": len(lines), "most": MOST_LINES}
            )
        return lines


class AdmitForm(TermForm):
    """A whole administration, or whoever holds one of its seats."""

    administration = forms.ModelChoiceField(
        Administration.objects.none(), label=_("Administration"), widget=QuickSelect
    )
    seat = forms.ChoiceField(
        label=_("Who of it"),
        required=False,
        help_text=_("Whoever holds a seat is in, and no longer once they leave it."),
    )
    field_order = ["administration", "seat", "role", "until"]

    def __init__(self, *args: Any, room: Workspace, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        homes = Administration.objects.order_by("name_en")
        if room.sides:
            homes = homes.filter(pk__in=room.sides)
        chosen: Any = self.fields["administration"]
        chosen.queryset = homes
        kinds = [(code, role.name) for code, role in SeatRole.table().items()]
        seats: Any = self.fields["seat"]
        seats.choices = [("", gettext("All its officers")), *kinds]

    def clean(self) -> dict[str, Any]:
        """Find the seat, which must exist; an administration contributes at most."""
        values: dict[str, Any] = super().clean() or {}
        home, kind = values.get("administration"), values.get("seat")
        if home and kind:
            seat = Seat.objects.with_place().filter(administration=home, role=kind).first()
            if seat is None:
                self.add_error("seat", gettext("This administration has no such seat."))
            values["holder"] = seat
        else:
            values["holder"] = home
            if values.get("role", 0) > Role.CONTRIBUTOR:
                self.add_error(
                    "role", gettext("An administration reads or contributes. Choose one of both.")
                )
        return values
