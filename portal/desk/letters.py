"""Letters as work: reports of mistakes and requests for an account."""

from django.utils.translation import gettext_lazy as _

from portal.desk.models import Letter
from portal.desk.models.letter import PERMISSION
from portal.desk.registry import Decision, Reviewable

ANSWER = Decision(
    code="answer",
    label=_("Answer and close"),
    outcome=_("Answered"),
    hint=_("Whoever wrote while signed in reads it here, a visitor in a mail."),
    verb=Letter.close,
    key="a",
    needs_reason=True,
)

REVIEWABLES = [
    Reviewable(
        code="desk.mistake",
        title=_("Reports of mistakes"),
        model=Letter,
        permission=PERMISSION,
        summary="desk/letter_summary.html",
        decisions=(ANSWER,),
        related=("opened_by",),
        name=lambda letter: letter.line,
        language=lambda letter: letter.language,
        working_days=5,
        place=80,
    ),
    Reviewable(
        code="desk.account",
        title=_("Requests for an account"),
        model=Letter,
        permission=PERMISSION,
        summary="desk/letter_summary.html",
        decisions=(ANSWER,),
        checklist=(
            _("The e-mail belongs to the organisation that is named."),
            _("The work that is described has to do with Smart Customs."),
        ),
        related=("opened_by",),
        name=lambda letter: letter.line,
        language=lambda letter: letter.language,
        working_days=5,
        place=70,
    ),
]
