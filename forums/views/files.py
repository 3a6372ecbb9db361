"""Files of posts: under their post, fetched through it, taken off by who sent them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.models import Attachment, Post
from forums.models.post import is_moderated_by
from forums.views.frame import found_post
from portal.files.serving import serve
from portal.markings.access import access, post_only, require
from portal.markings.models import NotReadable


class FileRow(NamedTuple):
    """A file as its post shows it to one reader."""

    attachment: Attachment
    is_open: bool
    may_take_off: bool


def put_files(posts: Sequence[Any], topic: Any, person: Any) -> None:
    """Give posts their files, in one statement, and in none where no post has any."""
    with_files = {post.pk: post for post in posts if post.files_count}
    for post in with_files.values():
        post.topic, post.shown_files = topic, []
    if not with_files:
        return
    moderates = is_moderated_by(topic.workspace, person)
    rows = Attachment.objects.held().filter(post__in=with_files).select_related("file")
    for row in rows.order_by("pk"):
        post = with_files[row.post_id]
        row.post = post
        if sees(row, person, moderates):
            is_own = row.by_id == person.pk
            may_take_off = is_own and row.removed_at is None and not post.is_position
            post.shown_files.append(
                FileRow(row, row.file.is_released, may_take_off and topic.workspace.is_writable)
            )


def sees(row: Attachment, person: Any, moderates: bool) -> bool:
    """Return whether a reader of the post learns of the file.

    What was taken off, moderators see; what was refused, its sender too.
    """
    if moderates:
        return True
    return row.removed_at is None and (not row.file.is_refused or row.by_id == person.pk)


def found_file(request: HttpRequest, public_id: str, file: str) -> Attachment:
    """Return a file of a post that the reader may read, in a topic that they may read."""
    post: Post = found_post(request, public_id)
    rows = Attachment.objects.held().filter(post=post, public_id=file).select_related("file")
    row = rows.first()
    if row is None or not sees(row, request.user, is_moderated_by(post.workspace, request.user)):
        raise NotReadable
    row.post = post
    return row


@access("workspaces.look")
@require_safe
def post_file(request: HttpRequest, public_id: str, file: str) -> HttpResponseBase:
    """Give a file of a post to whoever reads the post."""
    row = found_file(request, public_id, file)
    if not row.file.is_released:
        raise NotReadable
    answer = serve(request, row.file)
    if request.method == "GET":
        row.note_download(by=request.user)
    return answer


@access("forums.take_off_file")
@post_only
def post_file_remove(request: HttpRequest, public_id: str, file: str) -> HttpResponse:
    """Take a file off a post."""
    row = found_file(request, public_id, file)
    require(request.user, "forums.take_off_file", row)
    if row.take_off(by=request.user):
        messages.success(request, _("The file is taken off."))
    return redirect("forums:post_open", public_id)
