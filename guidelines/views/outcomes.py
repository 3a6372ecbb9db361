"""What came of a practice: an administration answers, and sees its answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from directory.models import Signing
from guidelines.forms.outcomes import OutcomeForm
from guidelines.kinds import State
from guidelines.measures import confidence as rule
from guidelines.models import Outcome, Record
from guidelines.models.outcome import ACT
from guidelines.pages.fetching import ISSUED, followed_by, record_or_404
from guidelines.pages.ours import answers_of
from portal.markings.access import PUBLIC, access, get_or_post, post_only
from portal.paging import Order, Page
from portal.refusals import Refused
from portal.revision import posted

ORDERS = {"newest": Order(gettext_lazy("newest"), ("-changed_at", "-id"))}
NAMES = {"newest": Order(gettext_lazy("newest"), ("-signed_at", "-id"))}


def _standing(row: Record, person: Any) -> tuple[Outcome | None, dict[str, Signing]]:
    """Return the answer of the own administration, and its texts: what waits, what is signed."""
    own = Outcome.objects.readable_by(person).filter(
        record=row, administration=person.administration
    )
    answer = own.first()
    if answer:
        answer.record = row
    about = {row.public_id, answer.subject} if answer else {row.public_id}
    texts = Signing.objects.readable_by(person).filter(act=ACT, subject__in=about)
    stands = [Signing.State.DRAFT, Signing.State.SIGNED]
    texts = texts.filter(administration=person.administration, state__in=stands)
    return answer, {each.state: each for each in texts.with_people()}


@access("guidelines.answer_practice")
@get_or_post
def outcome_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask what came of a practice, or show what was answered."""
    row = record_or_404(request, public_id, "guidelines.send_answer", states=ISSUED)
    if row.state != State.PUBLISHED and request.method != "POST":
        return _ended(request, row)
    answer, texts = _standing(row, request.user)
    context: dict[str, Any] = {
        "record": row, "answer": answer, "texts": texts, "choices": rule.Outcome.choices,
    }  # fmt: skip
    chosen = request.GET.get("outcome", "")
    if chosen not in rule.Outcome.values:
        return render(request, "guidelines/outcome_detail.html", context)
    waiting = texts.get("draft")
    form = OutcomeForm(
        posted(request), answer=chosen, home=request.user.administration,  # type: ignore[union-attr]
        row=answer or _kept(row, request.user),
        seen=waiting.digest if waiting else "",
    )  # fmt: skip
    if request.method == "POST" and form.is_valid() and _saved(request, form, row):
        return redirect(f"{request.path}")
    context |= {
        "form": form, "chosen": rule.Outcome(chosen), "successor": followed_by(request, row),
    }  # fmt: skip
    answered = render(request, "guidelines/outcome_form.html", context)
    if row.state != State.PUBLISHED:
        answered.status_code = 409
    return answered


def _kept(row: Record, person: Any) -> Outcome | None:
    """Return what was drafted about a practice that this one replaced: it is offered here."""
    rows = Outcome.objects.readable_by(person).filter(record__superseded_by=row)
    own = rows.filter(administration=person.administration, draft__isnull=False)
    return own.order_by("-changed_at").first()


def _ended(request: HttpRequest, row: Record) -> HttpResponse:
    """Show what was answered about a practice that ended; of a merged one, lead on."""
    successor = followed_by(request, row)
    if successor and row.succession.is_merged:
        return redirect("guidelines:outcome_edit", successor.public_id)
    answer, texts = _standing(row, request.user)
    if answer is None:
        return redirect(row)
    context = {"record": row, "answer": answer, "texts": texts, "successor": successor}
    return render(request, "guidelines/outcome_kept.html", context)


def _saved(request: HttpRequest, form: OutcomeForm, row: Record) -> bool:
    """Save the answer and say what comes next; False, with the reason, where it is refused."""
    try:
        answer = form.save(row, by=request.user)
    except Refused as why:
        form.meet(_standing(row, request.user)[1].get("draft"), str(why))
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
    row = record_or_404(request, public_id, "guidelines.answer_practice")
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
    rows = answers_of(person)
    # Of a version its number alone.
    shown = rows.defer("record__version__content", "record__version__html")
    page = Page.of(shown, request, orders=ORDERS, counted=rows)
    context = {"page": page}
    return render(request, "guidelines/outcome_list.html", context)


@access("guidelines.read_names")
@require_safe
def outcome_names(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show contact points who answered, of those administrations that agreed to be named."""
    row = record_or_404(request, public_id, "guidelines.answer_practice")
    rows = Outcome.objects.readable_by(request.user).signed().filter(record=row, is_named=True)
    page = Page.of(rows.select_related("administration"), request, orders=NAMES, counted=rows)
    context = {"record": row, "page": page}
    return render(request, "guidelines/outcome_names.html", context)


@access(PUBLIC)
@require_safe
def confidence_rule(request: HttpRequest) -> HttpResponse:
    """Explain how sure we are, by the table of the rule itself."""
    found = rule.explanation()
    rows = [(label, zip(found.columns, levels, strict=True)) for label, levels in found.rows]
    context = {"rule": found, "rows": rows}
    return render(request, "guidelines/confidence_rule.html", context)
