"""What the lower rooms need of a person; the directory and the library do not know this page."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from directory.models.factor_reset import FactorReset
from hub.models import Meeting, News
from portal.compiled import Compiled
from portal.home.models import HeldForm
from portal.markings.access import may
from portal.markings.models import reader_of
from portal.needs import Need
from research.models import Work


def account_needs(person: Any) -> Iterator[Need]:
    """Yield what is missing on the person's own account, one thing at a time."""
    if person.is_lapsed:
        return  # the confirmation comes first, and says so itself
    if person.state == person.State.VERIFIED and "community" not in reader_of(person).tokens:
        yield Need(
            title=_("Protect your account with a second step"),
            why=_("Until then you read public pages only"),
            url=reverse("directory:account_protect"),
            action=_("Set it up"),
            is_late=True,
        )
    elif not person.is_welcome:
        yield Need(
            title=_("Check your details"),
            why=_("Language, time zone, topics, and the terms of use"),
            url=reverse("directory:account_welcome"),
            action=_("Check and confirm"),
        )
    elif not person.post:
        yield Need(
            title=_("Complete your card"),
            why=_("Colleagues find you by your post"),
            url=reverse("directory:account_card"),
            action=_("Add your post"),
        )


# Made once: a lazy plural costs more to make than to say.
FORMS_KEPT = ngettext_lazy(
    "%(n)d form was kept when your session ended",
    "%(n)d forms were kept when your session ended",
    "n",
)
# Every page of a signed-in person counts these.
HELD = Compiled(
    lambda person, kept, claimed: (
        HeldForm.objects.kept_since(kept)
        .unclaimed_since(claimed)
        .filter(person=person)
        .order_by()
        .values("pk")
    ),
    person=-1,
    kept=datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC),
    claimed=datetime.datetime(1970, 1, 2, tzinfo=datetime.UTC),
)


def held_needs(person: Any) -> Iterator[Need]:
    """Yield the forms that were sent after a session ended."""
    now = timezone.now()
    yield Need(
        title=FORMS_KEPT,
        why=_("Nothing was sent. It is kept for 24 hours"),
        url=reverse_lazy("home:held_form_list"),
        action=_("See what you typed"),
        waiting=[HELD(person=person.pk, kept=now - HeldForm.KEPT, claimed=now - HeldForm.CLAIM)],
        is_late=True,
    )


def secretariat_needs(person: Any) -> Iterator[Need]:
    """Yield what waits for a second person of the Secretariat."""
    if may(person, "directory.reset_factor"):
        resets = FactorReset.objects.waiting().exclude(asked_by=person.pk).exclude(person=person.pk)
        yield Need(
            title=ngettext_lazy(
                "%(n)d lost second step waits for a second officer",
                "%(n)d lost second steps wait for a second officer",
                "n",
            ),
            why=_("Somebody cannot sign in until you decide"),
            url=reverse("directory:factor_reset_list"),
            action=_("Decide"),
            waiting=[resets],
        )
    if may(person, "research.publish_work"):
        drafts = Work.objects.readable_by(person).filter(state=Work.State.DRAFT)
        yield Need(
            title=ngettext_lazy(
                "%(n)d draft waits for publication", "%(n)d drafts wait for publication", "n"
            ),
            why=_("records of the library"),
            url=reverse("research:draft_list"),
            action=_("Read and publish"),
            waiting=[drafts.written_by_others(person)],
        )


# What counts as new on the page of a seat.
NEW = datetime.timedelta(days=30)


def awareness_items(person: Any) -> Iterator[Need]:
    """Yield what the holder of a seat tells the administration of."""
    month = timezone.now().date() - NEW
    news = News.objects.published().readable_by(person).filter(date__gte=month)
    yield Need(
        title=ngettext_lazy(
            "%(n)d piece of news of the last month", "%(n)d pieces of news of the last month", "n"
        ),
        url=reverse("hub:news_list"),
        action=_("Read and pass on"),
        waiting=[news],
    )
    meetings = Meeting.objects.published().readable_by(person).coming()
    yield Need(
        title=ngettext_lazy("%(n)d meeting is coming", "%(n)d meetings are coming", "n"),
        url=reverse("hub:meeting_list"),
        action=_("Who should come?"),
        waiting=[meetings],
    )


def feedback_items(person: Any) -> Iterator[Need]:
    """Yield where the holder of a seat says what is wrong."""
    yield Need(
        title=_("Write to the Secretariat"),
        url=reverse("desk:report_add"),
        action=_("Report a mistake"),
    )
