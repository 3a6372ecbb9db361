"""What came of a practice: an administration answers, and sees its answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.models import Signing
from guidelines import confidence as rule
from guidelines.forms.outcomes import OutcomeForm
from guidelines.models import Outcome, Record
from guidelines.models.outcome import ACT
from guidelines.policies import staff
from portal.desk.registry import Refused
from portal.markings.access import PUBLIC, access, get_or_post, post_only, require
from portal.paging import Order, Page
from portal.revision import posted

ORDERS = {"newest": Order(gettext_lazy("newest"), ("-changed_at", "-id"))}


def practice_or_404(request: HttpRequest, public_id: str) -> Record:
    """Return a record that the person may read and answer."""
    rows = Record.objects.detailed().published()  # type: ignore[attr-defined]
    row: Record = rows.readable_or_404(request.user, public_id=public_id)
    require(request.user, "guidelines.answer_practice", row)
    return row


def _standing(row: Record, person: Any) -> tuple[Outcome | None, dict[str, Signing]]:
    """Return the answer of the own administration, and its texts: what waits, what is signed."""
    own = Outcome.objects.readable_by(person).filter(
        record=row, administration=person.administration
    )
    texts = Signing.objects.readable_by(person).about(ACT, row.public_id)
    texts = texts.filter(administration=person.administration, state__in=["draft", "signed"])
    answer = own.first()
    if answer:
        answer.record = row
    return answer, {each.state: each for each in texts.with_people()}


@access("guidelines.answer_practice")
@get_or_post
def outcome_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask what came of a practice, or show what was answered."""
    row = practice_or_404(request, public_id)
    answer, texts = _standing(row, request.user)
    context: dict[str, Any] = {
        "record": row, "answer": answer, "texts": texts, "choices": rule.Outcome.choices,
        "staff": staff(request.user),
    }  # fmt: skip
    chosen = request.GET.get("outcome", "")
    if chosen not in rule.Outcome.values:
        return render(request, "guidelines/outcome_detail.html", context)
    waiting = texts.get("draft")
    form = OutcomeForm(
        posted(request), answer=chosen, home=request.user.administration, row=answer,  # type: ignore[union-attr]
        seen=waiting.digest if waiting else "",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        return redirect(f"{request.path}")
    context |= {"form": form, "chosen": rule.Outcome(chosen)}
    return render(request, "guidelines/outcome_form.html", context)


def _saved(request: HttpRequest, form: OutcomeForm, row: Record) -> bool:
    """Save the answer and say what comes next; False, with the reason, where it is refused."""
    try:
        answer = form.save(row, by=request.user)
    except Refused as why:
        form.add_error(None, str(why))
        return False
    if answer.draft:
        messages.success(request, _("Saved. The holder of a seat signs it, then it counts."))
    else:
        messages.success(request, _("Signed. Your answer counts. You may change it at any time."))
    return True


@access("guidelines.answer_practice")
@post_only
def outcome_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back the draft that waits, or else the answer that is signed."""
    row = practice_or_404(request, public_id)
    _answer, texts = _standing(row, request.user)
    text = texts.get("draft") or texts.get("signed")
    try:
        if text and text.withdraw(by=request.user):
            messages.success(request, _("Taken back."))
    except Refused as why:
        messages.error(request, str(why))
    return redirect("guidelines:outcome_edit", row.public_id)


@access("guidelines.read_answers")
@require_safe
def outcome_list(request: HttpRequest) -> HttpResponse:
    """Show what the own administration answered."""
    person: Any = request.user
    readable = Record.objects.readable_by(person)
    rows = Outcome.objects.readable_by(person).filter(
        administration=person.administration, record__in=readable
    )
    page = Page.of(rows.select_related("record__version"), request, orders=ORDERS, counted=rows)
    context = {"page": page, "staff": staff(person)}
    return render(request, "guidelines/outcome_list.html", context)


@access(PUBLIC)
@require_safe
def confidence_rule(request: HttpRequest) -> HttpResponse:
    """Explain how sure we are, by the table of the rule itself."""
    context = {
        "rule": rule.explanation(), "levels": rule.Level.choices, "staff": staff(request.user),
    }  # fmt: skip
    return render(request, "guidelines/confidence_rule.html", context)
