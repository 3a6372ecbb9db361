"""What guidance puts on the desk: texts to review, and texts to check and publish."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from guidelines.models import Manuscript, journey
from portal.desk.registry import Decision, Reviewable

RELATED = ("record__language", "record__region", "changed_by")
# What became of a text whose record did.
ENDED = _("Its record was withdrawn or replaced")

REVIEWS = Reviewable(
    code=journey.REVIEW,
    title=_("Guidance to review"),
    model=Manuscript,
    permission="guidelines.edit_record",
    summary="guidelines/desk_manuscript.html",
    decisions=(
        Decision(
            code="ask", label=_("Ask reviewers"), outcome=_("Reviewers were asked"), key="s",
            href=lambda row: reverse("guidelines:reviewer_list", args=[row.public_id]),
            is_offered=journey.is_reviewed_by_peers,
        ),
        Decision(
            code="pass", label=_("Send to the publisher"), outcome=_("Sent to the publisher"),
            verb=journey.pass_on, key="a",
            hint=_("Once nothing is missing. A publisher checks it, who is somebody else."),
        ),
        Decision(
            code="return", label=_("Return with comments"), outcome=_("Returned"),
            verb=journey.give_back, key="r", needs_reason=True, is_return=True,
        ),
    ),
    checklist=(
        _("Nobody is recognisable: no traders, passengers or officers"),
        _("No risk criteria and nothing restricted"),
        _("Plain words, every needed section filled"),
    ),
    outcomes={
        "returned": _("Returned by a reviewer"), "taken-back": _("Taken back"),
        "dropped": _("Given up"), "unclear": _("Clearance taken back"), "ended": ENDED,
    },
    working_days=10,
    place=50,
    related=RELATED,
    language=journey.language_of,
)  # fmt: skip
CHECKS = Reviewable(
    code=journey.CHECK,
    title=_("Guidance to publish"),
    model=Manuscript,
    permission="guidelines.publish_record",
    summary="guidelines/desk_manuscript.html",
    decisions=(
        Decision(
            code="publish", label=_("Publish"), outcome=_("Published"), verb=journey.publish,
            key="a",
        ),
        Decision(
            code="return", label=_("Return with comments"), outcome=_("Returned"),
            verb=journey.give_back, key="r", needs_reason=True, is_return=True,
        ),
    ),
    outcomes={
        "taken-back": _("Taken back"), "dropped": _("Given up"),
        "unclear": _("Clearance taken back"), "ended": ENDED,
    },
    by_another=True,
    working_days=5,
    place=51,
    related=RELATED,
    language=journey.language_of,
)  # fmt: skip
