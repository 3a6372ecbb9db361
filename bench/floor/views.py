"""The floor page."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.floor.models import Topic

ROWS = 30


def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process lives."""
    return HttpResponse("alive")


@login_required
def topics(request: HttpRequest) -> HttpResponse:
    """List the topics that were active last."""
    rows = Topic.objects.select_related("author").order_by("-last_active_at")[:ROWS]
    return render(request, "floor/topics.html", {"topics": rows})
