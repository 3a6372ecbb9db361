"""Technologies and the other taxonomies, for everybody to read and for the Secretariat to keep."""

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import CharField, Count, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.compiled import Compiled
from portal.markings.access import PUBLIC, access, get_or_post, may
from portal.markings.models import reader_of
from portal.markings.panels import panels_of
from portal.revision import posted
from portal.taxonomy.forms import add_form, edit_form
from portal.taxonomy.models import KINDS, Revisable, Technology

# Visitors from elsewhere land on this page: its statement is kept.
_TECHNOLOGY = Compiled(lambda slug: Technology.objects.filter(slug=slug), slug="?")


@access(PUBLIC)
@require_safe
def technology_list(request: HttpRequest) -> HttpResponse:
    """Show the technologies by group."""
    rows = Technology.objects.current()
    groups = [
        (group.label, [row for row in rows if row.group == group]) for group in Technology.Group
    ]
    context = {"groups": [(label, found) for label, found in groups if found], "total": len(rows)}
    return render(request, "taxonomy/technology_list.html", context)


@access(PUBLIC)
@require_safe
def technology_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a technology, and what each room has about it for this reader."""
    found = _TECHNOLOGY.found(slug=slug)
    if not found:
        raise Http404
    (technology,) = found
    context = {
        "technology": technology,
        "panels": panels_of(technology, reader_of(request.user)),
        "may_edit": _may_edit(request),
    }
    return render(request, "taxonomy/technology_detail.html", context)


@access(PUBLIC)
@require_safe
def taxonomy_list(request: HttpRequest) -> HttpResponse:
    """Show every taxonomy with its size, in one query."""
    counts = [
        model._default_manager.order_by()
        .values(kind=Value(kind, CharField()))
        .annotate(size=Count("pk"))
        .values_list("kind", "size")
        for kind, model in KINDS.items()
    ]
    sizes = dict(counts[0].union(*counts[1:], all=True).order_by())
    rows = [(kind, title_of(model), sizes.get(kind, 0)) for kind, model in KINDS.items()]
    return render(request, "taxonomy/taxonomy_list.html", {"rows": rows})


@access(PUBLIC)
@require_safe
def term_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Show the words of one taxonomy, with their definitions."""
    model = model_of(kind)
    context = {
        "kind": kind,
        "title": title_of(model),
        "terms": model._default_manager.all(),
        "may_edit": _may_edit(request),
    }
    return render(request, "taxonomy/term_list.html", context)


@access("taxonomy.edit_term")
@get_or_post
def term_add(request: HttpRequest, kind: str) -> HttpResponse:
    """Let the Secretariat add a word."""
    model = model_of(kind)
    form = add_form(model)(posted(request))
    if form.is_bound and form.is_valid():
        try:
            # A second press that passed the check at the same moment.
            with transaction.atomic():
                model.add(by=request.user, **form.cleaned_data)
        except IntegrityError:
            form.add_error(model.KEY, _("This code is taken."))
        else:
            messages.success(request, _("The word is added."))
            return redirect("taxonomy:term_list", kind)
    context = {"form": form, "kind": kind, "title": title_of(model)}
    return render(request, "taxonomy/term_add.html", context)


@access("taxonomy.edit_term")
@get_or_post
def term_edit(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Let the Secretariat edit a word."""
    model = model_of(kind)
    term = get_object_or_404(model, **{model.KEY: key})
    form = edit_form(model)(posted(request), instance=term)
    if form.is_bound and form.is_valid() and form.save_changes(by=request.user):
        messages.success(request, _("The word is saved."))
        return redirect("taxonomy:term_list", kind)
    context = {"form": form, "kind": kind, "term": term, "title": title_of(model)}
    return render(request, "taxonomy/term_edit.html", context)


def model_of(kind: str) -> type[Revisable]:
    """Return the taxonomy of an address, or 404."""
    try:
        return KINDS[kind]
    except KeyError:
        raise Http404 from None


def title_of(model: type[Revisable]) -> str:
    """Return what a taxonomy is called, as a title."""
    return str(capfirst(model._meta.verbose_name_plural))


def _may_edit(request: HttpRequest) -> bool:
    return may(request.user, "taxonomy.edit_term")
