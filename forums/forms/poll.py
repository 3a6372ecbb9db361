"""What is put to the vote, and a vote."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from forums.models import Poll, Topic
from forums.models.kinds import Kind
from forums.models.poll_kinds import FEWEST, LONGEST, MOST, Asks, Method, Shows
from portal.moments import MomentField
from portal.names import plain_name

# How long a poll may stay open, and when it closes if nobody says.
FARTHEST = datetime.timedelta(days=366)
USUAL = datetime.timedelta(days=14)
NAMING = [
    ("named", _("By name: whoever reads the poll sees who chose what")),
    ("anonymous", _("Anonymous: nobody can find out who chose what, and no vote can be changed")),
]


class Unasked:
    """A control that the browser does not ask for: it is hidden while the topic is no poll."""

    def use_required_attribute(self, initial: Any) -> bool:
        """Leave it to the form."""
        return False


class OptionsInput(Unasked, forms.Textarea):
    """The options, one a line."""


class ClosesInput(Unasked, forms.DateTimeInput):
    """The moment at which a poll closes."""


class OptionsField(forms.CharField):
    """Options, one a line."""

    widget = OptionsInput(attrs={"rows": 5, "dir": "auto"})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=(LONGEST + 2) * 2 * MOST, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """Return the options; empty lines are none."""
        typed = super().clean(value)
        options = [" ".join(line.split()) for line in typed.splitlines() if line.strip()]
        for option in options:
            plain_name(option)
            if len(option) > LONGEST:
                raise ValidationError(
                    _("An option holds at most %(most)d characters. Shorten “%(option)s…”."),
                    params={"most": LONGEST, "option": option[:30]},
                )
        if options and not FEWEST <= len(options) <= MOST:
            raise ValidationError(
                _("There are %(n)d options. Write from %(fewest)d to %(most)d, one a line."),
                params={"n": len(options), "fewest": FEWEST, "most": MOST},
            )
        if len({option.casefold() for option in options}) != len(options):
            raise ValidationError(_("An option stands there twice."))
        return options


class PollPart(forms.Form):
    """What a poll needs beside its question; asked of no other topic."""

    poll_options = OptionsField(
        label=_("Options of the poll"),
        error_messages={"required": _("Write the options, one a line.")},
        help_text=_("One a line, 2 to 12. They cannot be changed after the first vote."),
    )  # fmt: skip
    poll_method = forms.ChoiceField(
        label=_("How does one vote?"), widget=forms.RadioSelect, choices=Method,
        initial=Method.SINGLE,
        help_text=_(
            "A ranking is counted by Borda: each place gives one point less than the one before."
        ),
    )  # fmt: skip
    poll_most = forms.IntegerField(
        label=_("At most how many options?"), required=False, min_value=1, max_value=MOST,
        help_text=_("Where several may be chosen. Empty: as many as one likes."),
    )  # fmt: skip
    poll_naming = forms.ChoiceField(
        label=_("Is the vote anonymous?"), widget=forms.RadioSelect, choices=NAMING,
        initial="named",
    )  # fmt: skip
    poll_asks = forms.ChoiceField(
        label=_("Who is asked?"), widget=forms.RadioSelect, choices=Asks,
        initial=Asks.PERSONS,
    )  # fmt: skip
    poll_shows = forms.ChoiceField(
        label=_("When are results shown?"), widget=forms.RadioSelect, choices=Shows,
        initial=Shows.CLOSED,
        help_text=_(
            "An anonymous poll shows results from 5 votes on, and until it closes in steps of 5."
        ),
    )  # fmt: skip
    poll_closes = MomentField(
        label=_("Closes"), error_messages={"required": _("Say when the poll closes.")},
        widget=ClosesInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moment = self.fields["poll_closes"]
        moment.zone = timezone.get_current_timezone()  # type: ignore[attr-defined]
        moment.help_text = _("By the clock of %(zone)s, your time zone. Within a year.") % {
            "zone": timezone.get_current_timezone_name().replace("_", " ")
        }
        usual = timezone.localtime() + USUAL
        self.initial.setdefault("poll_closes", usual.replace(hour=17, minute=0, second=0))

    def clean(self) -> dict[str, Any]:
        """Ask of a poll what a poll needs, and of no other topic."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "kind" in self.fields and values.get("kind") != Kind.POLL:
            for name in POLL_FIELDS:
                # What is left in fields of another kind is no fault.
                self.errors.pop(name, None)
            return values
        if (moment := values.get("poll_closes")) and not self.fits(moment):
            self.add_error("poll_closes", _("Choose a later moment, within a year."))
        options, most = values.get("poll_options") or [], values.get("poll_most")
        if values.get("poll_method") == Method.SEVERAL and most and most > len(options) > 0:
            self.add_error("poll_most", _("There are fewer options than that."))
        is_secret = values.get("poll_naming") == "anonymous"
        if is_secret and values.get("poll_asks") == Asks.ADMINISTRATIONS:
            self.add_error(
                "poll_naming", _("Administrations vote by name, so that they can amend their vote.")
            )
        return values

    @staticmethod
    def fits(moment: datetime.datetime) -> bool:
        """Return whether a poll may close then."""
        now = timezone.now()
        return now < moment <= now + FARTHEST

    def poll(self) -> dict[str, Any]:
        """Return the options and rules of the poll, as its verbs take them."""
        values = self.cleaned_data
        method = values["poll_method"]
        return {
            "options": values["poll_options"],
            "rules": {
                "method": method,
                "most": values["poll_most"] if method == Method.SEVERAL else None,
                "is_anonymous": values["poll_naming"] == "anonymous",
                "asks": values["poll_asks"],
                "shows": values["poll_shows"],
                "closes_at": values["poll_closes"],
            },
        }

    def begin(self, room: Any, *, kind: str, **topic: Any) -> Topic:
        """Begin the topic, with its poll if it is one."""
        if kind == Kind.POLL:
            return Poll.start(room, **self.poll(), **topic)
        return Topic.start(room, kind=kind, **topic)


POLL_FIELDS = tuple(PollPart.base_fields)


class PollForm(PollPart):
    """A poll that nobody has voted in, to be changed."""

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        options = poll.options.order_by("place").values_list("text", flat=True)
        kwargs["initial"] = {
            "poll_options": "\n".join(options),
            "poll_method": poll.method,
            "poll_most": poll.most,
            "poll_naming": "anonymous" if poll.is_anonymous else "named",
            "poll_asks": poll.asks,
            "poll_shows": poll.shows,
            "poll_closes": poll.closes_at,
        }
        super().__init__(*args, **kwargs)


class EndForm(forms.Form):
    """When a poll closes, or that it does now."""

    closes = MomentField(
        label=_("Closes"), required=False,
        widget=ClosesInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def __init__(self, *args: Any, poll: Poll, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moment = self.fields["closes"]
        moment.zone = timezone.get_current_timezone()  # type: ignore[attr-defined]
        moment.help_text = _("By the clock of %(zone)s, your time zone. Within a year.") % {
            "zone": timezone.get_current_timezone_name().replace("_", " ")
        }
        self.initial.setdefault("closes", poll.closes_at)

    def clean(self) -> dict[str, Any]:
        """Take the moment; of the button that closes the poll, this one, whatever was typed."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if "now" in self.data:
            self.errors.pop("closes", None)
            return values | {"closes": timezone.now()}
        moment = values.get("closes")
        if "closes" not in self.errors and not (moment and PollPart.fits(moment)):
            self.add_error("closes", _("Choose a later moment, within a year."))
        return values


class VoteForm(forms.Form):
    """One vote. No name of its fields is kept over a sign-in (`portal.home.held`)."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=32_767)

    def __init__(self, *args: Any, poll: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.poll = poll
        self.initial["seen"] = poll.edition
        labels = [format_html('<bdi lang="{}">{}</bdi>', language, text) for text in poll.labels]
        own = poll.own or []
        options = [(str(place), label) for place, label in enumerate(labels)]
        if poll.is_ranking:
            places = [("", "–"), *((str(n), str(n)) for n in range(1, len(labels) + 1))]
            for place, label in enumerate(labels):
                self.fields[f"ballot-{place}"] = forms.ChoiceField(
                    label=label, choices=places, required=False,
                    initial=str(own.index(place) + 1) if place in own else "",
                )  # fmt: skip
        elif poll.method == Method.SEVERAL:
            self.fields["ballot"] = forms.MultipleChoiceField(
                label=_("Your vote"), choices=options, widget=forms.CheckboxSelectMultiple,
                initial=[str(place) for place in own],
                error_messages={"required": _("Choose at least one option.")},
            )  # fmt: skip
        else:
            self.fields["ballot"] = forms.ChoiceField(
                label=_("Your vote"), choices=options, widget=forms.RadioSelect,
                initial=str(own[0]) if own else None,
                error_messages={"required": _("Choose an option.")},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Refuse too many options, and two in one place."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if self.poll.is_ranking and not self.errors:
            given = [rank for _name, rank in self._ranks()]
            if not given:
                raise ValidationError(_("Give at least one option a place."))
            if len(set(given)) != len(given):
                raise ValidationError(_("Two options have the same place. Each has its own."))
        most = self.poll.most
        if most and len(values.get("ballot", ())) > most and self.poll.method == Method.SEVERAL:
            self.add_error("ballot", _("Choose at most %(most)d options.") % {"most": most})
        return values

    def choices(self) -> list[int]:
        """Return the options that were chosen, by place; of a ranking the first one first."""
        values = self.cleaned_data
        if self.poll.is_ranking:
            given = sorted((int(rank), name) for name, rank in self._ranks())
            return [int(name.removeprefix("ballot-")) for _rank, name in given]
        chosen = values["ballot"]
        return sorted(int(each) for each in ([chosen] if isinstance(chosen, str) else chosen))

    def _ranks(self) -> list[tuple[str, str]]:
        """Return the fields of a ranking that were given a place, with it."""
        values = self.cleaned_data
        return [(name, values[name]) for name in self.fields if name != "seen" and values[name]]
