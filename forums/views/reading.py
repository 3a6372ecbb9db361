"""The topics of a room, and the posts of a topic, page by page."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from forums import origins
from forums.forms.compose import PostForm
from forums.forms.empty import EmptyAnswer
from forums.forms.filters import TopicFilterForm
from forums.models import PER_PAGE, Post, ReadMark, Topic
from forums.polling import poll_of
from forums.rows import Row, posts_of, rows_of, shown_posts, standing_of, topics_of, with_files
from forums.views.asking import asking_of
from forums.views.files import put_files
from forums.views.frame import found_post, found_topic, has_titles, show_topic
from forums.views.leading import arrival_of, leads_on
from portal.markings.access import access, get_or_post, may, refusal, require
from portal.paging import Order, Page
from portal.refusals import Refused
from workspaces.views.frame import looking, room_or_404, show

ORDERS = {
    "new": Order(_("last post"), ("-is_pinned", "-last_post_at", "-id")),
    "started": Order(_("newest topic"), ("-started_at", "-id")),
}


@access("workspaces.look")
@require_safe
def topic_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show the topics of a room."""
    room = room_or_404(request, public_id)
    form = TopicFilterForm(request.GET)
    page = Page.of(topics_of(room, request.user, form.chosen), request, orders=ORDERS)
    page.rows = rows_of(page.rows)
    context = {
        "page": page,
        "form": form,
        "may_start": may(looking(request, room)[0], "forums.start_topic", room),
    }
    return show(request, "forums/topic_list.html", room, "topics", context)


@access("workspaces.look")
@get_or_post
@leads_on
def topic_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one page of a topic, from the first unread post on, and take an answer."""
    is_sent = request.method == "POST"
    if is_sent and (late := too_late(request, public_id)):
        return late
    topic = found_topic(request, public_id)
    if is_sent:
        # What was closed while somebody wrote is said beside the text, which stays.
        require(request.user, "forums.write_in_topic", topic)
    refused = refusal(request.user, "forums.reply_topic", topic)
    form = answering(request, topic) if is_sent or not refused else None
    if isinstance(form, PostForm) and form.is_sent() and (post := replied(topic, form)):
        return redirect(post)
    context = page_of(request, topic) | {"form": form, "refused": refused}
    context["asking"] = asking_of(request, topic)
    context["onward"] = origins.onward_of(topic, request.user)
    response = show_topic(request, "forums/topic_detail.html", topic, context)
    if is_sent and refused:
        response.status_code = 409
    return response


def too_late(request: HttpRequest, public_id: str) -> HttpResponse | None:
    """Show an answer whose topic was removed meanwhile to its author; None for every other."""
    topic = Topic.objects.removed().select_related("workspace").filter(public_id=public_id).first()
    inside = topic is not None and may(request.user, "forums.write_in_topic", topic)
    if topic is None or not inside or topic.is_readable_by(request.user):
        return None
    form = composing(request, topic, f"topic:{topic.public_id}")
    form.is_valid()
    form.add_error(None, _("This topic was removed meanwhile. Your text is kept here."))
    response = show(request, "forums/topic_gone.html", topic.workspace, "topics", {"form": form})
    response.status_code = 409
    return response


def answering(request: HttpRequest, topic: Topic) -> PostForm | EmptyAnswer:
    """Return the form of an answer, with a quote where one was asked for."""
    key = f"topic:{topic.public_id}"
    if empty := EmptyAnswer.of(request, key=key, topic=topic):
        return empty
    return composing(request, topic, key)


def composing(request: HttpRequest, topic: Topic, key: str) -> PostForm:
    """Return the form of an answer that was begun, is sent, or quotes."""
    form: PostForm = PostForm.compose(
        request, key=key, by=request.user, room=topic.workspace, topic=topic
    )
    if not form.is_bound and (quote := request.GET.get("quote", "")):
        form.quote(quote)
    return form


def replied(topic: Topic, form: PostForm) -> Post | None:
    """Add the post, or say in the form why not; what was typed stays there."""
    try:
        with transaction.atomic():
            post: Post = topic.reply(by=form.by, **form.post())
            form.settle()
    except Refused as why:
        form.add_error(None, str(why))
        return None
    return post


def page_of(request: HttpRequest, topic: Any) -> dict[str, Any]:
    """Return one page of the posts, which counts as read now."""
    number = page_number(request, topic)
    posts = posts_of(topic, number, request.user)
    put_files(with_files(posts, topic), topic, request.user)
    if request.method == "GET":
        mark(topic, posts, by=request.user)
    return {
        "topic": topic,
        "badge": standing_of(topic),
        "posts": shown_posts(request.user, topic, posts),
        "poll": poll_of(topic, request.user),
        "arrival": arrival_of(topic, request.user),
        "number": number,
        "pages": pages_around(number, topic.pages),
        "may": {
            "moderate": may(request.user, "forums.moderate_topic", topic),
            "accept": may(request.user, "forums.accept_answer", topic),
            "edit": may(request.user, "forums.edit_topic", topic),
            "label": may(request.user, "forums.label_topic", topic),
            "name": may(request.user, "forums.name_readers", topic),
            "titles": has_titles(topic, request.user),
        },
    }


def page_number(request: HttpRequest, topic: Any) -> int:
    """Return the page that is asked for; else that of the first post not read yet."""
    asked = request.GET.get("page", "")
    if asked.isdecimal() and len(asked) < 7:
        return min(max(1, int(asked)), topic.pages)
    unread = topic.read + 1 if topic.read < topic.last_number else 1
    return int((unread - 1) // PER_PAGE + 1)


def mark(topic: Any, posts: list[Row], *, by: Any) -> None:
    """Note how far somebody read."""
    last = max((post["number"] for post in posts), default=0)
    if last > topic.read:
        ReadMark.put(topic, by=by, number=last)


def pages_around(number: int, last: int) -> list[int]:
    """Return the pages that a reader can turn to from one: the ends and the neighbours."""
    return sorted({1, last, *(n for n in range(number - 2, number + 3) if 1 <= n <= last)})


@access("workspaces.look")
@require_safe
def post_open(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lead to where a post stands today."""
    post = found_post(request, public_id)
    address = reverse("forums:topic_detail", args=[post.topic.public_id])
    return redirect(f"{address}?page={post.page}#p{post.number}")
