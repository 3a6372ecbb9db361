"""What is answered when something is wrong: what happened, what is kept, what next."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from portal.markings.access import PUBLIC, access


@access(PUBLIC)
@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form without its token: most often a page that stayed open too long."""
    return render(request, "403_csrf.html", status=403)


@access(PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 503 while the database is away, else 500; both pages need nothing but themselves."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        response = HttpResponse(render_to_string("503.html"), status=503)
        response["Retry-After"] = "30"
        return response
    return HttpResponse(render_to_string("500.html"), status=500)
