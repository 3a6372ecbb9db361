"""A stored file: what becomes of it, and the file itself once it is released."""

import logging

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from portal.files.models import StoredFile
from portal.files.serving import serve
from portal.markings.access import PUBLIC, access
from portal.markings.models import NotReadable

logger = logging.getLogger(__name__)


@access(PUBLIC)
@require_safe
def file_state(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what becomes of a file: to its sender while it is checked, then to its readers."""
    file = StoredFile.objects.readable_or_404(request.user, public_id=public_id)
    return render(request, "files/file_state.html", {"file": file})


@access(PUBLIC)
@require_safe
def download(request: HttpRequest, public_id: str, name: str) -> HttpResponseBase:
    """Give a released file to its readers; its sender sees what becomes of it until then."""
    file = StoredFile.objects.readable_or_404(request.user, public_id=public_id)
    if not file.is_released:
        return redirect("files:file_state", public_id)
    if name != file.name:
        raise NotReadable
    try:
        answer = serve(request, file)
    except FileNotFoundError:
        logger.exception("The bytes of file %s are gone.", file.public_id)
        page = {"file": file, "is_lost": True}
        return render(request, "files/file_state.html", page, status=503)
    if request.method == "GET":
        file.note_download(by=request.user if request.user.is_authenticated else None)
    return answer
