"""Whom a question is put to, until when it waits, and when somebody wants no questions."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Person, SpokenLanguage
from forums.models import TopicQuerySet
from forums.models.ask import LONGEST_NOTE, MOST
from forums.models.proposing import ANSWERS, Proposal
from forums.models.terms import PROCESSES, TECHNOLOGIES, choices
from workspaces.finding import found

TERMS = ("technologies", "processes")


class Folded(forms.CheckboxSelectMultiple):
    """Many boxes behind one line; open where something is chosen."""

    template_name = "forums/folded_choices.html"


class TermsField(forms.MultipleChoiceField):
    """Terms of a taxonomy, by their codes."""

    widget = Folded


def add_terms(form: Any, chosen: Any = None) -> None:
    """Give a form the fields that say what a question is about."""
    for name, label, names in (
        ("technologies", _("Technologies it is about"), TECHNOLOGIES.now()),
        ("processes", _("Customs processes it is about"), PROCESSES.now()),
    ):
        kept = getattr(chosen, name, ())
        form.fields[name] = TermsField(
            label=label, required=False, choices=choices(names, kept),
            help_text=_("Questions only. People who work on it are proposed to you."),
        )  # fmt: skip


class PeopleForm(forms.Form):
    """Who is asked, and a note to them. `proposals` are offered; anybody else has a name."""

    people = forms.MultipleChoiceField(
        label=_("People"), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = forms.CharField(
        label=_("Somebody else"), required=False, max_length=200,
        help_text=_("A name or an e-mail. Only people who read this question can be asked."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("A short note"), required=False, max_length=LONGEST_NOTE,
        help_text=_("Why you ask them. They read it above the question."),
    )  # fmt: skip
    most = MOST

    def __init__(self, *args: Any, by: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.proposals = by, proposals
        # What was proposed a moment ago may be asked, though somebody else is proposed now: the
        # verb says who can be asked.
        data: Any = self.data
        sent = data.getlist("people") if self.is_bound else []
        self.fields["people"].choices = [(each, each) for each in sent if each.isalnum()]  # type: ignore[attr-defined]

    def clean_name(self) -> Person | None:
        """Return who is meant; of two with one name, neither."""
        line = self.cleaned_data["name"].strip()
        people = found([line], self.by)[line] if line else []
        if line and len(people) != 1:
            raise ValidationError(_("Nobody of this name, or several. Type the e-mail."))
        return people[0] if people else None

    def clean(self) -> dict[str, Any]:
        """Want one person at least, and no more than may be asked at a time."""
        values: dict[str, Any] = super().clean() or {}
        chosen = len(values.get("people", ())) + bool(values.get("name"))
        if not self.errors and not 0 < chosen <= self.most:
            raise ValidationError(self.how_many())
        return values

    def how_many(self) -> Any:
        """Return what is wrong with the number of people."""
        return _("Choose who is asked, five people at most.")

    def chosen(self) -> list[Person]:
        """Return who is asked."""
        ids = self.cleaned_data["people"]
        people = list(Person.objects.readable_by(self.by).filter(public_id__in=ids)) if ids else []
        named = self.cleaned_data["name"]
        return [*people, *([named] if named else [])]


class PassForm(PeopleForm):
    """The one colleague who is asked instead."""

    most = 1

    def how_many(self) -> Any:
        """Return what is wrong with the number of people."""
        return _("Choose one person.")


class AgainForm(forms.Form):
    """Until when a question that ended waits again."""

    deadline = forms.DateField(
        label=_("Answer wished by"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_deadline(self) -> Any:
        """Refuse a day that is past."""
        return day_to_come(self.cleaned_data["deadline"])


class RestForm(forms.Form):
    """Until when somebody is asked nothing."""

    until = forms.DateField(
        label=_("Do not ask me until"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_until(self) -> Any:
        """Refuse a day that is past, and one that nobody means."""
        day = day_to_come(self.cleaned_data["until"])
        if day > timezone.now().date() + datetime.timedelta(days=366):
            raise ValidationError(_("Choose a day within a year."))
        return day


def day_to_come(day: datetime.date | None) -> Any:
    """Return a day, unless it is past."""
    if day and day < timezone.now().date():
        raise ValidationError(_("This day is past. Choose today or a later one."))
    return day


class QuestionFilterForm(forms.Form):
    """Which of the questions that wait; what cannot be read narrows nothing."""

    languages = forms.BooleanField(label=_("In my languages"), required=False)
    technologies = forms.BooleanField(label=_("On my technologies and processes"), required=False)
    overdue = forms.BooleanField(label=_("Late"), required=False)

    def narrow(self, topics: TopicQuerySet, person: Any) -> TopicQuerySet:
        """Return the questions that fit."""
        self.is_valid()
        if self.cleaned_data.get("languages"):
            spoken = SpokenLanguage.objects.filter(person=person, level__gte=ANSWERS)
            mine = {person.language, *spoken.values_list("language__code", flat=True)}
            topics = topics.filter(Q(languages=[]) | Q(languages__overlap=sorted(mine)))
        if self.cleaned_data.get("technologies"):
            works = list(person.technologies.values_list("slug", flat=True))
            does = list(person.processes.values_list("slug", flat=True))
            fits = Q(technologies__overlap=works) | Q(processes__overlap=does)
            topics = topics.filter(fits)
        if self.cleaned_data.get("overdue"):
            topics = topics.overdue()
        return topics
