"""Who is named as a reader of one record."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Person
from directory.models.administration import sort_key
from directory.models.person import normalised_email
from research.forms.fields import LocalNames

MOST_FOUND = 10


class PersonSearchForm(forms.Form):
    """Find a person by a part of the name, or by the whole e-mail address."""

    person = forms.CharField(label=_("Name or e-mail address"), min_length=2, max_length=100)

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
    """One reader; the two kinds say how they are chosen."""

    def __init__(self, *args: Any, chooser: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.chooser = chooser

    @property
    def is_keeper(self) -> bool:
        """Whether the reader may correct the record, name readers and withdraw it."""
        return bool(self.cleaned_data.get("keeps"))

    @property
    def reader(self) -> Person | Group:
        """Who is chosen."""
        raise NotImplementedError(f"{type(self).__name__} says nothing of its reader.")


class PersonForm(ReaderForm):
    """A person, by the id that the search gives."""

    person = forms.CharField(label=_("Person"), max_length=12)
    keeps = forms.BooleanField(label=_("Keeps the record"), required=False)

    def clean_person(self) -> Person:
        """Return the person, among those whose card the chooser may read."""
        people = Person.objects.readable_by(self.chooser)
        person: Person | None = people.filter(public_id=self.cleaned_data["person"]).first()
        if person is None:
            raise ValidationError(_("This person is not in the directory. Search again."))
        return person

    @property
    def reader(self) -> Person:
        """The person."""
        return self.cleaned_data["person"]  # type: ignore[no-any-return]


class AdministrationForm(ReaderForm):
    """An administration; all its officers read."""

    administration = LocalNames(
        label=_("Administration"),
        queryset=Administration.objects.select_related("group"),
        to_field_name="iso2",
    )

    @property
    def reader(self) -> Group:
        """The group that stands for the administration."""
        return self.cleaned_data["administration"].group  # type: ignore[no-any-return]


def reader_form(data: QueryDict, *, chooser: Person) -> ReaderForm:
    """Return the form that fits what was sent."""
    kind = PersonForm if "person" in data else AdministrationForm
    return kind(data, chooser=chooser)
