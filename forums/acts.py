"""Positions: posts that an administration signs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.acts import Act
from directory.models import Signing
from forums.models import POSITION, Post, Topic
from workspaces.models import Workspace


def _post(signing: Any) -> Post:
    posts = Post.objects.select_related("topic__workspace", "author")
    return posts.get(public_id=signing.subject)


def _signers_changed(administrations: set[int]) -> None:
    """Show what waits to be signed to those who sign it today, and no longer to who did.

    Two seats may change at once: whoever comes second waits at the topics, and sees both changes.
    Rooms, topics and posts are locked each by key, as whoever writes or moves them locks them.
    """
    drafts = Signing.objects.drafts().filter(act=POSITION, administration__in=administrations)
    waiting = {each.subject: each for each in drafts.select_related("administration")}
    if not waiting:
        return
    rows = Post.objects.filter(public_id__in=waiting, state=Post.State.UNSIGNED).order_by("pk")
    rooms = Workspace.objects.filter(pk__in=rows.order_by().values("workspace")).order_by("pk")
    list(rooms.select_for_update(no_key=True).values_list("pk"))
    topics = Topic.objects.filter(pk__in=rows.order_by().values("topic")).order_by("pk")
    held = {each.pk: each for each in topics.select_for_update(no_key=True)}
    for post in rows.select_for_update(no_key=True):
        if post.topic_id in held:
            post.topic = held[post.topic_id]
            post.ask_signers(waiting[post.public_id])


ACT = Act(
    code=POSITION,
    title=_("A position in a workspace"),
    address=lambda signing: reverse("forums:post_open", args=[signing.subject]),
    on_signed=lambda signing: _post(signing).take_position(signing),
    # The room writes what is signed: another text would be signed for nothing.
    is_amendable=False,
    on_dropped=lambda signing: _post(signing).drop_position(signing),
    on_signers=_signers_changed,
    on_withdrawn=lambda signing: _post(signing).lose_position(signing),
)
