"""Writing: drafts, corrections, publication and withdrawal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal.markings.access import access, get_or_post, post_only, require
from portal.paging import Order, Page
from portal.revision import SeenForm, posted
from research.forms.work import WithdrawForm, WithdrawUnreadForm, WorkForm
from research.models import ChangedMeanwhileError, Work
from research.policies import staff
from research.requests import OfficerRequest
from research.views.works import show

DRAFT_ORDERS = {"changed": Order(gettext_lazy("recently changed"), ("-changed_at", "-id"))}


@access("research.read_drafts")
@require_safe
def draft_list(request: OfficerRequest) -> HttpResponse:
    """Show the drafts that wait for publication."""
    works = Work.objects.readable_by(request.user).drafts().listed().select_related("added_by")
    page = Page.of(works, request, orders=DRAFT_ORDERS)
    context = {"page": page, "staff": staff(request.user)}
    return render(request, "research/draft_list.html", context)


@access("research.add_work")
@get_or_post
def work_add(request: OfficerRequest) -> HttpResponse:
    """Add a record as a draft; the same form sent twice adds one."""
    if request.method != "POST":
        return _form(request, WorkForm(person=request.user))
    form = WorkForm(request.POST, person=request.user)
    work = form.already_added()
    if work is None:
        if not form.is_valid():
            return _form(request, form)
        work = form.add()
    messages.success(request, _("The draft is saved. A second person publishes it."))
    return redirect(work)


@access("research.edit_work")
@get_or_post
def work_edit(request: OfficerRequest, public_id: str) -> HttpResponse:
    """Correct a record."""
    work = Work.objects.detailed().readable_or_404(request.user, public_id=public_id)
    require(request.user, "research.edit_work", work)
    if request.method == "POST":
        form = WorkForm(request.POST, instance=work, person=request.user)
        if form.is_valid() and form.revise():
            return _back(request, form.instance, _("The record is saved."))
    else:
        form = WorkForm(instance=work, person=request.user)
    return _form(request, form, Work.objects.get(pk=work.pk))


@access("research.publish_work")
@post_only
def work_publish(request: OfficerRequest, public_id: str) -> HttpResponse:
    """Publish a draft that somebody else wrote."""
    work = Work.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "research.publish_work", work)
    try:
        work.publish(by=request.user, seen=SeenForm(request.POST).moment)
    except ChangedMeanwhileError:
        messages.warning(request, _("The text changed after you opened it. Read it again below."))
        return redirect(work)
    return _back(request, work, _("Published. Its readers find it in the library now."))


@access("research.withdraw_work")
@post_only
def work_withdraw(request: OfficerRequest, public_id: str) -> HttpResponse:
    """Withdraw a published record with a reason."""
    work = Work.objects.detailed().readable_or_404(request.user, public_id=public_id)
    require(request.user, "research.withdraw_work", work)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return show(request, work, form)
    work.withdraw(by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Withdrawn. Its page says when and why."))
    return redirect("research:work_list")


@access("research.withdraw_unread")
@get_or_post
def work_withdraw_unread(request: OfficerRequest) -> HttpResponse:
    """Withdraw a record by its number alone: its words stay unread."""
    form = WithdrawUnreadForm(posted(request))
    if form.is_valid():
        work, reason = form.cleaned_data["number"], form.cleaned_data["reason"]
        work.withdraw(by=request.user, reason=reason, is_unread=True)
        messages.success(request, _("Withdrawn. Its readers see when and why."))
        return redirect("research:draft_list")
    return render(request, "research/work_withdraw_unread.html", {"form": form})


def _form(request: OfficerRequest, form: WorkForm, work: Work | None = None) -> HttpResponse:
    """Show the form; `work` is the record as it stands, not as it is typed."""
    context = {"form": form, "work": work, "staff": staff(request.user)}
    return render(request, "research/work_form.html", context)


def _back(request: OfficerRequest, work: Work, message: str) -> HttpResponse:
    """Return to the record, or to the list where the writer may read it no longer."""
    if work.is_readable_by(request.user):
        messages.success(request, message)
        return redirect(work)
    messages.success(request, _("%(done)s You cannot read it yourself.") % {"done": message})
    return redirect("research:work_list")
