"""A copy of one's own data: asked for, and fetched by its owner alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.models import DataExport
from portal.audit.models import record
from portal.files.serving import serve
from portal.markings.access import SIGNED_IN, access, get_or_post
from portal.markings.models import NotReadable


@access(SIGNED_IN)
@get_or_post
def own_data(request: HttpRequest) -> HttpResponse:
    """Say what a copy holds, and take a request for one."""
    person: Any = request.user
    if request.method == "POST":
        if DataExport.ask(by=person, language=(get_language() or "en")[:2]):
            messages.success(request, _("Your copy is being made. You are told when it is ready."))
        else:
            messages.warning(request, _("You asked three times today. Come back tomorrow."))
        return redirect("directory:own_data")
    exports = DataExport.objects.filter(person=person).select_related("file")
    context = {"exports": exports.order_by("-pk")[:5]}
    return render(request, "directory/own_data.html", context)


@access(SIGNED_IN)
@require_safe
def own_data_file(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """Give a copy to its owner; for anybody else it does not exist."""
    ready = DataExport.objects.ready().select_related("file")
    export = ready.filter(person=request.user.pk, public_id=public_id).first()
    if export is None or export.file is None:
        raise NotReadable
    answer = serve(request, export.file)
    if request.method == "GET":
        record("directory.fetch_data", by=export.person, on=export.person)
    return answer
