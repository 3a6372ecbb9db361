"""Reading: the list, one record, its citations and files of records."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.markings.access import PUBLIC, access
from research.exports import MOST, WRITERS, File, export
from research.forms.filters import ExportForm
from research.forms.work import WithdrawForm
from research.listing import Listing, orders
from research.models import Work
from research.policies import staff
from research.record import Record, work_or_404


@access(PUBLIC)
@require_safe
def work_list(request: HttpRequest) -> HttpResponse:
    """Show the works that the person may read, narrowed by facets."""
    return render(request, "research/work_list.html", Listing(request).context())


@access(PUBLIC)
@require_safe
def work_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one record, or that it was withdrawn."""
    return show(request, work_or_404(request.user, public_id))


def show(
    request: HttpRequest, work: Work, withdraw_form: WithdrawForm | None = None
) -> HttpResponse:
    """Return the page of a record that the person may read."""
    # The one public address, however this request spelled the host.
    record = Record(work, request.user, settings.BASE_URL + work.get_absolute_url())
    if work.state == Work.State.WITHDRAWN:
        context = {"record": record, "staff": staff(request.user)}
        return render(request, "research/work_withdrawn.html", context, status=410)
    form = withdraw_form or WithdrawForm()
    context = {"staff": staff(request.user), "record": record, "work": work, "withdraw_form": form}
    return render(request, "research/work_detail.html", context)


@access(PUBLIC)
@require_safe
def work_citation(request: HttpRequest, public_id: str, notation: str) -> HttpResponse:
    """Hand out one citation as a file."""
    if notation not in WRITERS or notation == "csv":
        raise Http404
    works = Work.objects.published().select_related("language").prefetch_related("authors")
    work = works.readable_or_404(request.user, public_id=public_id)
    return _download(export([work], format=notation, name=work.code or work.public_id))


@access(PUBLIC)
@require_safe
def work_export(request: HttpRequest) -> HttpResponse:
    """Hand out the chosen records, or those of the whole list up to a limit, as a file."""
    listing = Listing(request)
    form = ExportForm(request.GET)
    if not form.is_valid():
        messages.error(
            request, " ".join(str(error) for each in form.errors.values() for error in each)
        )
        return redirect(f"{reverse('research:work_list')}?{urlencode(listing.filters)}")
    works = listing.found
    if form.cleaned_data["scope"] == "chosen":
        works = listing.everything.filter(public_id__in=form.cleaned_data["work"])
    known = orders()
    order = known.get(request.GET.get("sort", ""), known["newest"])
    rows = works.order_by(*order.fields).select_related("language").prefetch_related("authors")
    return _download(export(rows[:MOST], format=form.cleaned_data["format"], name=_("research")))


def _download(file: File) -> HttpResponse:
    response = HttpResponse(file.content, content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    return response
