"""The mail domains of administrations and partner organisations, kept by the Secretariat."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.addresses import belongs, findings_of_domain, shown_domain
from directory.forms.domain import DomainForm
from directory.models import Administration, AllowedDomain, PartnerOrganisation
from directory.views.sections import show
from portal.markings.access import access, get_or_post, post_only
from portal.revision import posted


@access("directory.keep_domains")
@get_or_post
def administration_domains(request: HttpRequest, iso2: str) -> HttpResponse:
    """Keep the mail domains of an administration."""
    home = Administration.objects.readable_or_404(request.user, iso2=iso2)
    return _keep(request, home, "administration_list")


@access("directory.keep_domains")
@get_or_post
def partner_domains(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the mail domains of a partner organisation."""
    return _keep(request, get_object_or_404(PartnerOrganisation, pk=pk), "partner_list")


@access("directory.keep_domains")
@post_only
def domain_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a domain off the list, and say how many addresses use it."""
    rows = AllowedDomain.objects.select_related("administration", "partner")
    row = get_object_or_404(rows, pk=pk)
    home = row.administration or row.partner
    used = _users(home, [row.domain])[row.domain]
    if row.drop(by=request.user):
        words = ngettext(
            "The domain is dropped. %(number)d account still has an address there.",
            "The domain is dropped. %(number)d accounts still have an address there.",
            used,
        )
        messages.success(request, words % {"number": used})
    return redirect(_address(home))


def _keep(request: HttpRequest, home: Any, section: str) -> HttpResponse:
    form = DomainForm(posted(request))
    if form.is_bound and form.is_valid():
        if form.allow(home, by=request.user):
            messages.success(request, _("The domain is on the list."))
        else:
            messages.info(request, _("The domain was on the list already."))
        return redirect(_address(home))
    rows = list(AllowedDomain.objects.of(home).select_related("added_by"))
    others = AllowedDomain.objects.elsewhere(home)
    used = _users(home, [row.domain for row in rows])
    listed = [
        {
            "row": row,
            "shown": shown_domain(row.domain),
            "findings": findings_of_domain(row.domain, others),
            "used": used[row.domain],
        }
        for row in rows
    ]
    return show(
        request, "directory/domain_list.html", section, {"home": home, "rows": listed, "form": form}
    )


def _users(home: Any, domains: list[str]) -> dict[str, int]:
    """Return how many accounts of the office have an address of each domain."""
    people = home.officers if isinstance(home, Administration) else home.people
    ends = [email.rpartition("@")[2] for email in people.values_list("email", flat=True)]
    return {domain: sum(belongs(end, [domain]) for end in ends) for domain in domains}


def _address(home: Any) -> str:
    if isinstance(home, Administration):
        return reverse("directory:administration_domains", args=[home.iso2])
    return reverse("directory:partner_domains", args=[home.pk])
