"""What people write: a post, a topic, a change of either; kept as a draft while it is written."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from forums.forms.asking import TERMS, add_terms
from forums.forms.attach import WithFiles
from forums.forms.poll import POLL_FIELDS, PollPart
from forums.forms.red import NamesField
from forums.models import Poll, Topic
from forums.models.kinds import LANGUAGES, Kind, Voice
from forums.models.post import is_moderated_by
from forums.models.words import named, quoted, targets
from portal.identifiers import is_public_id
from portal.kept import KeptEach
from portal.markings.models import Marking
from portal.names import plain_name
from portal.refusals import Refused
from portal.revision import again_with, mark
from portal.writing.forms import MarkdownField
from portal.writing.quoting import quoting
from portal.writing.rendering import Rendered, render
from portal.writing.text import Text
from workspaces.models.labels import is_lower

# What is written under RED has readers by name; a topic names them.
LABELS = [Marking.CLEAR, Marking.GREEN, Marking.AMBER, Marking.AMBER_STRICT]


# Every page that takes an answer says the name of an administration, which is public: a new one is
# known within a minute.
HOMES: KeptEach[int, str] = KeptEach(seconds=60, most=1_000)


def home_of(person: Any) -> str:
    """Return the name of the administration that somebody speaks for, or nothing."""
    if person.administration_id is None:
        return ""
    return HOMES.of(person.administration_id, lambda: person.administration.name)


class PostForm(WithFiles):
    """One post. Given `topic`, it answers; the same form sent twice is one post."""

    body = MarkdownField(label=_("Text"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    voice = forms.ChoiceField(
        label=_("Who is speaking?"), widget=forms.RadioSelect, choices=Voice, initial=Voice.PERSONAL
    )
    marking = forms.ChoiceField(label=_("TLP label"), required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order: tuple[str, ...] = ("body", "attached", "language", "voice", "marking")

    def __init__(
        self, *args: Any, by: Any, room: Any, topic: Any = None, home: str | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.by, self.room, self.topic = by, room, topic
        self.keep_files_of(by, room)
        self.initial.setdefault("token", uuid.uuid4())
        self.initial.setdefault("language", by.language)
        lowest = topic.marking if topic else Marking.CLEAR
        labels = [each for each in LABELS if not is_lower(each, lowest)]
        self.fields["marking"].choices = [(each.value, each.label) for each in labels]  # type: ignore[attr-defined]
        self.initial.setdefault("marking", topic.marking if topic else Marking.GREEN)
        if len(labels) < 2:
            del self.fields["marking"]
        home = home_of(by) if home is None else home
        if not home or lowest == Marking.RED:
            del self.fields["voice"]
        else:
            self.fields["voice"].choices = [  # type: ignore[attr-defined]
                (Voice.PERSONAL, _("My personal view")),
                (Voice.POSITION, _("The position of %(home)s") % {"home": home}),
            ]
            self.fields["voice"].help_text = _(
                "A position is shown once a holder of the seat confirmed it."
                " It cannot be edited later, only withdrawn."
            )

    def rendered(self, text: Text) -> Rendered:
        """Return the preview with the people and posts that its readers know."""
        if self.topic is None:
            # A preview checks nothing: whatever was sent may stand here.
            label = str(self.data.get("marking"))
            tokens = self.room.readers_of(label if label in LABELS else Marking.AMBER)
            return render(text, key="preview", people=named(text.names, tokens, by=self.by))
        posts = self.topic.posts.shown().readable_by(self.by)
        return render(
            text, key="preview", people=named(text.names, self.topic.audience_tokens(), by=self.by),
            quotes=targets(quoted(text.quotes, posts)),
        )  # fmt: skip

    def quote(self, public_id: str) -> None:
        """Begin the text with a quote of a post of the topic, after what a draft has already."""
        posts = self.topic.posts.shown().readable_by(self.by)
        post = posts.filter(public_id=public_id).first() if is_public_id(public_id) else None
        if post:
            begun = str(self.initial.get("body", "")).rstrip()
            if f"[quote {post.public_id}]" in begun:
                # The address of a draft still names what it began with.
                return
            words = quoting(post.source, public_id=post.public_id)
            self.initial["body"] = f"{begun}\n\n{words}" if begun else words

    def post(self) -> dict[str, Any]:
        """Return the values of the post."""
        values = self.cleaned_data
        return {
            "source": values["body"],
            "language": values["language"],
            "marking": values.get("marking") or "",
            "token": values.get("token") or uuid.uuid4(),
            "is_position": values.get("voice") == Voice.POSITION,
            "files": values["attached"],
        }


class TopicForm(PollPart, PostForm):
    """A topic with its first post."""

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.RadioSelect, choices=Kind)
    title = forms.CharField(
        label=_("Title"), max_length=200, validators=[plain_name],
        help_text=_("What you ask or say, in one sentence."),
    )  # fmt: skip
    deadline = forms.DateField(
        label=_("Answer wished by"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}), help_text=_("Questions only."),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages accepted"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=LANGUAGES, help_text=_("Questions only. None chosen: any."),
    )  # fmt: skip
    readers = NamesField(required=False, label=_("Readers under TLP:RED"))
    field_order = (
        "kind", "title", "body", "attached", "language", "technologies", "processes", "deadline",
        "languages", *POLL_FIELDS, "marking", "readers", "voice",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_terms(self)
        self.order_fields(self.field_order)
        self.initial.setdefault("kind", Kind.QUESTION)
        self.fields["marking"].choices += [(Marking.RED.value, Marking.RED.label)]  # type: ignore[attr-defined]
        self.fields["readers"].of(self.room, self.by)  # type: ignore[attr-defined]
        if not is_moderated_by(self.room, self.by):
            self.fields["kind"].choices = [  # type: ignore[attr-defined]
                choice for choice in Kind.choices if choice[0] != Kind.ANNOUNCEMENT
            ]

    def clean_deadline(self) -> Any:
        """Refuse a day that is past."""
        day = self.cleaned_data["deadline"]
        if day and day < timezone.now().date():
            raise ValidationError(_("This day is past. Choose today or a later one."))
        return day

    def clean(self) -> dict[str, Any]:
        """Keep readers for TLP:RED, which is for no position."""
        values = super().clean() or self.cleaned_data
        is_red = values.get("marking") == Marking.RED
        if values.get("readers") and not is_red:
            self.add_error("readers", _("Readers are named under TLP:RED alone."))
        if is_red and values.get("voice") == Voice.POSITION:
            self.add_error("voice", _("An administration takes no position under TLP:RED."))
        return values

    def start(self) -> Topic:
        """Begin the topic."""
        names = ("kind", "title", "deadline", "languages", "readers")
        values = {name: self.cleaned_data[name] for name in names}
        values["terms"] = {name: self.cleaned_data[name] for name in TERMS}
        post = self.post()
        marking = post.pop("marking") or Marking.GREEN
        return self.begin(self.room, by=self.by, marking=marking, **values, **post)


class ReviseForm(forms.Form):
    """Another title of a topic, and of a question what it asks for."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    title = forms.CharField(label=_("Title"), max_length=200, validators=[plain_name])
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    deadline = forms.DateField(
        label=_("Answer wished by"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages accepted"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=LANGUAGES, help_text=_("None chosen: any."),
    )  # fmt: skip

    def __init__(self, *args: Any, topic: Topic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [name for name in self.fields if name != "seen"]
        self.initial.update({name: getattr(topic, name) for name in own})
        if topic.is_question:
            add_terms(self, topic)
            self.initial.update({name: getattr(topic, name) for name in TERMS})
        else:
            del self.fields["deadline"], self.fields["languages"]
        if topic.kind == Kind.POLL and Poll.objects.filter(topic=topic, votes__gt=0).exists():
            self.fields["title"].disabled = True
            self.fields["title"].help_text = _("People have voted: the question stays as it is.")
        self.topic = topic
        self.initial["seen"] = mark(self._stored())

    def _stored(self) -> dict[str, Any]:
        return {name: getattr(self.topic, name) for name in self.fields if name != "seen"}

    def save_changes(self, *, by: Any) -> bool:
        """Save what differs; False where somebody changed it meanwhile, or it may not be so."""
        self.topic.refresh_from_db(fields=[*self._stored()])
        stored = self._stored()
        given = {name: self.cleaned_data[name] for name in stored}
        if given == stored:
            # Pressed twice.
            return True
        if self.cleaned_data["seen"] not in ("", mark(stored)):
            words = _("Somebody changed this topic meanwhile. It is “%(title)s” now. Save again.")
            self.add_error(None, words % {"title": self.topic.title})
            again_with(self, seen=mark(stored))
            return False
        return self._revise(by, given)

    def _revise(self, by: Any, given: dict[str, Any]) -> bool:
        try:
            self.topic.revise(by=by, **given)
        except Refused as why:
            self.add_error(None, str(why))
            return False
        return True


class EditForm(WithFiles):
    """Another text of one's own post, and more files; `version` is the one that was opened."""

    body = MarkdownField(label=_("Text"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("body", "attached", "language")

    def __init__(self, *args: Any, by: Any, room: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.room = by, room
        self.keep_files_of(by, room)
        self.initial.setdefault("token", uuid.uuid4())


class ReasonForm(forms.Form):
    """Why something is closed, removed or reported."""

    why = forms.CharField(label=_("Reason"), max_length=300)
