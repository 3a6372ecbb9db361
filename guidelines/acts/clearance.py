"""National clearance: what an administration signs before its text goes to the Secretariat."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.acts import Act
from guidelines.models import journey
from guidelines.models.identity import CLEARANCE
from guidelines.models.telling import is_hidden

ACT = Act(
    code=CLEARANCE,
    title=_("National clearance of guidance"),
    address=lambda signing: reverse("guidelines:manuscript_detail", args=[signing.subject]),
    on_signed=journey.take_clearance,
    # The room writes what is signed: another text would be signed for nothing.
    is_amendable=False,
    # Whoever wrote the text reads why it comes back.
    asks_why=True,
    on_dropped=journey.lack_clearance,
    on_withdrawn=journey.lose_clearance,
    keeps_apart=lambda signing: is_hidden(journey.manuscript_of(signing).record),
)
