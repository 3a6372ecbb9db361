"""People: finding them, their cards, and the life of their accounts."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.forms.person import TAKEN, PersonAddForm, PersonForm, ReasonForm
from directory.forms.person_filters import KeeperFilters, PersonFilters
from directory.models import CardView, Invitation, PendingChange, Person
from directory.models.card_view import BudgetSpentError
from directory.rows import as_rows, everybody, rows_of
from directory.views.account import saved_words
from directory.views.contact import card_or_404
from directory.views.sections import show, spent
from portal.markings.access import SIGNED_IN, access, get_or_post, may, require
from portal.markings.models import reader_of
from portal.markings.panels import panels_of
from portal.paging import TOTAL_CAP, Order, Page, count
from portal.revision import posted

BY_NAME, BY_CHANGE = ("sort_key", "id"), ("-changed_at", "-id")
ORDERS = {
    "name": Order(gettext_lazy("name"), BY_NAME),
    "changed": Order(gettext_lazy("recently changed"), BY_CHANGE),
}
# Whatever the order: near spellings stand after what was typed.
NEAR_LAST = {name: Order(order.label, ("is_near", *order.fields)) for name, order in ORDERS.items()}
# A page shows a question; its button posts the answer.


@access("directory.read_cards")
@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Show the people whose cards the reader may read, as the filters leave them."""
    keeps = may(request.user, "directory.edit_person")
    filters = KeeperFilters(request) if keeps else PersonFilters(request)
    conditions = filters.conditions(request.user)
    readable = Person.objects.readable_by(request.user)
    found = filters.ranked(filters.narrow(readable, conditions))
    orders = NEAR_LAST if filters.finds_near else ORDERS
    if conditions:
        page = Page.of(as_rows(found), request, orders=orders, counted=found)
    else:
        page = Page.of(everybody(request.user), request, orders=orders)
    rows = rows_of(page)
    context = {
        "filters": filters,
        "page": page,
        "rows": [row for row in rows if not row["is_near"]],
        "near_rows": [row for row in rows if row["is_near"]],
        "near": _near(found, page) if filters.finds_near else 0,
        "in_the_way": [] if page.rows else filters.in_the_way(readable, conditions),
        "keeps": keeps,
        "may_copy": may(request.user, "directory.copy_cards"),
    }
    return show(request, "directory/person_list.html", "person_list", context)


def _near(found: QuerySet[Any], page: Page) -> int:
    """Return how many of the people are near spellings, up to the cap of the total."""
    if page.is_whole:
        return sum(row["is_near"] for row in page)
    return count(found.filter(is_near=1), TOTAL_CAP)


@access(SIGNED_IN)
@require_safe
def person_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a card: its owner sees it always, others as they may."""
    card = card_or_404(request, public_id)
    person = card.person
    try:
        CardView.look(request.user, [person])
    except BudgetSpentError:
        return spent(request)
    is_own = person.pk == request.user.pk
    context = {
        "person": person,
        "card": card,
        "is_own": is_own,
        # Another's card is here because it is readable; one's own may be hidden from all others.
        "is_readable": not is_own or person.is_readable_by(request.user),
        "panels": panels_of(person, reader_of(request.user)),
        "invitation": _invitation(person, request.user),
        "waiting": _waiting(person, request.user),
        "may": {verb: may(request.user, f"directory.{verb}", person) for verb in VERBS},
    }
    return show(request, "directory/person_detail.html", "person_list", context)


def _waiting(person: Person, reader: Any) -> list[PendingChange]:
    """Return what waits for a second officer, to the person and to who keeps accounts."""
    if person.pk != reader.pk and not may(reader, "directory.edit_person"):
        return []
    rows = PendingChange.objects.readable_by(reader).waiting().filter(person=person)
    return list(rows.with_owner())


def _invitation(person: Person, reader: Any) -> Invitation | None:
    """Return the last invitation of somebody who waits for one, to who sends them."""
    if not may(reader, "directory.invite_person", person):
        return None
    return person.invitations.order_by("-pk").first()


VERBS = (
    "ask_contact", "edit_person", "suspend_person", "seat_person", "assign_role", "reset_factor",
    "invite_person", "ask_address", "read_history",
)  # fmt: skip


@access("directory.edit_person")
@get_or_post
def person_add(request: HttpRequest) -> HttpResponse:
    """Let the Secretariat make an account for somebody."""
    form = PersonAddForm(posted(request), initial={"administration": request.GET.get("for")})
    if form.is_bound and form.is_valid():
        try:
            # A second press that passed the check at the same moment.
            with transaction.atomic():
                person = form.enrol(by=request.user)
        except IntegrityError:
            form.add_error("email", TAKEN)
        else:
            messages.success(request, _("The account is made. Nothing was sent to the person yet."))
            return redirect(person)
    context = {"form": form, "may_record": may(request.user, "directory.record_letter")}
    return show(request, "directory/person_add.html", "person_list", context)


@access("directory.edit_person")
@get_or_post
def person_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let the Secretariat correct a card."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.edit_person", person)
    form = PersonForm(posted(request), instance=person, reader=request.user)
    if form.is_bound and form.is_valid() and form.save_changes(by=request.user):
        messages.success(request, saved_words(form))
        return redirect(person)
    return show(
        request, "directory/person_edit.html", "person_list", {"form": form, "person": person}
    )


class Step(NamedTuple):
    """A step in the life of an account: what is asked before it, and what is said after."""

    verb: str
    permission: str
    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    is_danger: bool = False


VERIFY = Step(
    "verify",
    "directory.edit_person",
    gettext_lazy("Verify this account?"),
    gettext_lazy("You confirm that this person works where the card says. Members see the card."),
    gettext_lazy("Verify the account"),
    gettext_lazy("The account is verified."),
)
SUSPEND = Step(
    "suspend",
    "directory.suspend_person",
    gettext_lazy("Suspend this account?"),
    gettext_lazy("Every session ends at once and the card is hidden. You can restore it later."),
    gettext_lazy("Suspend the account"),
    gettext_lazy("The account is suspended."),
    is_danger=True,
)
RESTORE = Step(
    "restore",
    "directory.suspend_person",
    gettext_lazy("Restore this account?"),
    gettext_lazy("The person can sign in again with the same seats and roles."),
    gettext_lazy("Restore the account"),
    gettext_lazy("The account is restored."),
)
RETIRE = Step(
    "retire",
    "directory.suspend_person",
    gettext_lazy("End this account?"),
    gettext_lazy(
        "The person left. Seats and roles end, the card is hidden, what they wrote stays."
    ),
    gettext_lazy("End the account"),
    gettext_lazy("The account is ended."),
    is_danger=True,
)


@access("directory.edit_person")
@get_or_post
def person_verify(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then verify an account."""
    return _take(request, public_id, VERIFY)


@access("directory.suspend_person")
@get_or_post
def person_suspend(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the reason, then suspend an account."""
    return _take(request, public_id, SUSPEND, ReasonForm(posted(request)))


@access("directory.suspend_person")
@get_or_post
def person_restore(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then restore an account."""
    return _take(request, public_id, RESTORE)


@access("directory.suspend_person")
@get_or_post
def person_retire(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask, then end an account."""
    return _take(request, public_id, RETIRE)


def _take(
    request: HttpRequest, public_id: str, step: Step, form: ReasonForm | None = None
) -> HttpResponse:
    """Show the question of a step, or take it. A second press finds it taken."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, step.permission, person)
    if request.method == "POST" and (form is None or form.is_valid()):
        values: dict[str, Any] = form.cleaned_data if form else {}
        if getattr(person, step.verb)(by=request.user, **values):
            messages.success(request, str(step.done))
        else:
            state = person.get_state_display()
            messages.info(request, _("Nothing was changed: the account is “%s” now.") % state)
        return redirect(person)
    context = {"person": person, "step": step, "form": form}
    return show(request, "directory/person_confirm.html", "person_list", context)
