"""Beginning a topic, changing a post, and what a post said before."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.forms.compose import EditForm, ReviseForm, TopicForm
from forums.models import Post, Topic
from forums.views.frame import found_post, found_topic
from portal.desk.registry import Refused
from portal.markings.access import access, get_or_post, require
from portal.writing.differences import differences
from workspaces.views.frame import room_or_404, show


@access("forums.start_topic")
@get_or_post
def topic_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a topic in a room."""
    room = room_or_404(request, public_id, "forums.start_topic")
    key = f"room:{room.public_id}:topic"
    form = TopicForm.compose(request, key=key, by=request.user, room=room)
    if form.is_sent() and (topic := started(form)):
        return redirect(topic)
    return show(request, "forums/topic_add.html", room, "topics", {"form": form})


def started(form: TopicForm) -> Topic | None:
    """Begin the topic, or say in the form why not; what was typed stays there."""
    try:
        with transaction.atomic():
            topic = form.start()
            form.settle()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    return topic


@access("forums.edit_topic")
@get_or_post
def topic_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the title of a topic, and what it asks for."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.edit_topic", topic)
    form = ReviseForm(request.POST or None, topic=topic)
    if request.method == "POST" and form.is_valid():
        topic.revise(by=request.user, **form.cleaned_data)
        return redirect(topic)
    context = {"form": form, "topic": topic}
    return show(request, "forums/topic_edit.html", topic.workspace, "topics", context)


@access("forums.edit_post")
@get_or_post
def post_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write one's own post anew."""
    post = found_post(request, public_id)
    require(request.user, "forums.edit_post", post)
    initial = {"body": post.source, "language": post.language, "version": post.versions.count()}
    form = EditForm.compose(request, key=f"post:{post.public_id}", initial=initial)
    if form.is_sent() and edited(post, form):
        return redirect(post)
    context = {"form": form, "post": post, "topic": post.topic}
    return show(request, "forums/post_edit.html", post.workspace, "topics", context)


def edited(post: Post, form: EditForm) -> bool:
    """Change the post, or say in the form why not; what was typed stays there."""
    values = form.cleaned_data
    try:
        with transaction.atomic():
            post.edit(
                by=form.person, source=values["body"], language=values["language"],
                seen=values["version"],
            )  # fmt: skip
            form.settle()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


@access("workspaces.look")
@require_safe
def post_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a post said before, and what each change did; of what was removed, to keepers."""
    post = found_post(request, public_id)
    if post.state == Post.State.REMOVED:
        require(request.user, "forums.moderate_topic", post)
    versions = list(post.versions.select_related("by").order_by("number"))
    texts = [*(version.source for version in versions), post.source]
    changes = [
        (version, differences(before, after))
        for version, before, after in zip(versions, texts, texts[1:], strict=False)
    ]
    context = {"post": post, "topic": post.topic, "changes": changes[::-1], "title": _("Changes")}
    return show(request, "forums/post_history.html", post.workspace, "topics", context)
