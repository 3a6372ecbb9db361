"""National clearance: what an administration signs before its text goes to the Secretariat."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.acts import Act
from guidelines.models import journey

ACT = Act(
    code=journey.CLEARANCE,
    title=_("National clearance of guidance"),
    address=lambda signing: reverse("guidelines:manuscript_detail", args=[signing.subject]),
    on_signed=journey.take_clearance,
    # The room writes what is signed: another text would be signed for nothing.
    is_amendable=False,
    on_dropped=journey.lose_clearance,
    on_withdrawn=journey.lose_clearance,
)
