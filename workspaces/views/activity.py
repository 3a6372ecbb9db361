"""What happened in a room, month by month."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.markings.access import access
from portal.paging import Order, Page
from workspaces.activity import lines_of
from workspaces.models import Happening
from workspaces.views.frame import room_or_404, show

ORDERS = {"new": Order(_("newest"), ("-at", "-id"))}


@access("workspaces.enter")
@require_safe
def activity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show members what happened, as far as they read what it happened to."""
    room = room_or_404(request, public_id, "workspaces.enter")
    rows = Happening.objects.filter(workspace=room).select_related("by")
    page = Page.of(rows, request, orders=ORDERS, per_page=50)
    context = {"page": page, "lines": lines_of(page.rows, request.user)}
    return show(request, "workspaces/activity.html", room, "overview", context)
