"""Readers named for one record."""

from django.contrib import messages
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from directory.models import Administration, Person
from portal.markings.access import access, get_or_post, post_only, require
from portal.markings.models import Marking
from research.forms.readers import (
    AdministrationForm,
    PersonSearchForm,
    ReaderForm,
    reader_form,
)
from research.models import Work
from research.policies import staff
from research.readership import readership_of
from research.record import Record
from research.requests import OfficerRequest


@access("research.grant_work")
@get_or_post
def work_readers(request: OfficerRequest, public_id: str) -> HttpResponse:
    """Show who is named as a reader, and name one more."""
    work = _work(request, public_id)
    form: ReaderForm = AdministrationForm(chooser=request.user)
    if request.method == "POST":
        form = reader_form(request.POST, chooser=request.user)
        if form.is_valid():
            work.grant(form.reader, by=request.user, keeps=form.is_keeper)
            messages.success(request, _("Named. They can read it now."))
            return redirect("research:work_readers", work.public_id)
    return _page(request, work, form)


@access("research.grant_work")
@post_only
def work_reader_remove(request: OfficerRequest, public_id: str) -> HttpResponse:
    """Take one named reader off the record."""
    work = _work(request, public_id)
    form = reader_form(request.POST, chooser=request.user)
    if form.is_valid():
        _remove(request, work, form.reader)
    else:
        messages.error(request, _("This reader was not found. Nothing was changed."))
    return redirect("research:work_readers", work.public_id)


def _remove(request: OfficerRequest, work: Work, reader: Person | Group) -> None:
    if work.marking == Marking.RED and len(work.named_readers()) == 1:
        messages.error(request, _("Somebody must be able to read it. Name another reader first."))
        return
    if work.marking == Marking.RED and work.keepers() == {reader.pk} and isinstance(reader, Person):
        messages.error(request, _("Somebody must keep the record. Name another keeper first."))
        return
    work.revoke(reader, by=request.user)
    messages.success(request, _("Removed. They cannot read it any more."))


def _page(request: OfficerRequest, work: Work, form: ReaderForm) -> HttpResponse:
    people = Person.objects.filter(pk__in=work.person_grants.values("user")).with_post()
    groups = work.administration_grants.values("group")
    administrations = Administration.objects.filter(group__in=groups)
    search = PersonSearchForm(request.GET if "person" in request.GET else None)
    is_one = isinstance(form, AdministrationForm)
    context = {
        "work": work,
        "staff": staff(request.user),
        "record": Record(work, request.user, ""),
        "form": form,
        "administration_form": form if is_one else AdministrationForm(chooser=request.user),
        "search": search,
        "found": search.found(request.user),
        "people": people,
        "keepers": work.keepers(),
        "administrations": administrations,
        "readers": readership_of(work, {each.token for each in [*people, *administrations]}),
    }
    return render(request, "research/work_readers.html", context)


def _work(request: OfficerRequest, public_id: str) -> Work:
    works = Work.objects.detailed().select_related("administration")
    work: Work = works.readable_or_404(request.user, public_id=public_id)
    require(request.user, "research.grant_work", work)
    return work
