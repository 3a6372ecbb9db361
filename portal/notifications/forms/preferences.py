"""The table of kinds of news and frequencies, and when and in which form mails come."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.db import transaction
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from portal.notifications.models import MailSetting
from portal.notifications.models.setting import prefer
from portal.notifications.registry import Frequency, Kind, kinds

PREFIX = "kind_"
HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class Row(NamedTuple):
    """One row of the table; without a field, the kind cannot be off."""

    kind: Kind
    field: Any
    # How many came in the last weeks.
    recent: int


class PreferencesForm(forms.Form):
    """What a person wants to hear, how often, and when."""

    week = forms.ChoiceField(
        label=_("My working days"),
        choices=[("home", _("The week of my administration")), ("own", _("My own days"))],
        widget=forms.RadioSelect,
        help_text=_("Summaries come on working days, at about 08:00."),
    )
    days = forms.TypedMultipleChoiceField(
        label=_("My own days"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quiet_from = forms.TypedChoiceField(label=_("No single mails from"), choices=HOURS, coerce=int)
    quiet_until = forms.TypedChoiceField(
        label=_("No single mails before"), choices=HOURS, coerce=int
    )
    is_text_only = forms.BooleanField(
        label=_("Send text only"),
        required=False,
        help_text=_("About 4 kB a mail, for slow lines and old mail programs."),
    )

    def __init__(
        self,
        *args: Any,
        frequencies: dict[str, str],
        setting: MailSetting,
        recent: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.frequencies, self.setting, self.recent = frequencies, setting, recent
        for kind in kinds():
            if not kind.is_required:
                self.fields[PREFIX + kind.code] = forms.ChoiceField(
                    label=str(kind.title),
                    choices=Frequency.choices,
                    widget=forms.RadioSelect,
                    initial=frequencies[kind.code],
                )
        own = setting.working_days
        self.initial.update(
            week="home" if own is None else "own",
            days=own or [],
            quiet_from=setting.quiet_from,
            quiet_until=setting.quiet_until,
            is_text_only=setting.is_text_only,
        )

    @property
    def rows(self) -> Iterator[Row]:
        """Yield the rows of the table, in its order."""
        for kind in kinds():
            field = None if kind.is_required else self[PREFIX + kind.code]
            yield Row(kind, field, self.recent.get(kind.code, 0))

    def clean(self) -> dict[str, Any]:
        """Refuse kinds that nobody registered or that are required, and a week without days."""
        strange = [name for name in self.data if name.startswith(PREFIX)]
        if set(strange) - set(self.fields):
            self.add_error(None, _("One kind of news is not known here. Load the page again."))
        data = self.cleaned_data
        if data.get("week") == "own" and not data.get("days") and "days" not in self.errors:
            self.add_error("days", _("Choose at least one day."))
        return data

    @transaction.atomic
    def save(self, *, by: Any) -> None:
        """Keep what differs."""
        data = self.cleaned_data
        chosen = {
            code: data[PREFIX + code] for code in self.frequencies if PREFIX + code in self.fields
        }
        changed = {code: each for code, each in chosen.items() if each != self.frequencies[code]}
        if changed:
            prefer(changed, by=by)
        fields = {name: data[name] for name in ("quiet_from", "quiet_until", "is_text_only")}
        fields["working_days"] = sorted(data["days"]) if data["week"] == "own" else None
        settings = {
            name: value for name, value in fields.items() if value != getattr(self.setting, name)
        }
        if settings:
            MailSetting.change(by=by, **settings)


class StopAllForm(forms.Form):
    """Stop all optional mail, or let it come again."""

    is_stopped = forms.TypedChoiceField(
        choices=[("yes", ""), ("no", "")], coerce=lambda value: value == "yes"
    )
