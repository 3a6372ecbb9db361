"""Who is named as a reader of one record."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Person
from directory.models.administration import sort_key
from directory.models.person import normalised_email
from portal.taxonomy.models import in_language

MOST_FOUND = 10


class PersonSearchForm(forms.Form):
    """Find a person by a part of the name, or by the whole e-mail address."""

    person = forms.CharField(
        label=_("Name or e-mail address"), min_length=2, max_length=100, required=False
    )

    def found(self, searcher: Person) -> QuerySet[Person]:
        """Return the first people who fit, among those whose card the searcher may read."""
        words = self.cleaned_data.get("person", "") if self.is_valid() else ""
        if not words:
            return Person.objects.none()  # type: ignore[no-any-return]
        people = Person.objects.readable_by(searcher).verified().with_post()
        names = Q()
        for word in sort_key(words).split():
            names &= Q(sort_key__contains=word)
        fits = names | Q(email=normalised_email(words))
        return people.filter(fits).order_by("sort_key", "pk")[:MOST_FOUND]  # type: ignore[no-any-return]


class ReaderForm(forms.Form):
    """One reader: a person or an administration."""

    person = forms.CharField(max_length=12, required=False)
    administration = forms.ModelChoiceField(
        label=_("Administration"),
        queryset=Administration.objects.select_related("group"),
        to_field_name="iso2",
        required=False,
    )

    def __init__(self, *args: Any, chooser: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = chooser
        self.fields["administration"].label_from_instance = lambda row: in_language(row, "name")  # type: ignore[attr-defined]

    def clean_person(self) -> Person | None:
        """Return the person of an id, among those the chooser may read."""
        key = self.cleaned_data["person"]
        if not key:
            return None
        person = Person.objects.readable_by(self.chooser).filter(public_id=key).first()
        if person is None:
            raise ValidationError(_("This person is not in the directory. Search again."))
        return person  # type: ignore[no-any-return]

    def clean(self) -> dict[str, Any]:
        """Refuse both and neither."""
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned["person"]) == bool(cleaned["administration"]):
            raise ValidationError(_("Choose one person or one administration."))
        return cleaned

    @property
    def reader(self) -> Person | Group:
        """The person, or the group that stands for the administration."""
        administration = self.cleaned_data["administration"]
        return administration.group if administration else self.cleaned_data["person"]
