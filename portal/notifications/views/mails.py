"""What was sent: for its person in words, for the Secretariat as states and numbers."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from portal.markings.access import SIGNED_IN, access, post_only
from portal.notifications import delivery
from portal.notifications.forms.delivery import AddressForm, TryAgainForm
from portal.notifications.models import Event, Mail, MailSetting
from portal.paging import Order, Page

NEWEST = {"newest": Order(gettext_lazy("Newest first"), ("-id",))}
LONGEST = {"longest": Order(gettext_lazy("Longest first"), ("unreachable_since", "id"))}


@access(SIGNED_IN)
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Show people what they were sent, and what became of it."""
    mails = Mail.objects.of(request.user).select_related("event__actor")
    page = Page.of(mails, request, orders=NEWEST)
    log = delivery.log_of(page.rows, request.user)
    return render(request, "notifications/mail_list.html", {"page": page, "log": log})


@access("notifications.watch_delivery")
@require_safe
def delivery_page(request: HttpRequest) -> HttpResponse:
    """Show what became of mails: states, numbers and what mail servers said; no words of ours."""
    page = Page.of(Mail.objects.dead().select_related("event"), request, orders=NEWEST)
    context = {
        "page": page,
        "totals": delivery.totals(),
        "kinds": Mail.Kind.choices,
        "reasons": delivery.reasons(),
        "stuck": Event.objects.stuck().count(),
        "unreachable": MailSetting.objects.unreachable().count(),
    }
    return render(request, "notifications/delivery.html", context)


@access("notifications.watch_delivery")
@post_only
def delivery_try_again(request: HttpRequest) -> HttpResponse:
    """Set failed mails or events going again."""
    form = TryAgainForm(request.POST)
    n = form.try_again(by=request.user) if form.is_valid() else 0
    if n:
        said = ngettext("%(n)d is tried again.", "%(n)d are tried again.", n) % {"n": n}
        messages.success(request, said)
    else:
        messages.info(request, _("Nothing waits there any more."))
    return redirect("notifications:delivery")


@access("notifications.watch_delivery")
@require_safe
def unreachable_list(request: HttpRequest) -> HttpResponse:
    """List the people whose address sends mails back."""
    rows = MailSetting.objects.unreachable().select_related("person")
    page = Page.of(rows, request, orders=LONGEST)
    return render(request, "notifications/unreachable_list.html", {"page": page})


@access("notifications.watch_delivery")
@post_only
def address_works(request: HttpRequest) -> HttpResponse:
    """Write to an address again that its owner says works."""
    form = AddressForm(request.POST)
    if form.is_valid():
        person = form.cleaned_data["person"].person
        MailSetting.reachable_again(person=person, by=request.user)
        messages.success(request, _("We write to this address again."))
    else:
        messages.info(request, _("Nothing waits there any more."))
    return redirect("notifications:unreachable_list")
