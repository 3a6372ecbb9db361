"""The label of a topic, and the readers of one under TLP:RED: its author alone settles both."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forums.forms.red import LabelForm, ReadersForm
from forums.views.frame import found_topic, show_topic
from portal.identifiers import is_public_id
from portal.markings.access import access, get_or_post, post_only, require
from portal.markings.models import NotReadable
from portal.refusals import Refused
from portal.revision import posted


@access("forums.label_topic")
@get_or_post
def topic_label(request: HttpRequest, public_id: str) -> HttpResponse:
    """Put a topic under another label."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.label_topic", topic)
    form = LabelForm(posted(request), topic=topic, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            topic.put_under(by=request.user, **form.values())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Its readers follow from this moment on."))
            return redirect(topic)
    return show_topic(request, "forums/topic_label.html", topic, {"form": form})


@access("forums.label_topic")
@get_or_post
def topic_readers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who is named to read a topic under TLP:RED, and name more."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.name_readers", topic)
    form = ReadersForm(posted(request), topic=topic, by=request.user)
    if form.is_bound and form.is_valid():
        try:
            topic.name_readers(form.cleaned_data["readers"], by=request.user)
        except Refused as refusal:
            form.add_error("readers", str(refusal))
        else:
            messages.success(
                request, _("Named. They read it from now on. Nobody is told: tell them.")
            )
            return redirect("forums:topic_readers", topic.public_id)
    context = {"form": form, "people": topic.named.with_post()}
    return show_topic(request, "forums/topic_readers.html", topic, context)


@access("forums.label_topic")
@post_only
def topic_reader_remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let somebody read a topic under TLP:RED no longer."""
    topic = found_topic(request, public_id)
    require(request.user, "forums.name_readers", topic)
    public_id = request.POST.get("person", "")
    person = topic.named.filter(public_id=public_id).first() if is_public_id(public_id) else None
    if person is None:
        raise NotReadable
    topic.unname_reader(person, by=request.user)
    messages.success(request, _("They read it no longer."))
    return redirect("forums:topic_readers", topic.public_id)
