"""Votes: given, amended, taken back, asked for once more, and read by name; when a poll closes."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from forums.forms.poll import EndForm, PollForm, VoteForm
from forums.models import Ballot, Poll, Topic
from forums.polling import Shown, poll_of
from forums.views.frame import found_topic, show_topic
from portal.markings.access import access, get_or_post, post_only, require
from portal.markings.models import NotReadable, reader_of
from portal.paging import Order, Page
from portal.refusals import Refused
from workspaces.models import Role
from workspaces.models.workspace import room_keys
from workspaces.views.frame import show_list, tried

WAITING = {"closes": Order(gettext_lazy("closes first"), ("closes_at", "id"))}
ORDERS = {"name": Order(gettext_lazy("name"), ("voter__person__sort_key", "id"))}


@access("forums.vote")
@get_or_post
def poll_vote(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a vote, or another one in its place; say why not where it is refused."""
    topic, shown = found_poll(request, public_id)
    require(request.user, "forums.vote", topic)
    if request.method != "POST":
        return show_poll(request, shown)
    poll = shown.poll
    form = shown.form or VoteForm(request.POST, poll=poll, language=topic.language)
    if not form.is_valid():
        return show_poll(request, shown)
    try:
        is_counted = poll.vote(form.choices(), by=request.user, seen=form.cleaned_data["seen"])
    except Refused as why:
        shown.form, shown.refused = None, str(why)
        return show_poll(request, shown, status=409)
    if is_counted:
        messages.success(request, _("Your vote is counted."))
    else:
        messages.info(request, _("Your vote was counted already. Nothing changed."))
    return redirect(f"{topic.get_absolute_url()}#poll")


def found_poll(request: HttpRequest, public_id: str) -> tuple[Any, Shown]:
    """Return the topic of this address, which the reader may read, and its poll."""
    topic = found_topic(request, public_id)
    shown = poll_of(topic, request.user, request.POST if request.method == "POST" else None)
    if shown is None:
        raise NotReadable
    return topic, shown


def show_poll(request: HttpRequest, shown: Shown, status: int = 200) -> HttpResponse:
    """Show a poll alone, with what is wrong with a vote."""
    context = {"poll": shown, "form": shown.form, "is_alone": True}
    response = show_topic(request, "forums/poll_vote.html", shown.topic, context)
    response.status_code = status
    return response


@access("forums.edit_poll")
@get_or_post
def poll_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change the options and rules of a poll that nobody has voted in."""
    topic, shown = found_poll(request, public_id)
    require(request.user, "forums.edit_poll", topic)
    form = PollForm(request.POST or None, poll=shown.poll)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            shown.poll.revise(by=request.user, **form.poll())
        except Refused as why:
            form.add_error(None, str(why))
            status = 409
        else:
            return redirect(topic)
    context = {"form": form, "is_begun": bool(shown.poll.votes)}
    response = show_topic(request, "forums/poll_edit.html", topic, context)
    response.status_code = status
    return response


def poll_or_404(request: HttpRequest, public_id: str, permission: str) -> tuple[Topic, Poll]:
    """Return a topic and its poll, for something that a permission is asked for."""
    topic = found_topic(request, public_id)
    require(request.user, permission, topic)
    poll = Poll.objects.filter(topic=topic).first()
    if poll is None:
        raise NotReadable
    return topic, poll


@access("forums.vote")
@post_only
def poll_take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one's own vote by name out of the count."""
    topic, poll = poll_or_404(request, public_id, "forums.vote")
    if tried(request, lambda: poll.take_back(by=request.user)):
        messages.success(request, _("Your vote is taken back. You may vote again."))
    return redirect(f"{topic.get_absolute_url()}#poll")


@access("forums.end_poll")
@get_or_post
def poll_end(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a poll close sooner or later, or now."""
    topic, shown = found_poll(request, public_id)
    require(request.user, "forums.end_poll", topic)
    form = EndForm(request.POST or None, poll=shown.poll)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            shown.poll.end_at(form.cleaned_data["closes"], by=request.user)
        except Refused as why:
            form.add_error(None, str(why))
            status = 409
        else:
            return redirect(f"{topic.get_absolute_url()}#poll")
    context = {"form": form, "poll": shown.poll}
    response = show_topic(request, "forums/poll_end.html", topic, context)
    response.status_code = status
    return response


@access("workspaces.look")
@require_safe
def poll_list(request: HttpRequest) -> HttpResponse:
    """Show the open polls that wait for the reader's vote, whichever closes first."""
    person: Any = request.user
    tokens, rooms = sorted(reader_of(person).tokens), room_keys(person, Role.CONTRIBUTOR)
    polls = Poll.objects.asking(person.pk, person.administration_id or 0, tokens, rooms)
    rows = polls.select_related("topic__workspace")
    page = Page.of(rows, request, orders=WAITING)
    return show_list(request, "forums/poll_list.html", "", {"page": page})


@access("forums.remind_voters")
@post_only
def poll_remind(request: HttpRequest, public_id: str) -> HttpResponse:
    """Remind those who did not vote; who they are is shown to nobody."""
    topic, poll = poll_or_404(request, public_id, "forums.remind_voters")
    if tried(request, lambda: poll.remind(by=request.user)):
        messages.success(request, _("Those who did not vote yet are reminded."))
    return redirect(f"{topic.get_absolute_url()}#poll")


@access("workspaces.look")
@require_safe
def vote_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who chose what in a poll by name, to whoever may read its count."""
    topic, shown = found_poll(request, public_id)
    if not shown.is_named:
        raise NotReadable
    ballots = Ballot.objects.filter(voter__poll=shown.poll.pk)
    people = ballots.select_related("voter__person__administration", "voter__person__partner")
    page = Page.of(people.select_related("voter__administration"), request, orders=ORDERS)
    labels = shown.poll.labels
    rows = [(each.voter, [labels[place] for place in each.choices]) for each in page.rows]
    context = {"poll": shown, "page": page, "rows": rows}
    return show_topic(request, "forums/vote_list.html", topic, context)
