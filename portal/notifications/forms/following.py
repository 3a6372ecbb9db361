"""What somebody follows, stops or changes."""

import re
from typing import Any

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from portal.notifications.models import Follow
from portal.notifications.models.follow import MOST
from portal.notifications.registry import Followable, Level, Shown, followable_of

LONGEST = 200
_KEY = re.compile(r"[0-9]{1,18}")


class NextField(forms.CharField):
    """The page of the portal to go back to; anything else is nowhere."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str:
        """Return the address if it is a page of ours."""
        page = str(value or "")
        is_ours = page.startswith("/") and page.isprintable() and len(page) <= 4000
        return page if is_ours and url_has_allowed_host_and_scheme(page, None) else ""


class SubjectForm(forms.Form):
    """One subject, as the control on its page names it, and the page to go back to."""

    subject = forms.CharField(max_length=LONGEST, widget=forms.HiddenInput)
    next = NextField()


class FollowForm(SubjectForm):
    """A subject that exists for this person, and how closely it is followed."""

    level = forms.ChoiceField(choices=Level, required=False)

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.followable: Followable | None = None
        self.shown: Shown | None = None

    def clean_subject(self) -> str:
        """Refuse what nobody registered, and what this person may not read: in the same words."""
        subject = str(self.cleaned_data["subject"])
        self.followable = followable_of(subject)
        if self.followable:
            key = subject.partition(":")[2]
            self.shown = self.followable.shown([key], self.person).get(key)
        if not self.shown:
            raise forms.ValidationError(_("This does not exist, or you may not read it."))
        return subject

    def clean_level(self) -> str:
        """Refuse a level that means nothing here."""
        level = str(self.cleaned_data["level"])
        # The subject is cleaned first.
        if level and self.followable and level not in self.followable.levels:
            raise forms.ValidationError(_("This cannot be followed in this way."))
        return level


class RowsField(forms.Field):
    """Rows of a list, by key; what is no key is no row."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[int]:
        """Return the keys, each once."""
        keys = [int(each) for each in value or [] if _KEY.fullmatch(each)]
        return list(dict.fromkeys(keys))[:MOST]


class ChosenForm(forms.Form):
    """Some of one's own follows."""

    follow = RowsField()
    next = NextField()

    def subjects_of(self, person: Any) -> list[str]:
        """Return what was chosen among what this person follows."""
        chosen = Follow.objects.of(person).filter(pk__in=self.cleaned_data["follow"])
        return list(chosen.values_list("subject", flat=True))


class LevelForm(ChosenForm):
    """How closely they are followed from now on."""

    level = forms.ChoiceField(label=_("How closely"), choices=Level)


class AutomaticForm(forms.Form):
    """Whether the portal follows for a person what they take part in."""

    follows_by_itself = forms.BooleanField(
        required=False,
        label=_("Follow what I take part in"),
        help_text=_("You follow each record that you add. You can stop any of them here."),
    )
