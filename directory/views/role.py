"""The site roles: what they may do, who has them."""

from collections import defaultdict

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.forms.person import RoleForm
from directory.models import Person, RoleAssignment
from directory.roles import WORDS
from directory.views.person import Step
from directory.views.sections import show
from portal.markings.access import PUBLIC, access, get_or_post, require
from portal.markings.models import reader_of
from portal.markings.roles import roles
from portal.revision import posted


@access(PUBLIC)
@require_safe
def role_list(request: HttpRequest) -> HttpResponse:
    """Show the table of roles, and to who may read their cards, who has them today."""
    audiences = reader_of(request.user).audience_ids
    assignments = RoleAssignment.objects.current().filter(
        person__state=Person.State.VERIFIED, person__audience_id__among=audiences
    )
    holders = defaultdict(list)
    for assignment in assignments.select_related("person").order_by("person__sort_key", "pk"):
        holders[assignment.role].append(assignment.person)
    rows = [
        (role, [WORDS[permission] for permission in sorted(role.permissions)], holders[role.code])
        for role in roles()
    ]
    reads_cards = not reader_of(request.user).tokens.isdisjoint({"members", "guests"})
    return show(
        request, "directory/role_list.html", "role_list", {"rows": rows, "reads_cards": reads_cards}
    )


@access("directory.assign_role")
@get_or_post
def role_assign(request: HttpRequest, public_id: str) -> HttpResponse:
    """Let an administrator ask for a role of a person; a second officer gives it."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.assign_role", person)
    form = RoleForm(posted(request), person=person)
    if form.is_bound and form.is_valid():
        form.ask(person, by=request.user)
        messages.success(request, _("The role waits for a second officer. It counts from then."))
        return redirect(person)
    return show(
        request, "directory/person_role.html", "person_list", {"form": form, "person": person}
    )


END = Step(
    "end_role",
    "directory.assign_role",
    gettext_lazy("Take this role back?"),
    gettext_lazy("The person loses its rights at once."),
    gettext_lazy("Take the role back"),
    gettext_lazy("The person no longer has the role."),
    is_danger=True,
)


@access("directory.assign_role")
@get_or_post
def role_end(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """Ask, then take a role back. A second press finds it taken."""
    person = Person.objects.readable_or_404(request.user, public_id=public_id)
    require(request.user, "directory.assign_role", person)
    role = next((role for role in roles() if role.code == code), None)
    if role is None:
        raise Http404
    if request.method == "POST":
        person.end_role(role.code, by=request.user)
        messages.success(request, str(END.done))
        return redirect(person)
    context = {"person": person, "step": END, "about": role.title}
    return show(request, "directory/person_confirm.html", "person_list", context)
