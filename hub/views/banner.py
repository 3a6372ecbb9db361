"""The maintenance notice, for administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hub.forms import BannerForm
from hub.models import Banner
from hub.notice import STANDING
from portal.markings.access import access, get_or_post, post_only


@access("hub.edit_banner")
@get_or_post
def banner_edit(request: HttpRequest) -> HttpResponse:
    """Show the notice that stands or comes, and put up another in its place."""
    banner = Banner.objects.ahead().first()
    if request.method == "POST":
        form = BannerForm(request.POST)
        if form.is_valid():
            Banner.announce(by=request.user, **form.cleaned_data)
            STANDING.forget()
            messages.success(request, _("The notice is set. It appears within 10 seconds."))
            return redirect("hub:banner_edit")
    else:
        form = BannerForm(instance=banner)
    return render(request, "hub/banner_edit.html", {"form": form, "notice": banner})


@access("hub.edit_banner")
@post_only
def banner_end(request: HttpRequest) -> HttpResponse:
    """Take the notice down."""
    if Banner.take_down(by=request.user):
        STANDING.forget()
        messages.success(request, _("The notice is taken down."))
    return redirect("hub:banner_edit")
