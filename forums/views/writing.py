"""Beginning a topic, changing it or a post, and what both said before."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forums.forms.compose import EditForm, ReviseForm, TopicForm
from forums.models import Post, Topic
from forums.views.frame import found_post, found_topic, show_topic, titles_of, versions_of
from portal.markings.access import access, get_or_post, refusal, require
from portal.refusals import Refused
from portal.writing.differences import differences
from workspaces.views.frame import room_or_404, show

# A page compares so many texts with those that followed them.
MOST_CHANGES = 20


@access("forums.start_topic")
@get_or_post
def topic_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Begin a topic in a room."""
    # What is sent to a room that is read-only meanwhile is refused beside the text, which stays.
    is_sent = request.method == "POST"
    needed = "forums.write_in_room" if is_sent else "forums.start_topic"
    room = room_or_404(request, public_id, needed)
    key = f"room:{room.public_id}:topic"
    form = TopicForm.compose(request, key=key, by=request.user, room=room)
    if form.is_sent() and (topic := started(form)):
        return redirect(topic)
    response = show(request, "forums/topic_add.html", room, "topics", {"form": form})
    if is_sent and refusal(request.user, "forums.start_topic", room):
        response.status_code = 409
    return response


def started(form: TopicForm) -> Topic | None:
    """Begin the topic, or say in the form why not; what was typed stays there."""
    try:
        with transaction.atomic():
            topic = form.start()
            form.settle()
    except Refused as why:
        form.add_error(None, str(why))
        return None
    return topic


@access("forums.edit_topic")
@get_or_post
def topic_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the title of a topic, and what it asks for."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.edit_topic", topic)
    form = ReviseForm(request.POST or None, topic=topic)
    if request.method == "POST" and form.is_valid() and form.save_changes(by=request.user):
        return redirect(topic)
    return show_topic(request, "forums/topic_edit.html", topic, {"form": form})


@access("workspaces.look")
@require_safe
def topic_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a topic was called before, as far as its reader might have read it then."""
    topic = found_topic(request, public_id)
    kept = titles_of(topic, request.user).select_related("by").order_by("-number")
    context = {"wordings": kept[:MOST_CHANGES]}
    return show_topic(request, "forums/topic_history.html", topic, context)


@access("forums.edit_post")
@get_or_post
def post_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Write one's own post anew."""
    is_sent = request.method == "POST"
    post = sent_post(request, public_id) if is_sent else found_post(request, public_id)
    require(request.user, "forums.write_post" if is_sent else "forums.edit_post", post)
    initial = {"body": post.source, "language": post.language, "version": post.versions.count()}
    form = EditForm.compose(
        request, key=f"post:{post.public_id}", initial=initial, by=request.user,
        room=post.workspace,
    )  # fmt: skip
    if form.is_sent() and edited(post, form):
        return redirect(post)
    topic = post.topic if post.topic.is_readable_by(request.user) else None
    context = {"form": form, "post": post, "topic": topic}
    response = show_topic(request, "forums/post_edit.html", post.topic, context)
    if is_sent and refusal(request.user, "forums.edit_post", post):
        response.status_code = 409
    return response


def sent_post(request: HttpRequest, public_id: str) -> Post:
    """Return the post that a change is sent for: one's own is kept, its topic removed meanwhile."""
    posts = Post.objects.select_related("topic__workspace", "topic__audience", "author")
    post = posts.readable_or_404(request.user, public_id=public_id)
    is_gone = post.topic.state == Topic.State.REMOVED and post.author_id == request.user.pk
    return post if is_gone else found_post(request, public_id)


def edited(post: Post, form: EditForm) -> bool:
    """Change the post, or say in the form why not; what was typed stays there."""
    values = form.cleaned_data
    try:
        with transaction.atomic():
            post.edit(
                by=form.person, source=values["body"], language=values["language"],
                seen=values["version"], files=values["attached"],
            )  # fmt: skip
            form.settle()
    except Refused as why:
        form.add_error(None, str(why))
        return False
    return True


@access("workspaces.look")
@require_safe
def post_history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what a post said before, and what each change did; of what was removed, to keepers."""
    post = found_post(request, public_id)
    if post.state == Post.State.REMOVED:
        require(request.user, "forums.moderate_topic", post)
    kept = versions_of(post, request.user).select_related("by").order_by("-number")
    newest = list(kept[: MOST_CHANGES + 1])
    versions = newest[:MOST_CHANGES][::-1]
    texts = [*(version.source for version in versions), post.source]
    changes = [
        (version, differences(before, after))
        for version, before, after in zip(versions, texts, texts[1:], strict=False)
    ]
    most = MOST_CHANGES if len(newest) > MOST_CHANGES else 0
    context = {"post": post, "changes": changes[::-1], "most": most, "title": _("Changes")}
    return show_topic(request, "forums/post_history.html", post.topic, context)
