"""The record of a work, as the Secretariat writes it."""

import datetime
import re
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Person, Region
from directory.models.administration import sort_key
from portal.markings.access import may
from portal.markings.models import Marking
from portal.revision import SeenField, again_with
from portal.search.forms import FIRST_YEAR
from portal.taxonomy.models import Language, Process, Technology
from research.forms.fields import KeywordsField, LocalNames
from research.models import ChangedMeanwhileError, Work
from research.models.work import KEY_LENGTH
from research.readership import label_choices

DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"]{1,180}")
DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)
MOST_AUTHORS = 200
OWNED = {Marking.AMBER, Marking.AMBER_STRICT}
PLAIN = [
    "title", "title_fr", "year", "kind", "venue", "language", "doi", "url", "abstract",
    "abstract_fr", "french_is_working", "marking", "is_open_to_partners", "administration",
    "source_url", "source_note",
]  # fmt: skip
SETS = ["technologies", "processes", "regions"]
# The parts of the page.
SECTIONS: list[tuple[str, Any, Any, list[str]]] = [
    (
        "work", _("The work"), "",
        ["title", "title_fr", "authors", "year", "kind", "venue", "language", "doi", "url"],
    ),
    (
        "text", _("Abstract"), _("What busy people read. Plain words."),
        ["abstract", "abstract_fr", "french_is_working", "keywords", "keywords_fr"],
    ),
    ("filed", _("Filed under"), _("Readers narrow the list by these."), SETS),
    (
        "readers", _("Readers"), _("You can name single readers after saving."),
        ["marking", "is_open_to_partners", "administration"],
    ),
    ("source", _("Source"), "", ["source_url", "source_note"]),
]  # fmt: skip


class WorkForm(forms.ModelForm):  # type: ignore[type-arg]
    """Add a record, or correct one. What was typed stays when something is wrong."""

    authors = forms.CharField(
        label=_("Authors"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One per line, given name first. If it is read wrongly, write “Family, Given”."
            " Put an organisation in braces: {World Customs Organization}."
        ),
    )
    keywords = KeywordsField(
        label=_("Keywords"), required=False, help_text=_("With commas between them.")
    )
    keywords_fr = KeywordsField(label=_("Keywords in French"), required=False)
    language = LocalNames(label=_("Language"), queryset=Language.objects.all(), empty_label=None)
    administration = LocalNames(
        label=_("Owner of the record"),
        queryset=Administration.objects.all(),
        required=False,
        help_text=_("Needed for TLP:AMBER and TLP:AMBER+STRICT."),
    )
    marking = forms.ChoiceField(
        label=_("Who will read this"), widget=forms.RadioSelect, choices=label_choices
    )
    is_twin_wanted = forms.BooleanField(
        label=_("It is another work: keep this record too"), required=False
    )
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = SeenField(required=False)

    class Meta:
        model = Work
        fields = [*PLAIN, *SETS]
        widgets = dict.fromkeys(SETS, forms.CheckboxSelectMultiple)
        help_texts = {
            "title": _("As published, in the language of the work."),
            "venue": _("Journal with volume, proceedings, series, or the publisher."),
            "doi": _("Such as 10.3390/math9131529. An address at doi.org is understood too."),
            "abstract": _("In your own words, in English. Publishers own theirs."),
            "source_url": _("Where you found it, if the work was not handed in."),
        }

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.twins: list[Work] = []
        self.is_new = self.instance.pk is None
        if not may(person, "research.label_work"):
            # Who keeps one record alone does not publish it to more people.
            for name in ("marking", "is_open_to_partners", "administration"):
                self.fields[name].disabled = True
        self.fields["technologies"].queryset = Technology.objects.current()  # type: ignore[attr-defined]
        self.fields["processes"].queryset = Process.objects.current()  # type: ignore[attr-defined]
        self.fields["regions"].queryset = Region.objects.all()  # type: ignore[attr-defined]
        if self.is_new:
            self.initial.setdefault("token", uuid.uuid4())
            self.initial.setdefault("marking", Marking.GREEN)
        else:
            self.initial.setdefault("seen", self.instance.changed_at)
            self.initial["authors"] = "\n".join(each.line for each in self.instance.authors.all())
            self.initial["keywords"] = self.instance.keywords
            self.initial["keywords_fr"] = self.instance.keywords_fr

    @property
    def sections(self) -> list[tuple[str, Any, Any, list[forms.BoundField]]]:
        """The parts of the form: id, title, hint and fields."""
        return [
            (name, title, hint, [self[field] for field in fields])
            for name, title, hint, fields in SECTIONS
        ]

    def clean_authors(self) -> list[str]:
        """Return the names, one per line."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["authors"].splitlines()]
        names = [line for line in lines if line]
        if not names:
            raise ValidationError(_("Give at least one author, or the organisation."))
        if len(names) > MOST_AUTHORS:
            raise ValidationError(_("Give at most %(most)s.") % {"most": MOST_AUTHORS})
        if any(len(name) > 200 for name in names):
            raise ValidationError(_("A name has at most 200 characters. Write one name per line."))
        return names

    def clean_year(self) -> int:
        """Refuse a year that cannot be meant."""
        year = int(self.cleaned_data["year"])
        if not FIRST_YEAR <= year <= datetime.date.today().year + 1:
            raise ValidationError(_("Give the year of publication, with four digits."))
        return year

    def clean_doi(self) -> str:
        """Return the DOI without the address of its resolver."""
        doi = DOI_PREFIX.sub("", self.cleaned_data["doi"].strip()).strip()
        if doi and not DOI.fullmatch(doi):
            raise ValidationError(
                _("A DOI looks like 10.3390/math9131529. Correct it or leave it out.")
            )
        return doi

    def clean(self) -> dict[str, Any]:
        """Ask for the owner of an amber record and for a reader of a red one; point out twins."""
        cleaned = super().clean() or {}
        marking = cleaned.get("marking")
        if marking in OWNED and not cleaned.get("administration"):
            self.add_error("administration", _("Choose the administration that owns this record."))
        is_published = self.instance.state == Work.State.PUBLISHED
        if marking == Marking.RED and is_published and not self.instance.keepers():
            self.add_error(
                "marking",
                _("Nobody could correct it. Save it as TLP:AMBER first and name a keeper."),
            )
        self.twins = list(self._twins(cleaned))
        if self.twins and not cleaned.get("is_twin_wanted"):
            self.add_error("is_twin_wanted", _("The library may have this work already."))
        return cleaned

    def _twins(self, cleaned: dict[str, Any]) -> QuerySet[Work]:
        """Return the works with the same DOI or title, among those the writer may read."""
        same = Q(pk__in=[])
        if doi := cleaned.get("doi"):
            same |= Q(doi__iexact=doi)
        if title := cleaned.get("title"):
            same |= Q(title_key=sort_key(title)[:KEY_LENGTH])
        works: QuerySet[Work] = Work.objects.readable_by(self.person).filter(same)
        return works.exclude(pk=self.instance.pk).listed()[:3]  # type: ignore[attr-defined, no-any-return]

    def already_added(self) -> Work | None:
        """Return the record that this very form has added before."""
        token = self.data.get("token", "")
        try:
            return Work.objects.filter(form_token=uuid.UUID(token), added_by=self.person).first()
        except ValueError:
            return None

    def add(self) -> Work:
        """Add the record once, however often the form is sent."""
        try:
            return Work.add(by=self.person, token=self.cleaned_data["token"], **self._values())
        except IntegrityError:
            if twin := self.already_added():
                return twin
            raise

    def revise(self) -> bool:
        """Change the record; False and an error on the form where somebody else was faster."""
        work = Work.objects.get(pk=self.instance.pk)
        try:
            work.revise(by=self.person, seen=self.cleaned_data["seen"], **self._values())
        except ChangedMeanwhileError as error:
            self.add_error(None, self._meanwhile(error))
            again_with(self, seen=error.at.isoformat())
            return False
        self.instance = work
        return True

    def _meanwhile(self, error: ChangedMeanwhileError) -> str:
        return _(
            "%(who)s changed this record at %(when)s, after you opened it. Your text is kept"
            " below. Compare it with the record in another window, then save again."
        ) % {"who": error.by or _("The portal"), "when": f"{timezone.localtime(error.at):%H:%M}"}

    def _values(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        names = [*PLAIN, "authors", "keywords", "keywords_fr"]
        return {name: cleaned[name] for name in names} | {
            "related": {name: cleaned[name] for name in SETS}
        }


class WithdrawForm(forms.Form):
    """Why a record is withdrawn: its page says it to whoever could read the record."""

    reason = forms.CharField(
        label=_("Why is it withdrawn?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The page of the record says it to its readers."),
    )


class WithdrawUnreadForm(WithdrawForm):
    """The number of a record that whoever withdraws it may not read, and why it goes."""

    number = forms.CharField(
        label=_("Number of the record"),
        max_length=200,
        help_text=_("The last part of its address. You can paste the whole address."),
    )
    field_order = ["number", "reason"]

    def clean_number(self) -> Work:
        """Return the published record of this number; nothing of it is shown."""
        public_id = self.cleaned_data["number"].rstrip("/").rpartition("/")[2]
        work: Work | None = Work.objects.published().filter(public_id=public_id).first()
        if work is None:
            raise ValidationError(_("No published record has this number."))
        return work
