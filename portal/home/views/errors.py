"""What is answered when something is wrong: what happened, what is kept, what next."""

import logging
import secrets
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import requires_csrf_token

from directory.models import Person
from directory.tokens import needs_second_factor
from portal.home import held
from portal.home.held_words import readable
from portal.markings.access import PUBLIC, access

log = logging.getLogger(__name__)


@access(PUBLIC)
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer what cannot be read; the page needs nothing of the request."""
    return HttpResponse(render_to_string("400.html"), status=400)


@access(PUBLIC)
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token: most often a page that stayed open too long.

    What was typed is offered again only where the browser says that the form stood on our page.
    """
    context = {}
    if held.is_plain_form(request) and held.is_from_here(request):
        fields = held.typed(request)
        context = {
            "fields": fields,
            "readable": readable(fields, address=request.path, reader=request.user),
            "action": request.get_full_path(),
            "lost_files": bool(request.FILES),
        }
    return render(request, "403_csrf.html", context, status=403)


@access(PUBLIC)
@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why the person may not; what they can do themselves is the first thing to say."""
    person = request.user
    unprotected = person.is_authenticated and needs_second_factor(person)
    unchecked = person.is_authenticated and person.state == Person.State.UNCONFIRMED
    context = {
        "reason": str(exception),
        "unprotected": unprotected,
        "unchecked": unchecked,
        "lapsed": person.is_authenticated and person.is_lapsed,
    }
    return render(request, "403.html", context, status=403)


@access(PUBLIC)
@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer the same bytes for what is not there and for what may not be seen."""
    return render(request, "404.html", status=404)


def method_not_allowed(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """Answer a page that was asked for in a way it does not take, and say which it takes."""
    response = render(request, "405.html", status=405)
    response["Allow"] = allowed
    return response


@access(PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database is away, else 500; neither page asks the database anything.

    The reference of a 500 stands in the log, above the traceback.
    """
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "30"
        return response
    reference = "-".join((secrets.token_hex(2), secrets.token_hex(1)))
    # Django's own line names the address; this one what the reader may quote.
    log.error("Reference %s", reference, exc_info=sys.exception())
    context = {
        "reference": reference,
        "at": timezone.now(),
        # A form's own address may be no page.
        "again": request.get_full_path() if request.method in ("GET", "HEAD") else "",
    }
    return HttpResponse(render_to_string("500.html", context), status=500)
