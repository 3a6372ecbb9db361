"""Where posts go: to another room, into a new topic, into another one."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forums.models import Plan, Post, Topic, Way
from portal.names import plain_name
from workspaces.models import Role, Workspace

ADDRESS = re.compile(r"(?:^|/topics/)([A-Za-z0-9]{12})/?(?:[?#].*)?$")
REFERENCE = re.compile(r"T-([1-9][0-9]{0,8})", re.IGNORECASE)
RANGE = re.compile(r"([1-9][0-9]{0,8})(?:\s*[-–]\s*([1-9][0-9]{0,8}))?")
# So many posts are named at once, at most.
MOST = 1_000


class CarryForm(forms.Form):
    """Where the posts of a topic go. `plan()` says what that would do."""

    way: Way

    def __init__(self, *args: Any, topic: Topic, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.topic, self.by = topic, by
        if "room" in self.fields:
            own = Workspace.objects.of(by, Role.MODERATOR).filter(state="active")
            self.fields["room"].queryset = own.order_by("name", "pk")  # type: ignore[attr-defined]
            self.initial.setdefault("room", topic.workspace)

    def plan(self) -> Plan:
        """Return what was chosen."""
        values = self.cleaned_data
        into = values.get("into")
        return Plan(
            way=self.way, topic=self.topic, into=into, numbers=values.get("posts") or (),
            room=into.workspace if into else values["room"], title=values.get("title") or "",
        )  # fmt: skip

    def plan_again(self) -> Plan:
        """Return what was chosen as things stand now: somebody else was faster."""
        topic = Topic.objects.select_related("workspace").get(pk=self.topic.pk)
        again = type(self)(self.data, topic=topic, by=self.by)
        return again.plan() if again.is_valid() else self.plan()


class MoveForm(CarryForm):
    """Another room for a whole topic."""

    way = Way.MOVE
    room = forms.ModelChoiceField(
        label=_("To the workspace"), queryset=Workspace.objects.none(), to_field_name="public_id",
        help_text=_("Workspaces that you moderate."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = self.fields["room"].queryset.exclude(pk=self.topic.workspace_id)  # type: ignore[attr-defined]
        self.fields["room"].queryset = others  # type: ignore[attr-defined]


class SplitForm(CarryForm):
    """A new topic of some posts, here or in another room."""

    way = Way.SPLIT
    posts = forms.CharField(
        label=_("Numbers of the posts"), max_length=500,
        help_text=_("For example: 5-9, 12. The first post stays."),
    )  # fmt: skip
    title = forms.CharField(
        label=_("Title of the new topic"), max_length=200, validators=[plain_name]
    )
    room = forms.ModelChoiceField(
        label=_("In the workspace"), queryset=Workspace.objects.none(), to_field_name="public_id",
        help_text=_("Workspaces that you moderate."),
    )  # fmt: skip

    def clean_posts(self) -> tuple[int, ...]:
        """Return the numbers that are of posts of the topic, without what is not."""
        wanted: set[int] = set()
        for part in re.split(r"[,;]", self.cleaned_data["posts"]):
            found = RANGE.fullmatch(part.strip())
            if not found:
                raise ValidationError(
                    _("“%(part)s” is no number of a post. Write numbers: 5-9, 12."),
                    params={"part": part.strip()[:40]},
                )
            first = int(found[1])
            last = min(int(found[2] or first), self.topic.last_number)
            if last - first >= MOST:
                raise ValidationError(_("These are too many posts at once."))
            wanted |= set(range(first, last + 1))
        rows = Post.objects.filter(topic=self.topic, number__in=wanted)
        there = tuple(rows.order_by("number").values_list("number", flat=True))
        if not there:
            raise ValidationError(_("No post of this topic has these numbers."))
        return there


class MergeForm(CarryForm):
    """Another topic, which the posts are added to."""

    way = Way.MERGE
    into = forms.CharField(
        label=_("Into the topic"), max_length=300,
        help_text=_("Its address, or its number in this workspace, such as T-12."),
    )  # fmt: skip

    def clean_into(self) -> Topic:
        """Return the topic that is meant; what one may not read is as if it were not there."""
        typed = self.cleaned_data["into"].strip()
        topics = Topic.objects.readable_by(self.by).select_related("workspace")
        if number := REFERENCE.fullmatch(typed):
            topics = topics.filter(workspace=self.topic.workspace_id, number=int(number[1]))
        elif address := ADDRESS.search(typed):
            topics = topics.filter(public_id=address[1])
        else:
            topics = topics.none()
        found = topics.exclude(pk=self.topic.pk).first()
        if found is None:
            raise ValidationError(
                _("No other topic that you read has this address or number. Copy its address.")
            )
        return found


class CarryOutForm(forms.Form):
    """The reason, which followers and the log keep, and the state that was looked at."""

    why = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Kept in the log of the portal.")
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=24)
