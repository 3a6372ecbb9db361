"""Writing to the Secretariat, and reading what it answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.desk.forms.letters import AccountRequestForm, LetterForm, ReportForm, local_path
from portal.desk.limits import may_write
from portal.desk.models import Letter
from portal.markings.access import PUBLIC, SIGNED_IN, access, get_or_post


@access(PUBLIC)
@get_or_post
def report_add(request: HttpRequest) -> HttpResponse:
    """Take a report of a mistake, with or without an account."""
    is_known = request.user.is_authenticated
    if request.method == "POST":
        form = ReportForm(request.POST, is_known=is_known)
        if form.is_valid():
            return _put_on_desk(request, form, Letter.Kind.MISTAKE)
    else:
        page = local_path(request.GET.get("page", ""))
        form = ReportForm(initial={"page": page}, is_known=is_known)
    return render(request, "desk/report_add.html", {"form": form, "page": form["page"].value()})


@access(PUBLIC)
@get_or_post
def account_request(request: HttpRequest) -> HttpResponse:
    """Take a request for an account."""
    if request.method == "POST":
        form = AccountRequestForm(request.POST)
        if form.is_valid():
            return _put_on_desk(request, form, Letter.Kind.ACCOUNT)
    else:
        form = AccountRequestForm()
    return render(request, "desk/account_request.html", {"form": form})


def _put_on_desk(request: HttpRequest, form: LetterForm, kind: str) -> HttpResponse:
    if form.is_trapped:
        # A robot is told what people are told, and nothing is kept.
        return redirect("desk:letter_sent")
    if not may_write(request):
        form.add_error(None, _("You have written often in the last hour. Try again in an hour."))
        is_mistake = kind == Letter.Kind.MISTAKE
        template = "desk/report_add.html" if is_mistake else "desk/account_request.html"
        return render(request, template, {"form": form}, status=429)
    person = request.user if request.user.is_authenticated else None
    Letter.write(kind, by=person, **form.letter)
    return redirect("desk:letter_sent")


@access(PUBLIC)
@require_safe
def letter_sent(request: HttpRequest) -> HttpResponse:
    """Say that it has arrived and what happens next."""
    return render(request, "desk/letter_sent.html")


@access(SIGNED_IN)
@require_safe
def letter_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show what was written and answered: to its author, and to whoever handles it."""
    letter = Letter.objects.select_related("opened_by", "handled_by").readable_or_404(
        request.user, public_id=public_id
    )
    return render(request, "desk/letter_detail.html", {"letter": letter})
