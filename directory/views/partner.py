"""Partner organisations of the project."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from directory.models import PartnerOrganisation
from directory.views.sections import show
from portal.markings.access import access


@access("directory.read_partners")
@require_safe
def partner_list(request: HttpRequest) -> HttpResponse:
    """Show the organisations that work with the project, by kind."""
    rows = PartnerOrganisation.objects.order_by("acronym")
    by_kind = {
        kind.label: [row for row in rows if row.kind == kind] for kind in PartnerOrganisation.Kind
    }
    groups = [(label, found) for label, found in by_kind.items() if found]
    context = {"groups": groups, "total": len(rows)}
    return show(request, "partner_list", "partner_list", context)
