"""Records that look alike: what people say of them, and the list of possible duplicates."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from guidelines.forms.pairs import AnswerForm
from guidelines.models import Pair
from guidelines.pages.fetching import record_or_404
from portal.markings.access import access, may, post_only
from portal.paging import Order, Page
from portal.refusals import Refused

ORDERS = {"yes": Order(gettext_lazy("most often called the same"), ("-yes", "-id"))}


@access("guidelines.compare_records")
@post_only
def record_liken(request: HttpRequest, public_id: str) -> HttpResponse:
    """Keep what the person says of a record and one like it."""
    row = record_or_404(request, public_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose yes, no or not sure."))
        return redirect(row)
    other = record_or_404(request, form.cleaned_data["other"])
    try:
        Pair.compare(row, other, by=request.user, answer=form.cleaned_data["answer"])
    except Refused as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Thank you. Your answer is kept; you can change it."))
    return redirect(f"{row.get_absolute_url()}#alike")


@access("guidelines.read_pairs")
@require_safe
def pair_list(request: HttpRequest) -> HttpResponse:
    """Show the pairs that somebody called the same."""
    pairs = Pair.objects.suspected().standing().readable_by(request.user)
    page = Page.of(pairs.select_related("first", "second"), request, orders=ORDERS)
    context = {
        "page": page,
        "merges": may(request.user, "guidelines.merge_record"),
    }
    return render(request, "guidelines/pair_list.html", context)


@access("guidelines.read_pairs")
@post_only
def pair_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Say for everybody that two records are two."""
    pair = get_object_or_404(Pair.objects.suspected().standing().readable_by(request.user), pk=pk)
    pair.settle(by=request.user)
    messages.success(request, _("Settled. Nobody is asked about these two again."))
    return redirect("guidelines:pair_list")
