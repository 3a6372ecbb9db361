"""What guidance puts on the desk: what members point out, and reviews under way."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from guidelines.kinds import Ending
from guidelines.models import Reexamination
from guidelines.models.reexamination import HINT, REEXAMINE
from portal.desk.registry import Decision, Reviewable


def language_of(row: Reexamination) -> str:
    """Return the language of whoever pointed it out."""
    return str(row.noted_by.language) if row.noted_by else "en"


RELATED = ("record__version", "record__region", "noted_by__administration")
ENDINGS = {each.value: each.label for each in Ending}
HINTS = Reviewable(
    code=HINT,
    title=_("Hints about guidance"),
    model=Reexamination,
    permission="guidelines.edit_record",
    summary="guidelines/desk_review.html",
    decisions=(
        Decision(
            code="open", label=_("Put it under review"), outcome=_("Put under review"),
            verb=Reexamination.take_up, key="a",
        ),
        Decision(
            code="dismiss", label=_("No review is needed"), outcome=_("No review was needed"),
            verb=Reexamination.dismiss, key="r", needs_reason=True,
            hint=_("Whoever pointed it out reads the reason."),
        ),
    ),
    outcomes=ENDINGS,
    working_days=5,
    place=70,
    related=RELATED,
    language=language_of,
)  # fmt: skip
REVIEWS = Reviewable(
    code=REEXAMINE,
    title=_("Guidance under review"),
    model=Reexamination,
    permission="guidelines.edit_record",
    summary="guidelines/desk_review.html",
    decisions=(
        Decision(
            code="version", label=_("Begin a new version"), outcome=_("A new version was begun"),
            verb=Reexamination.rewrite, key="a",
            hint=_("Those whose record it is write it. It stays under review until it is read."),
        ),
        Decision(
            code="current", label=_("It is still right"),
            outcome=_("Still right, as a statement says"), href=lambda row: row.statement_url,
        ),
        Decision(
            code="withdraw", label=pgettext_lazy("decision", "Withdraw it"), outcome=_("Withdrawn"),
            verb=Reexamination.withdraw, permission="guidelines.publish_record",
            needs_reason=True, is_danger=True,
        ),
    ),
    outcomes=ENDINGS,
    working_days=20,
    place=71,
    related=RELATED,
)  # fmt: skip
