"""The form that begins a record: its text, its label, and who learns whose it is."""

import datetime
import uuid
from typing import Any

from django import forms
from django.db import IntegrityError
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from guidelines.forms.content import BETRAYS, ContentForm
from guidelines.kinds import Attribution
from guidelines.models import Manuscript, Record
from guidelines.models.labels import LABELS
from portal.markings.models import Marking
from portal.taxonomy.models import Language, in_language

FARTHEST = datetime.timedelta(days=5 * 366)


class LanguageChoice(forms.ModelChoiceField):
    """A language, by its name in the reader's."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return in_language(obj, "name")


class AboutForm(ContentForm):
    """A text with what is chosen about its record: label, language, who learns whose it is."""

    language = LanguageChoice(
        label=_("Language of the text"), queryset=Language.objects.all(), empty_label=None,
        to_field_name="code",
    )  # fmt: skip
    marking = forms.ChoiceField(
        label=_("Who will read it once it is published"), choices=LABELS,
        widget=forms.RadioSelect, initial=Marking.GREEN,
    )  # fmt: skip
    attribution = forms.ChoiceField(
        label=_("Who learns that it is yours"), choices=Attribution.choices,
        widget=forms.RadioSelect, initial=Attribution.NAMED,
        help_text=format_lazy(
            "{} {}",
            _("This can be opened later, never closed again: a name that was read is read."),
            BETRAYS,
        ),
    )  # fmt: skip
    sealed_until = forms.DateField(
        label=_("Sealed until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    # The date that stands already: it may be past while the text still waits.
    standing_seal: datetime.date | None = None

    @property
    def about(self) -> list[forms.BoundField]:
        """The fields about the record as a whole."""
        names = ("language", "marking", "attribution", "sealed_until")
        return [self[name] for name in names if name in self.fields]

    @property
    def about_title(self) -> str:
        """What those fields settle."""
        if "attribution" in self.fields:
            return gettext("Who reads it, and who learns that it is yours")
        return gettext("Who reads it")

    @property
    def saved(self) -> str:
        """What is said once it is begun: who reads it so far."""
        if self.person.administration is None:
            return gettext("Saved. The Secretariat reads it so far.")
        return gettext("Saved. The officers of your administration read it so far.")

    def clean(self) -> dict[str, Any]:
        """Ask for the date of a seal, within five years."""
        cleaned = super().clean() or {}
        if cleaned.get("attribution") == Attribution.SEALED:
            until, today = cleaned.get("sealed_until"), datetime.date.today()
            is_far = until is None or not today < until <= today + FARTHEST
            if is_far and (until is None or until != self.standing_seal):
                self.add_error("sealed_until", _("Give a day from tomorrow to five years ahead."))
        else:
            cleaned["sealed_until"] = None
        return cleaned


class BeginForm(AboutForm):
    """Begin a record. The same form sent twice begins one."""

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.initial.setdefault("language", (get_language() or "en")[:2])
        if person.administration is None:
            # The Secretariat signs what it writes.
            del self.fields["attribution"], self.fields["sealed_until"]

    def already_begun(self) -> Manuscript | None:
        """Return the manuscript that this very form has begun before."""
        try:
            token = uuid.UUID(self.data.get("token", ""))
        except ValueError:
            return None
        rows = Manuscript.objects.readable_by(self.person).filter(record__form_token=token)
        return rows.order_by("pk").first()

    def begin(self) -> Manuscript:
        """Begin the record once, however often the form is sent."""
        cleaned = self.cleaned_data
        try:
            manuscript: Manuscript = Record.begin(
                self.kind, by=self.person, content=self.content, language=cleaned["language"],
                marking=cleaned["marking"], administration=self.person.administration,
                attribution=cleaned.get("attribution") or Attribution.NAMED,
                sealed_until=cleaned.get("sealed_until"), token=cleaned["token"],
            )  # fmt: skip
        except IntegrityError:
            if twin := self.already_begun():
                return twin
            raise
        self.settle()
        return manuscript
