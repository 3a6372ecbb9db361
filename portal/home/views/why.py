"""Why somebody sees a thing: the very rule that let them, in words."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.home.labels import label_of
from portal.home.rule import KINDS, number_of_readers, readers_in_words, shows_label
from portal.markings.access import PUBLIC, access
from portal.markings.models import NotReadable, reader_of


@access(PUBLIC)
@require_safe
def why(request: HttpRequest, kind: str, public_id: str) -> HttpResponse:
    """Show label, readers, and what this reader holds; what they may not read does not exist."""
    if (asked := KINDS.get(kind)) is None:
        raise NotReadable
    thing = asked.rows().readable_or_404(request.user, **{asked.key: public_id})
    tokens = thing.audience.tokens
    reader = reader_of(request.user)
    shown = {
        "thing": thing,
        "kind": asked.name,
        "label": label_of(thing.marking) if shows_label(thing, reader.tokens) else None,
        "readers": readers_in_words(tokens, request.user),
        "reasons": [reason.why for reason in reader.reasons if reason.token in tokens],
        # How many others read it is the Secretariat's to know.
        "count": number_of_readers(tokens) if "secretariat" in reader.tokens else None,
    }
    return render(request, "home/why.html", shown)
