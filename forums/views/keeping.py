"""What is done to topics and posts: accepted, pinned, closed, concluded, removed, reported."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forums.forms.compose import ReasonForm
from forums.forms.reporting import LabelForm, ReportForm
from forums.models import Topic
from forums.models.kinds import Outcome
from forums.views.frame import found_post, found_topic, show_topic
from portal.markings.access import access, get_or_post, post_only, require
from workspaces.views.frame import tried

# What ends a question, by the word in the form.
ENDS = {each.value for each in (Outcome.OPEN, Outcome.ANSWERED, Outcome.PARTLY, Outcome.MOVED)}


@access("forums.accept_answer")
@post_only
def post_accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that a post answers the question, or take that back."""
    post = found_post(request, public_id)
    require(request.user, "forums.accept_answer", post)
    if request.POST.get("accept") == "no":
        post.unaccept(by=request.user)
    else:
        post.accept(by=request.user)
    return redirect(post)


@access("forums.accept_answer")
@post_only
def topic_conclude(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say how a question ended."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.accept_answer", topic)
    outcome = request.POST.get("outcome", "")
    if outcome in ENDS:
        topic.conclude(outcome, by=request.user)
    else:
        messages.error(request, _("Choose how the question ended."))
    return redirect(topic)


@access("forums.moderate_topic")
@post_only
def topic_pin(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep a topic at the head of the list, or no longer."""
    topic = _moderated(request, public_id)
    topic.pin(request.POST.get("pin") != "no", by=request.user)
    return redirect(topic)


@access("forums.moderate_topic")
@post_only
def topic_reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let people add to a closed topic again."""
    topic = _moderated(request, public_id)
    topic.reopen(by=request.user)
    return redirect(topic)


@access("forums.moderate_topic")
@get_or_post
def topic_close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close a topic, with a reason."""
    topic = _moderated(request, public_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        topic.close(by=request.user, why=form.cleaned_data["why"])
        return redirect(topic)
    words = {"title": _("Close this topic"), "hint": _("Nobody adds to it any more.")}
    return _ask(request, topic, form, **words)


@access("forums.moderate_topic")
@get_or_post
def post_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Remove a post, or with its first post a topic; the reason stays in its place."""
    post = found_post(request, public_id)
    require(request.user, "forums.moderate_topic", post)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        post.remove(by=request.user, reason=form.cleaned_data["why"])
        return redirect(post if not post.is_first else post.topic)
    hint = _("The reason stays in its place. The author is told.")
    words = {"title": _("Remove this post"), "hint": hint, "post": post}
    return _ask(request, post.topic, form, **words)


@access("forums.flag_post")
@get_or_post
def post_flag(request: HttpRequest, public_id: str) -> HttpResponse:
    """Report a post to the moderators of its room."""
    post = found_post(request, public_id)
    require(request.user, "forums.flag_post", post)
    form = ReportForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if post.flag(by=request.user, **form.cleaned_data):
            messages.success(request, _("The moderators have your report. You hear the result."))
        else:
            messages.info(request, _("You reported this post already, or it is gone."))
        return redirect(post)
    hint = _("The moderators of this workspace read it. The author does not learn who you are.")
    words = {"title": _("Report this post"), "hint": hint, "post": post}
    return _ask(request, post.topic, form, **words)


@access("forums.moderate_topic")
@get_or_post
def post_label(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a stricter label on a post, at once; only its author puts a milder one."""
    post = found_post(request, public_id)
    require(request.user, "forums.moderate_topic", post)
    form = LabelForm(request.POST or None, post=post)
    if request.method == "POST" and form.is_valid():
        if tried(request, lambda: post.raise_label(by=request.user, **form.cleaned_data)):
            messages.success(request, _("The label is raised. The author is told."))
        return redirect(post)
    hint = _(
        "A topic is as restricted as its strictest post: whoever may not read the new label"
        " loses the whole topic at once. Only the author lowers a label."
    )
    words = {"title": _("Raise the label"), "hint": hint, "post": post}
    return _ask(request, post.topic, form, **words)


def _moderated(request: HttpRequest, public_id: str) -> Topic:
    topic: Topic = found_topic(request, public_id)
    require(request.user, "forums.moderate_topic", topic)
    return topic


def _ask(request: HttpRequest, topic: Topic, form: Form, **words: Any) -> HttpResponse:
    return show_topic(request, "forums/reason.html", topic, {"form": form, "post": None} | words)
