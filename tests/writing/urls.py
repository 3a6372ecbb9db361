"""The portal with a page that takes a text, and one that shows hostile ones."""

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_safe

from portal.markings.access import PUBLIC, SIGNED_IN, access
from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns as portal_urls
from portal.writing.forms import ComposedForm, MarkdownField
from portal.writing.rendering import Rendered, render
from portal.writing.text import Text
from tests.writing.allowed import HOSTILE
from tests.writing.samples import PEOPLE, QUOTES

SENT: list[dict[str, Any]] = []
PAGE = """{% extends "base.html" %}{% load static %}
{% block title %}Texts{% endblock title %}
{% block head %}<link rel="stylesheet" href="{% static 'css/texts.css' %}">{% endblock head %}
{% block content %}<h1>Texts</h1>
{% if form %}
  {% include "writing/composer.html" with title="Your answer" send="Post answer" %}
{% endif %}
{% for name, text in texts %}
  <article class="post-body" id="{{ name }}">{{ text.html }}</article>
{% endfor %}
{% endblock content %}"""


class ReplyForm(ComposedForm):
    """A reply, as a room would have it."""

    title = forms.CharField(label="Title", max_length=100)
    text = MarkdownField(label="Text")
    voices = forms.MultipleChoiceField(
        label="Voices", choices=[("a", "A"), ("b", "B")], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    agree = forms.BooleanField(label="Agree", required=False)

    def rendered(self, text: Text) -> Rendered:
        return render(text, key="preview", people=PEOPLE, quotes=QUOTES)


@access(SIGNED_IN)
def write(request: HttpRequest) -> HttpResponse:
    """Take a reply."""
    form = ReplyForm.compose(request, key="test:1")
    if form.is_sent():
        with transaction.atomic():
            SENT.append(form.cleaned_data)
            form.settle()
        return redirect("home:front")
    return HttpResponse(engines["django"].from_string(PAGE).render({"form": form}, request))


@access(PUBLIC)
@require_safe
def hostile(request: HttpRequest) -> HttpResponse:
    """Show every hostile text."""
    texts = [
        (f"case-{name}", render(typed, key=name, language="en", people=PEOPLE, quotes=QUOTES))
        for name, typed in HOSTILE.items()
    ]
    return HttpResponse(engines["django"].from_string(PAGE).render({"texts": texts}, request))


urlpatterns = [
    *portal_urls,
    path("test/write/", write, name="test_write"),
    path("test/hostile/", hostile, name="test_hostile"),
]
