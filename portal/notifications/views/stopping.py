"""The page behind the links of mails: it stops them, signed in or not."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from portal.markings.access import PUBLIC, access, get_or_post
from portal.notifications import stopping
from portal.notifications.forms.stopping import StopForm
from portal.revision import posted


@access(PUBLIC)
# The token is what allows it: mail programs press the button without a page or a cookie.
@csrf_exempt
@get_or_post
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show what can be stopped; stop it when a button, or a mail program's header, says so."""
    asked = stopping.read(token)
    if asked is None:
        return render(request, "notifications/stop_unknown.html", status=404)
    person = get_user_model().objects.filter(public_id=asked.public_id).first()
    # The mail was in this language, whatever the browser prefers.
    language = person.language if person else translation.get_language()
    with translation.override(language):
        data = posted(request)
        form = StopForm(data, asked=asked, person=person, reader=request.user)
        if form.is_valid():
            form.save()
        status = 400 if form.errors else 200
        page = render(request, "notifications/stop.html", {"form": form}, status=status)
    page["Content-Language"] = language
    return page
