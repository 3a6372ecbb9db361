"""Saving a contact, and asking somebody whose address is not shown."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.models import ContactRequest, Export, Holding
from portal.search.texts import readable


class SaveContactForm(forms.Form):
    """In which form a contact is saved."""

    format = forms.ChoiceField(choices=[(each, each.label) for each in Export.Format][2:])


def addresses_of(person: Any) -> list[tuple[str, str]]:
    """Return the addresses that a person may give: of the offices they hold, and their own."""
    held = Holding.objects.current().filter(person=person.pk).exclude(seat__mailbox="")
    offices = held.order_by("seat__role__position", "pk").values_list("seat__mailbox", flat=True)
    return [(address, address) for address in dict.fromkeys([*offices, person.email])]


class AskForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody is asked, and the address that they get if they accept."""

    address = forms.ChoiceField(
        label=_("Your address"),
        widget=forms.RadioSelect,
        help_text=_("The other person sees it only if they accept."),
    )

    class Meta:
        model = ContactRequest
        fields = ["message"]
        widgets = {"message": forms.Textarea(attrs={"rows": 5})}
        help_texts = {"message": _("Say what it is about. No declarations, no names of traders.")}

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = addresses_of(person)
        self.fields["address"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("address", choices[0][0])

    def clean_message(self) -> str:
        """Leave out what nobody can read."""
        return readable(self.cleaned_data["message"])


class AnswerForm(forms.Form):
    """Accept with an address, or decline."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("accept", _("Accept: each of you sees the address that the other chose")),
            ("decline", _("Decline: nobody sees an address")),
            ("stop", _("Decline, and hear of no more requests from this person")),
        ],
        widget=forms.RadioSelect,
        help_text=_("The other person is told whether you accepted, and nothing else."),
    )
    address = forms.ChoiceField(
        label=_("Your address, if you accept"), required=False, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = addresses_of(person)
        self.fields["address"].choices = choices  # type: ignore[attr-defined]
        self.initial.setdefault("address", choices[0][0])

    def clean(self) -> dict[str, Any]:
        """Refuse to accept without an address."""
        values = self.cleaned_data
        if values.get("answer") == "accept" and not values.get("address"):
            self.add_error("address", _("Choose the address that the other person gets."))
        return values

    def give(self, request: ContactRequest, *, by: Any) -> bool:
        """Answer the request; False where it waits no more."""
        answer = self.cleaned_data["answer"]
        if answer == "accept":
            return request.accept(by=by, address=self.cleaned_data["address"])
        return request.decline(by=by, is_last=answer == "stop")
