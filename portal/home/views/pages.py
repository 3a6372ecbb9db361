"""Pages of text: the project, help, and what is agreed. And what machines ask for."""

import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from directory.models import Person
from portal.home import samples
from portal.home.labels import labels
from portal.markings.access import PUBLIC, access
from portal.writing.differences import differences

# What machines leave alone: the pages of persons, and lists that answer to a query.
PRIVATE = ["account/", "audit/", "content/", "desk/", "directory/", "search/", "why/"]


def _text(request: HttpRequest, template: str, heading: str, **shown: object) -> HttpResponse:
    return render(request, template, {"heading": heading} | shown)


@access(PUBLIC)
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Say what the project is and who stands behind it."""
    return _text(request, "home/about.html", _("About the Smart Customs Project"))


@access(PUBLIC)
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    """Say how an administration nominates a contact point, and how partners take part."""
    return _text(request, "home/join.html", _("How to nominate a contact point"))


@access(PUBLIC)
@require_safe
def help_index(request: HttpRequest) -> HttpResponse:
    """Lead a newcomer through the portal."""
    return _text(request, "home/help.html", _("Get started in 10 minutes"))


@access(PUBLIC)
@require_safe
def help_markings(request: HttpRequest) -> HttpResponse:
    """Explain the labels of the Traffic Light Protocol."""
    return _text(request, "home/help_markings.html", _("Who can see what (TLP)"), labels=labels())


@access(PUBLIC)
@require_safe
def help_search(request: HttpRequest) -> HttpResponse:
    """Explain the search."""
    return _text(request, "home/help_search.html", _("How search works"))


@access(PUBLIC)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept of persons and why."""
    return _text(request, "home/privacy.html", _("Privacy"), version=Person.TERMS_VERSION)


@access(PUBLIC)
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Show the terms of use and confidentiality that are in force."""
    return _text(request, "home/terms.html", _("Terms of use"), version=Person.TERMS_VERSION)


@access(PUBLIC)
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how the portal can be used, and what is not tested."""
    return _text(request, "home/accessibility.html", _("Accessibility"))


@access(PUBLIC)
@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Say how Members are named and grouped."""
    return _text(request, "home/names.html", _("Names, maps and boundaries"))


@access(PUBLIC)
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show text and states; the other components are on the two pages beside it."""
    return render(request, "home/styleguide.html")


@access(PUBLIC)
@require_safe
def styleguide_forms(request: HttpRequest) -> HttpResponse:
    """Show buttons, filters and fields in every state."""
    return render(request, "home/styleguide_forms.html")


@access(PUBLIC)
@require_safe
def styleguide_lists(request: HttpRequest) -> HttpResponse:
    """Show rows, tables and figures in every state."""
    return render(request, "home/styleguide_lists.html")


@access(PUBLIC)
@require_safe
def styleguide_texts(request: HttpRequest) -> HttpResponse:
    """Show what people write, how they write it, and what they changed."""
    form = samples.SampleForm({"text": samples.MIXED}, auto_id="g-%s")
    form.fields["text"].widget.preview = samples.mixed().html
    context = {
        "sample": samples.sample(),
        "mixed": samples.mixed(),
        "versions": differences(samples.OLD, samples.NEW),
        "form": form,
    }
    return render(request, "home/styleguide_texts.html", context)


@access(PUBLIC)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let search engines read what everybody reads."""
    lines = ["User-agent: *"]
    lines += [
        f"Disallow: /{code}/{place}" for code, _name in settings.LANGUAGES for place in PRIVATE
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


@access(PUBLIC)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead browsers that ask for the old name to the icon."""
    return redirect(static("img/favicon.svg"), permanent=True)


@access(PUBLIC)
@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Say where a security problem is reported (RFC 9116)."""
    with override("en"):
        report = f"{settings.BASE_URL}{reverse('desk:report_add')}"
    expires = timezone.now().replace(microsecond=0) + datetime.timedelta(days=180)
    lines = [
        f"Contact: {report}",
        "Contact: mailto:smartcustoms@wcoomd.org",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: en, fr",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
