"""What the Secretariat writes: the same fields for every kind, and those of each."""

import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from directory.forms.own_card import zone_choices
from hub.models import Banner, Deliverable, Item, Link, Meeting, News
from portal.markings.models import Marking
from portal.moments import MomentField
from portal.revision import RevisionForm
from portal.taxonomy.models import Language, Technology
from research.models import Work

READERS = [
    (Marking.CLEAR.value, _("Everybody (TLP:CLEAR)")),
    (Marking.GREEN.value, _("Verified officers of Member administrations (TLP:GREEN)")),
]
# The languages of the WCO's sites and tools.
LINK_LANGUAGES = ["en", "fr", "es", "ar", "pt", "ru", "zh"]
DATE = {"type": "date"}
TIME = {"type": "time"}
LONG = {"rows": 8}
SHORT = {"rows": 3}


class ItemForm(RevisionForm):
    """An item in both languages."""

    marking = forms.ChoiceField(
        label=_("Who may read it"), choices=READERS, widget=forms.RadioSelect
    )

    once = forms.UUIDField(required=False, initial=uuid.uuid4, widget=forms.HiddenInput)

    BOTH_LANGUAGES: ClassVar[list[str]] = ["marking", "title_en", "title_fr"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            # Who may read it is chosen, never left to a default.
            self.initial["marking"] = None

    @property
    def fields_given(self) -> dict[str, Any]:
        """What was written, as the verb takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class NewsForm(ItemForm):
    """News."""

    class Meta:
        model = News
        fields = [
            *ItemForm.BOTH_LANGUAGES, "summary_en", "summary_fr", "body_en", "body_fr",
            "french_is_working", "date", "precision", "source_title", "source_url",
        ]  # fmt: skip
        widgets = {
            "date": forms.DateInput(attrs=DATE),
            "body_en": forms.Textarea(attrs=LONG),
            "body_fr": forms.Textarea(attrs=LONG),
        }
        help_texts = {
            "body_en": _("Leave an empty line between paragraphs."),
            "body_fr": _("Leave an empty line between paragraphs."),
        }


class MeetingForm(ItemForm):
    """A meeting."""

    zone = forms.ChoiceField(label=_("Time zone of the host"))

    class Meta:
        model = Meeting
        fields = [
            *ItemForm.BOTH_LANGUAGES, "kind", "start", "end", "precision", "start_time", "end_time",
            "zone", "place_en", "place_fr", "is_online", "note_en", "note_fr", "french_is_working",
            "source_url",
            "verification",
        ]  # fmt: skip
        widgets = {
            "start": forms.DateInput(attrs=DATE),
            "end": forms.DateInput(attrs=DATE),
            "start_time": forms.TimeInput(attrs=TIME, format="%H:%M"),
            "end_time": forms.TimeInput(attrs=TIME, format="%H:%M"),
            "note_en": forms.Textarea(attrs=SHORT),
            "note_fr": forms.Textarea(attrs=SHORT),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("zone", self.instance.zone)
        self.fields["zone"].choices = zone_choices(self.instance.zone)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse an hour of the end before that of the beginning."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        starts, ends = values.get("start_time"), values.get("end_time")
        one_day = values.get("start") == values.get("end")
        if ends and not starts:
            self.add_error("start_time", _("Say when it begins, too."))
        elif starts and ends and one_day and ends <= starts:
            self.add_error("end_time", _("It ends before it begins."))
        return values


class DeliverableForm(ItemForm):
    """A deliverable of the project."""

    work = forms.CharField(
        label=_("Record in the library"),
        help_text=_("Its code, such as R030."),
        required=False,
        max_length=10,
    )

    class Meta:
        model = Deliverable
        fields = [
            *ItemForm.BOTH_LANGUAGES, "kind", "status", "technology", "description_en",
            "description_fr", "french_is_working", "date", "precision", "url", "work",
            "position", "source_url", "verification",
        ]  # fmt: skip
        widgets = {
            "date": forms.DateInput(attrs=DATE),
            "description_en": forms.Textarea(attrs=SHORT),
            "description_fr": forms.Textarea(attrs=SHORT),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Technology.objects.current()
        self.fields["technology"].queryset = current  # type: ignore[attr-defined]
        if self.instance.work:
            self.initial["work"] = self.instance.work.code or ""

    def clean_work(self) -> Work | None:
        """Return the public record of a code."""
        code = self.cleaned_data["work"].strip().upper()
        if not code:
            return None
        work = Work.objects.published().filter(code=code, marking=Marking.CLEAR).first()
        if work is None:
            raise forms.ValidationError(_("No public record has this code."))
        return work


class LinkForm(ItemForm):
    """A link to another site."""

    languages = forms.MultipleChoiceField(
        label=_("Languages of the site"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-row"}),
    )

    class Meta:
        model = Link
        fields = [
            *ItemForm.BOTH_LANGUAGES, "group", "description_en", "description_fr",
            "french_is_working", "url", "address_status", "languages", "position",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Language.objects.filter(code__in=LINK_LANGUAGES)
        languages = [(row.code, row.name) for row in known]
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]


FORMS: dict[str, type[ItemForm]] = {
    "news": NewsForm,
    "meetings": MeetingForm,
    "deliverables": DeliverableForm,
    "links": LinkForm,
}


class KeeperFilter(forms.Form):
    """What the list of those who keep the hub shows."""

    state = forms.ChoiceField(
        label=_("State"), choices=[*Item.State.choices, ("all", _("All"))], required=False
    )


class BannerForm(forms.ModelForm):
    """The maintenance notice."""

    class Meta:
        model = Banner
        fields = ["text_en", "text_fr", "since", "until"]
        field_classes: ClassVar[dict[str, Any]] = {"since": MomentField, "until": MomentField}
        help_texts = {
            "text_en": _("Say what works and what does not, and until when."),
        }
