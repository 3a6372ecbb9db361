"""A copy of a text for reading off-line."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from guidelines.models.copying import note_text
from guidelines.pages.manuscript import ManuscriptPage
from guidelines.pages.offline import docx_of
from guidelines.views.manuscripts import manuscript_or_404
from portal.markings.access import access

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@access("guidelines.read_manuscript")
@require_safe
def manuscript_docx(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand a text out as a document."""
    row = manuscript_or_404(request, public_id)
    response = HttpResponse(docx_of(ManuscriptPage(row, request.user)), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{row.public_id}.docx"'
    if request.method == "GET":
        note_text(row, by=request.user, format="docx")
    return response
