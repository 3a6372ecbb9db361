"""The note of a bookmark and the day of its reminder; the filters of their list."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forums.models.bookmark import Bookmark, BookmarkQuerySet
from portal.notifications.models import MailSetting
from portal.notifications.week import working_days_of

DAY = datetime.timedelta(days=1)
FARTHEST = datetime.timedelta(days=2 * 366)
SHOWN = [
    ("", _("All bookmarks")),
    ("waiting", _("With a reminder to come")),
    ("reminded", _("Reminded already")),
    ("noted", _("With a note")),
]
ORDERED = [("new", _("newest bookmark")), ("old", _("oldest bookmark"))]


class MarkForm(forms.Form):
    """The button under a post: it says which post, and whether its bookmark is put or dropped."""

    add = forms.SlugField(max_length=12, required=False)
    drop = forms.SlugField(max_length=12, required=False)
    # Whoever comes from their list goes back to it.
    list = forms.BooleanField(required=False)

    @property
    def post(self) -> str:
        """The post that is meant; none where the form cannot be read."""
        self.is_valid()
        return str(self.cleaned_data.get("add") or self.cleaned_data.get("drop") or "")


class BookmarkForm(forms.Form):
    """A note, and when to be reminded, by the person's own calendar."""

    note = forms.CharField(
        label=_("Note"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only you read it."),
    )  # fmt: skip
    remind = forms.ChoiceField(
        label=_("Remind me"), widget=forms.RadioSelect,
        help_text=_("In the morning of that day, where you are."),
    )  # fmt: skip
    day = forms.DateField(
        label=_("Another day"), required=False, widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip

    def __init__(self, *args: Any, bookmark: Bookmark, **kwargs: Any) -> None:
        waits = bookmark.remind_on and not bookmark.reminded_at
        kwargs["initial"] = {
            "note": bookmark.note,
            "remind": "day" if waits else "never",
            "day": f"{bookmark.remind_on:%Y-%m-%d}" if waits else None,
        }
        super().__init__(*args, **kwargs)
        self.bookmark = bookmark
        self.days = days_from(timezone.localdate(), working_days(bookmark.person))
        named = [
            ("tomorrow", _("tomorrow morning")),
            ("working", _("on the next working day")),
            ("week", _("in a week")),
        ]
        self.fields["remind"].choices = [  # type: ignore[attr-defined]
            ("never", _("never")),
            *((key, format_lazy("{}: {}", words, short(self.days[key]))) for key, words in named),
            ("day", _("on the day below")),
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for a day that is to come where a day is meant."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("remind") != "day" or "day" in self.errors:
            return values
        day, now = values.get("day"), timezone.localdate()
        is_known = day == self.bookmark.remind_on and not self.bookmark.reminded_at
        if day is None:
            self.add_error("day", _("Choose a day."))
        elif not is_known and not now < day <= now + FARTHEST:
            self.add_error("day", _("Choose tomorrow or a later day, within two years."))
        return values

    def remind_on(self) -> datetime.date | None:
        """Return the day of the reminder; a reminder that was sent stays noted."""
        chosen = self.cleaned_data["remind"]
        if chosen == "never":
            return self.bookmark.remind_on if self.bookmark.reminded_at else None
        day: datetime.date = self.cleaned_data["day"] if chosen == "day" else self.days[chosen]
        return day


class BookmarkFilterForm(forms.Form):
    """Which bookmarks, of which workspace, in which order; what cannot be read narrows nothing."""

    show = forms.ChoiceField(label=_("Show"), choices=SHOWN, required=False)
    room = forms.ChoiceField(label=_("Workspace"), required=False)
    sort = forms.ChoiceField(label=_("Order"), choices=ORDERED, required=False)

    def __init__(self, *args: Any, rooms: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = [("", _("Every workspace")), *rooms]  # type: ignore[attr-defined]
        if len(rooms) < 2:
            del self.fields["room"]

    def narrow(self, bookmarks: BookmarkQuerySet) -> BookmarkQuerySet:
        """Return the bookmarks that fit."""
        self.is_valid()
        values = self.cleaned_data
        if room := values.get("room"):
            bookmarks = bookmarks.filter(post__workspace__public_id=room)
        match values.get("show"):
            case "waiting":
                bookmarks = bookmarks.waiting()
            case "reminded":
                bookmarks = bookmarks.filter(reminded_at__isnull=False)
            case "noted":
                bookmarks = bookmarks.exclude(note="")
        return bookmarks


def working_days(person: Any) -> list[int]:
    """Return the weekdays on which a person works; every day for whoever named none."""
    setting = MailSetting.objects.filter(person=person).first() or MailSetting(person=person)
    return working_days_of(person, setting) or list(range(7))


def days_from(today: datetime.date, working: list[int]) -> dict[str, datetime.date]:
    """Return the days that can be chosen by a word."""
    work = today + DAY
    while work.weekday() not in working:
        work += DAY
    return {"tomorrow": today + DAY, "working": work, "week": today + 7 * DAY}


def short(day: datetime.date) -> str:
    """Return a day as a button says it."""
    return date_format(day, "SHORT_DATE_FORMAT")
