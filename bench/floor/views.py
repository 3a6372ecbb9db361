"""The floor page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bench.floor.models import Topic

ROWS = 30
POSTS = 20


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("alive")


@login_required
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics that were active last."""
    rows = Topic.objects.select_related("author").order_by("-last_active_at")[:ROWS]
    return render(request, "floor/topics.html", {"topics": rows})


@login_required
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the first posts of a topic."""
    found = get_object_or_404(Topic, pk=pk)
    posts = found.posts.select_related("author").order_by("pk")[:POSTS]
    return render(request, "floor/topic.html", {"topic": found, "posts": posts})
