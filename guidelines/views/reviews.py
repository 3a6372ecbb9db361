"""Peer review: who is asked, what they say, and who is asked no longer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guidelines.forms.journey import ReviewersForm, VerdictForm
from guidelines.models import Manuscript, Review, journey
from guidelines.models.proposing import proposed
from guidelines.pages.manuscript import ManuscriptPage
from guidelines.views.manuscripts import manuscript_or_404
from portal.markings.access import access, get_or_post, post_only, require
from portal.markings.models import NotReadable
from portal.refusals import Refused
from portal.revision import posted


@access("guidelines.ask_review")
@get_or_post
def reviewer_list(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who reviews a text, propose others, and ask those who are chosen."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.ask_review", row)
    proposals = proposed(row, by=request.user)
    form = ReviewersForm(posted(request), by=request.user, proposals=proposals)
    if request.method == "POST" and form.is_valid() and _asked(request, row, form):
        return redirect(row)
    reviews = row.reviews.select_related("person", "administration", "region")
    context = {
        "form": form, "manuscript": row, "reviews": reviews,
        "gaps": journey.gaps_of(row),
    }  # fmt: skip
    return render(request, "guidelines/reviewer_list.html", context)


def _asked(request: HttpRequest, row: Manuscript, form: ReviewersForm) -> bool:
    """Ask whom the rules allow; say of the others why not."""
    asked = []
    for person in form.chosen():
        try:
            Review.ask(row, person, by=request.user)
        except Refused as why:
            form.add_error(None, str(why))
        else:
            asked.append(person.name)
    if asked:
        messages.success(request, _("Asked: %(names)s.") % {"names": ", ".join(asked)})
    return not form.errors


@access("guidelines.ask_review")
@post_only
def reviewer_end(request: HttpRequest, public_id: str, review: str) -> HttpResponse:
    """Ask somebody no longer."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.ask_review", row)
    found = row.reviews.waiting().filter(public_id=review).first()
    if found and found.decline(by=request.user):
        messages.success(request, _("They are asked no longer, and read the text no longer."))
    return redirect("guidelines:reviewer_list", row.public_id)


def review_or_404(request: HttpRequest, row: Manuscript) -> Review:
    """Return what the person was asked for and did not say yet."""
    review = row.reviews.waiting().filter(person=request.user.pk).first()
    if review is None:
        raise NotReadable
    review.manuscript = row
    return review


@access("guidelines.review")
@get_or_post
def review_write(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accept a text, accept it with comments, or return it."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.review", row)
    review = review_or_404(request, row)
    form = VerdictForm(posted(request), initial={"seen": row.digest})
    if request.method == "POST" and form.is_valid() and _said(request, review, form):
        messages.success(request, _("Thank you. The Secretariat and the authors read it."))
        return redirect("guidelines:manuscript_list")
    context = {
        "form": form, "manuscript": row, "text": ManuscriptPage(row, request.user).text,
    }  # fmt: skip
    return render(request, "guidelines/review_form.html", context)


def _said(request: HttpRequest, review: Review, form: VerdictForm) -> bool:
    cleaned = form.cleaned_data
    said = {"by": request.user, "words": cleaned["words"], "seen": cleaned["seen"]}
    try:
        if cleaned["verdict"] == Review.State.RETURNED:
            done = journey.return_review(review, **said)
        else:
            done = review.say(cleaned["verdict"], **said)
    except Refused as why:
        form.read_again(str(why), seen=review.manuscript.digest)
        return False
    if not done:
        form.add_error(None, _("This was said already, or the text came back."))
    return done


@access("guidelines.review")
@post_only
def review_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave a review to somebody else."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.review", row)
    if review_or_404(request, row).decline(by=request.user):
        messages.success(request, _("You declined. Whoever asked you is told."))
    return redirect("guidelines:manuscript_list")
