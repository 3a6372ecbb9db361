"""Questions find people: who is proposed, asked, answers, declines or passes on; what waits."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from forums.forms.asking import AgainForm, PassForm, PeopleForm, QuestionFilterForm, RestForm
from forums.models import Ask, Post, Rest, Topic
from forums.models.ask import MOST
from forums.models.proposing import Proposal, proposed
from forums.views.frame import found_post, found_topic, show_topic
from portal.markings.access import access, get_or_post, may, post_only, require
from portal.markings.models import Marking, NotReadable
from portal.paging import Order, Page
from portal.refusals import Refused
from workspaces.models import Admission, Role
from workspaces.views.frame import show_list, tried

QUEUE = {
    "urgent": Order(gettext_lazy("most urgent"), ("wanted_by", "id")),
    "new": Order(gettext_lazy("newest"), ("-started_at", "-id")),
}
ASKED = {"new": Order(gettext_lazy("newest"), ("-asked_at", "-id"))}
# Of the own questions, so many are shown beside what one is asked.
OWN = 10


class Asking(NamedTuple):
    """What the page of a question shows of who is asked."""

    mine: Ask | None
    may_join: bool
    asks: list[Ask]
    proposals: list[Proposal]
    may_ask: bool
    again: AgainForm | None

    def __bool__(self) -> bool:
        return bool(self.mine or self.asks or self.may_ask or self.again)


def asking_of(request: HttpRequest, topic: Topic) -> Asking | None:
    """Return what a reader sees of who is asked: one statement at most, and none for most."""
    if not topic.is_question:
        return None
    person: Any = request.user
    routes = may(person, "forums.ask_people", topic)
    asks = []
    if topic.asked:
        rows = topic.asks.with_people()
        asks = list(rows if routes else rows.waiting().filter(person=person))
    mine = next((each for each in asks if each.person_id == person.pk and each.is_waiting), None)
    may_ask = routes and topic.is_waiting and topic.marking != Marking.RED
    return Asking(
        mine if topic.is_waiting else None,
        mine is not None and may(person, "workspaces.join", topic.workspace),
        [each for each in asks if routes and each != mine],
        proposed(topic, by=person) if may_ask and not topic.asked else [],
        may_ask,
        AgainForm() if routes and topic.outcome == Topic.Outcome.EXPIRED else None,
    )


@access("workspaces.look")
@require_safe
def question_list(request: HttpRequest) -> HttpResponse:
    """Show the questions that wait, of every room that the reader may read; the urgent first."""
    form = QuestionFilterForm(request.GET)
    waiting = Topic.objects.readable_by(request.user).unanswered().answerable()
    topics = form.narrow(waiting.with_people(), request.user)
    context = {"page": Page.of(topics, request, orders=QUEUE), "form": form}
    context["is_narrowed"] = any(form.cleaned_data.values())
    return show_list(request, "forums/question_list.html", "forums:question_list", context)


@access("workspaces.look")
@require_safe
def ask_list(request: HttpRequest) -> HttpResponse:
    """Show somebody what they are asked, their own questions, and when they rest."""
    return _own(request, RestForm())


def _own(request: HttpRequest, form: RestForm) -> HttpResponse:
    person: Any = request.user
    readable = Topic.objects.readable_by(person)
    asks = Ask.objects.filter(person=person, topic__in=readable.order_by())
    context = {
        "page": Page.of(asks.select_related("topic__workspace", "asked_by"), request, orders=ASKED),
        "own": list(readable.unanswered().filter(author=person).with_people()[:OWN]),
        "useful": Post.objects.filter(author=person, useful_at__isnull=False).count(),
        "rest": Rest.objects.filter(person=person).first(),
        "form": form,
    }
    return show_list(request, "forums/ask_list.html", "forums:question_list", context)


@access("workspaces.look")
@post_only
def rest_edit(request: HttpRequest) -> HttpResponse:
    """Be asked nothing until a day, or be asked again."""
    if request.POST.get("rest") == "no":
        Rest.end(by=request.user)
        messages.success(request, _("You can be asked again."))
        return redirect("forums:ask_list")
    form = RestForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["until"].as_text())
        return redirect("forums:ask_list")
    Rest.take(by=request.user, until=form.cleaned_data["until"])
    messages.success(request, _("You are not proposed to anybody until that day is over."))
    return redirect("forums:ask_list")


@access("workspaces.look")
@get_or_post
def topic_people(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose people who could answer a question, and ask those who are chosen."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.ask_people", topic)
    proposals = proposed(topic, by=request.user)
    form = PeopleForm(request.POST or None, by=request.user, proposals=proposals)
    if request.method == "POST" and form.is_valid() and _asked(request, topic, form):
        return redirect(topic)
    return _show_people(request, topic, form, proposals)


def _show_people(
    request: HttpRequest, topic: Topic, form: PeopleForm, proposals: list[Proposal], **more: Any
) -> HttpResponse:
    context = {"form": form, "proposals": proposals, "most": MOST}
    return show_topic(request, "forums/topic_people.html", topic, context | more)


def _asked(request: HttpRequest, topic: Topic, form: PeopleForm) -> bool:
    """Ask the chosen people, or say in the form why not."""
    chosen = form.chosen()
    try:
        asks = Ask.send(
            topic, [each.pk for each in chosen], by=request.user, note=form.cleaned_data["note"]
        )
    except Refused as why:
        form.add_error(None, str(why))
        return False
    names = ", ".join(each.person.name for each in asks)
    messages.success(request, _("Asked: %(names)s.") % {"names": names})
    if left := len(chosen) - len(asks):
        words = ngettext(
            "%(n)d person cannot be asked now and was left out.",
            "%(n)d people cannot be asked now and were left out.", left,
        )  # fmt: skip
        messages.warning(request, words % {"n": left})
    return True


def found_ask(request: HttpRequest, public_id: str) -> Ask:
    """Return what the reader was asked, in a topic that they may read."""
    asks = Ask.objects.filter(person=request.user.pk, public_id=public_id)
    readable = Topic.objects.readable_by(request.user).order_by()
    ask = asks.filter(topic__in=readable).select_related("topic__workspace", "asked_by").first()
    if ask is None:
        raise NotReadable
    return ask


@access("workspaces.look")
@post_only
def ask_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that somebody else should answer."""
    ask = found_ask(request, public_id)
    if ask.decline(by=request.user):
        messages.success(request, _("You declined. Whoever asked you is told."))
    return redirect(ask.topic)


@access("workspaces.join")
@post_only
def ask_join(request: HttpRequest, public_id: str) -> HttpResponse:
    """Become a member of the open room of a question that one was asked, to answer it."""
    ask = found_ask(request, public_id)
    person: Any = request.user
    room = ask.topic.workspace
    require(person, "workspaces.join", room)
    tried(request, lambda: Admission.admit(room, person, role=Role.CONTRIBUTOR, by=person))
    return redirect(f"{ask.topic.get_absolute_url()}#reply")


@access("workspaces.look")
@get_or_post
def ask_pass(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a colleague be asked instead."""
    ask = found_ask(request, public_id)
    if not ask.is_waiting:
        return redirect(ask.topic)
    proposals = proposed(ask.topic, by=request.user)
    form = PassForm(request.POST or None, by=request.user, proposals=proposals)
    if request.method == "POST" and form.is_valid() and _passed(request, ask, form):
        return redirect(ask.topic)
    return _show_people(request, ask.topic, form, proposals, ask=ask)


def _passed(request: HttpRequest, ask: Ask, form: PassForm) -> bool:
    try:
        (colleague,) = form.chosen()
        ask.pass_on(colleague, by=request.user, note=form.cleaned_data["note"])
    except (Refused, ValueError) as why:
        form.add_error(None, str(why) if isinstance(why, Refused) else form.how_many())
        return False
    messages.success(request, _("Passed on to %(name)s.") % {"name": colleague.name})
    return True


@access("forums.accept_answer")
@post_only
def topic_again(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let a question that ended wait for an answer again."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.accept_answer", topic)
    form = AgainForm(request.POST)
    if form.is_valid():
        topic.ask_again(by=request.user, deadline=form.cleaned_data["deadline"])
    else:
        messages.error(request, form.errors["deadline"].as_text())
    return redirect(topic)


@access("forums.mark_useful")
@post_only
def post_useful(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say that a post was useful to whoever asked, or take that back."""
    post = found_post(request, public_id)
    require(request.user, "forums.mark_useful", post)
    post.mark_useful(request.POST.get("useful") != "no", by=request.user)
    return redirect(post)
