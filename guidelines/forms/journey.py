"""What reviewers and readers say of a text, and what its authors answer."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.models import Person
from guidelines.models import Comment, Manuscript, Review
from guidelines.models.comment import LONGEST
from guidelines.models.proposing import Proposal
from guidelines.text.paragraphs import Paragraph, paragraphs_of
from guidelines.text.sections import Section, section_of
from portal.revision import again_with

VERDICTS = [
    (Review.State.ACCEPTED, _("Accept it as it is")),
    (Review.State.COMMENTED, _("Accept it, with comments")),
    (Review.State.RETURNED, _("Return it: it needs work first")),
]
ANSWERS = [
    (Comment.State.ACCEPTED, _("Accepted: the text says it so")),
    (Comment.State.CHANGED, _("Changed: the text says it in other words")),
    (Comment.State.REFUSED, _("Not accepted: say why")),
]
AREA = forms.Textarea(attrs={"rows": 6, "dir": "auto"})


class VerdictForm(forms.Form):
    """What a reviewer says of a text. `seen` is the digest of the text on the page."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    verdict = forms.ChoiceField(label=_("Your verdict"), choices=VERDICTS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Your comments"), max_length=4000, required=False, widget=AREA,
        help_text=_("Whoever wrote the text and the Secretariat read them."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Want words for everything but a plain yes."""
        values: dict[str, Any] = super().clean() or {}
        verdict = values.get("verdict")
        if verdict and verdict != Review.State.ACCEPTED and not values.get("words"):
            self.add_error("words", _("Write your comments."))
        return values

    def read_again(self, why: str, *, seen: str) -> None:
        """Say why it is refused; sent again, it is about the text that the page shows now."""
        self.add_error(None, why)
        again_with(self, seen=seen)


class CommentForm(forms.Form):
    """A comment on one paragraph of a section; its digest says which words are meant."""

    place = forms.ChoiceField(label=_("Paragraph"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("Your comment"), max_length=LONGEST, widget=AREA)

    def __init__(self, *args: Any, section: Section, manuscript: Manuscript, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section = section
        found = paragraphs_of(section, manuscript.content)
        field: Any = self.fields["place"]
        field.choices = [(_place(each), _beginning(each)) for each in found]
        if len(found) == 1:
            field.initial = _place(found[0])
        if self.is_bound and str(self.data.get("place", "")) not in dict(field.choices):
            field.error_messages["invalid_choice"] = _(
                "The paragraph was changed after you opened it. Choose it again."
            )

    @property
    def paragraph(self) -> int:
        """The number of the paragraph."""
        return int(str(self.cleaned_data["place"]).partition("-")[0])

    @property
    def seen(self) -> str:
        """The digest of its words."""
        return str(self.cleaned_data["place"]).partition("-")[2]


def _place(paragraph: Paragraph) -> str:
    return f"{paragraph.number}-{paragraph.digest}"


def _beginning(paragraph: Paragraph) -> Any:
    return paragraph.quote or _("Nothing is written here yet")


class SectionForm(forms.Form):
    """The section that an address names."""

    section = forms.CharField(max_length=20)

    def found(self, kind: str) -> Section | None:
        """Return the section, or None."""
        return section_of(kind, self.cleaned_data["section"]) if self.is_valid() else None


class AnswerForm(forms.Form):
    """What became of a comment."""

    state = forms.ChoiceField(
        label=pgettext_lazy("comment", "What became of it"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=pgettext_lazy("comment", "Answer"), max_length=LONGEST, required=False, widget=AREA,
        help_text=_("Needed where it is not accepted."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Want a reason for a no."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("state") == Comment.State.REFUSED and not values.get("answer"):
            self.add_error("answer", _("Say why it is not accepted."))
        return values


class ReviewersForm(forms.Form):
    """Who is asked to review. `proposals` are offered; anybody else has an e-mail."""

    people = forms.MultipleChoiceField(
        label=_("People"), required=False, widget=forms.CheckboxSelectMultiple
    )
    email = forms.EmailField(
        label=_("Somebody else, by e-mail"), required=False,
        help_text=_(
            "An officer of another administration, in the directory. Where it is not told whose "
            "the text is, regions are left out: the author's, and mostly one more."
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, by: Any, proposals: list[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        sent = self.data.getlist("people") if self.is_bound else []  # type: ignore[attr-defined]
        offered = {each.person.public_id: _said(each) for each in proposals}
        # What was proposed a moment ago may be asked: the verb says who can be.
        field: Any = self.fields["people"]
        field.choices = [
            *offered.items(),
            *((each, each) for each in sent if each.isalnum() and each not in offered),
        ]

    def clean_email(self) -> Person | None:
        """Return who is meant."""
        email = self.cleaned_data["email"]
        if not email:
            return None
        found = Person.objects.verified().readable_by(self.by).filter(email__iexact=email).first()
        if found is None:
            raise ValidationError(_("Nobody in the directory has this address."))
        return found

    def clean(self) -> dict[str, Any]:
        """Want somebody."""
        values: dict[str, Any] = super().clean() or {}
        if not self.errors and not values.get("people") and not values.get("email"):
            raise ValidationError(_("Choose who is asked."))
        return values

    def chosen(self) -> list[Person]:
        """Return who is asked."""
        ids = self.cleaned_data["people"]
        rows = Person.objects.verified().readable_by(self.by).select_related("administration")
        people = list(rows.filter(public_id__in=ids)) if ids else []
        named = self.cleaned_data["email"]
        return [*people, *([named] if named and named not in people else [])]


def _said(proposal: Proposal) -> str:
    home = proposal.person.administration
    return f"{proposal.person.name}, {home} ({'; '.join(proposal.reasons)})"
