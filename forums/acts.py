"""Positions: posts that an administration signs."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.acts import Act
from forums.models import POSITION, Post


def _post(signing: Any) -> Post:
    posts = Post.objects.select_related("topic__workspace", "author")
    return posts.get(public_id=signing.subject)


ACT = Act(
    code=POSITION,
    title=_("A position in a workspace"),
    address=lambda signing: reverse("forums:post_open", args=[signing.subject]),
    on_signed=lambda signing: _post(signing).take_position(signing),
    # The room writes what is signed: another text would be signed for nothing.
    is_amendable=False,
    on_dropped=lambda signing: _post(signing).drop_position(signing),
    on_withdrawn=lambda signing: _post(signing).lose_position(signing),
)
