"""Comments on a paragraph, and what became of them."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from guidelines.forms.journey import AnswerForm, CommentForm, SectionForm
from guidelines.models import Comment, Manuscript
from guidelines.text.paragraphs import paragraph_of
from guidelines.views.manuscripts import manuscript_or_404
from portal.markings.access import access, get_or_post, require
from portal.markings.models import NotReadable
from portal.refusals import Refused
from portal.revision import posted


@access("guidelines.comment")
@get_or_post
def comment_add(request: HttpRequest, public_id: str) -> HttpResponse:
    """Comment on a paragraph of one section."""
    row = manuscript_or_404(request, public_id)
    require(request.user, "guidelines.comment", row)
    section = SectionForm(request.GET).found(row.kind)
    if section is None:
        raise Http404
    form = CommentForm(posted(request), section=section, manuscript=row)
    if request.method == "POST" and form.is_valid() and (comment := _written(request, row, form)):
        messages.success(request, _("Your comment stands beside the section."))
        return redirect(comment)
    context = {"form": form, "manuscript": row, "section": section}
    return render(request, "guidelines/comment_form.html", context)


def _written(request: HttpRequest, row: Manuscript, form: CommentForm) -> Comment | None:
    try:
        return Comment.write(
            row, by=request.user, section=form.section.code, paragraph=form.paragraph,
            words=form.cleaned_data["words"], seen=form.seen,
        )  # fmt: skip
    except Refused as why:
        form.add_error(None, str(why))
        return None


@access("guidelines.answer_comment")
@get_or_post
def comment_answer(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what became of a comment."""
    comment = comment_or_404(request, public_id)
    require(request.user, "guidelines.answer_comment", comment.manuscript)
    form = AnswerForm(posted(request))
    if request.method == "POST" and form.is_valid() and _settled(request, comment, form):
        return redirect(comment)
    row = comment.manuscript
    now = paragraph_of(row.kind, row.content, comment.section, comment.paragraph)
    context = {
        "form": form, "comment": comment, "manuscript": row,
        "now": now if now and now.digest != comment.digest else None,
    }  # fmt: skip
    return render(request, "guidelines/comment_answer.html", context)


def _settled(request: HttpRequest, comment: Comment, form: AnswerForm) -> bool:
    cleaned = form.cleaned_data
    try:
        done = comment.settle(cleaned["state"], by=request.user, answer=cleaned["answer"])
    except Refused as why:
        form.add_error(None, str(why))
        return False
    words = _("Answered.") if done else _("A colleague answered it before you.")
    messages.info(request, words)
    return True


def comment_or_404(request: HttpRequest, public_id: str) -> Comment:
    """Return a comment on a text that the person reads."""
    readable = Manuscript.objects.readable_by(request.user).order_by()
    rows = Comment.objects.filter(public_id=public_id, manuscript__in=readable)
    comment = rows.select_related("manuscript__record", "by__administration").first()
    if comment is None:
        raise NotReadable
    return comment
