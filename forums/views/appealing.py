"""Appeals: the author asks once, and whoever answers reads the one post."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.models import APPEAL, Appeal
from forums.views.frame import found_post, show_topic
from portal.audit.models import record
from portal.desk.models import WorkItem
from portal.markings.access import access, get_or_post, require
from portal.markings.models import NotReadable
from portal.revision import posted
from workspaces.forms.joining import AppealForm
from workspaces.views.frame import tried


@access("forums.appeal_post")
@get_or_post
def post_appeal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the author of a rejected or removed post ask that another moderator looks again."""
    post = found_post(request, public_id)
    lodged = Appeal.objects.filter(post=post, by=request.user.pk).first()
    if lodged is None:
        require(request.user, "forums.appeal_post", post)
    form = AppealForm(posted(request))
    if lodged is None and form.is_bound and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(request, lambda: Appeal.lodge(post, by=request.user, words=words)):
            messages.success(request, _("Your appeal is sent. Somebody else looks at it."))
        return redirect("forums:post_appeal", post.public_id)
    context = {"form": form, "post": post, "appeal": lodged}
    return show_topic(request, "forums/post_appeal.html", post.topic, context)


@access("forums.handle_appeal")
@require_safe
def appeal_read(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the post that an appeal is about to whoever answers it; from above, that is recorded."""
    appeal, item = found_appeal(request, public_id)
    if appeal.is_for_secretariat:
        person: Any = request.user
        record("forums.read_appealed", by=person, on=appeal.post)
    return render(request, "forums/appeal_read.html", {"appeal": appeal, "item": item})


def found_appeal(request: HttpRequest, public_id: str) -> tuple[Appeal, WorkItem]:
    """Return an appeal that waits for this reader, with its item; 404 for every other."""
    rows = Appeal.objects.select_related("post__topic__workspace", "by")
    appeal: Any = rows.filter(public_id=public_id).first()
    items = WorkItem.objects.readable_by(request.user).standing()
    item = items.about(APPEAL, appeal).first() if appeal else None
    if item is None:
        raise NotReadable
    require(request.user, "forums.handle_appeal", appeal)
    return appeal, item
