"""Who saw the contacts of an administration: by organisation and day, never by name."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.models import Administration, CardView, PartnerOpening
from directory.views.sections import show
from portal.markings.access import SIGNED_IN, access, require
from portal.paging import TOTAL_CAP, Order, Page

ORDERS = {"day": Order(gettext_lazy("newest"), ("-day", "organisation"))}


@access(SIGNED_IN)
@require_safe
def look_list(request: HttpRequest, iso2: str) -> HttpResponse:
    """Show which organisations saw and copied the cards of an administration's people."""
    row = Administration.objects.readable_or_404(request.user, iso2=iso2)
    require(request.user, "directory.read_looks", row)
    looks = CardView.objects.filter(home=row).by_day()
    total = looks.order_by()[: TOTAL_CAP + 1].count()
    page = Page.of(looks, request, orders=ORDERS, total=total)
    guests = PartnerOpening.objects.current().select_related("partner").order_by("partner__acronym")
    context = {"administration": row, "page": page, "guests": guests}
    return show(request, "directory/look_list.html", "administration_list", context)
