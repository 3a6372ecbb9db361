"""Answers to visitors leave by mail, once; old letters are forgotten."""

import datetime
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from directory.models import Person
from portal.audit.models import Event
from portal.desk.models import Letter, WorkItem, WorkStep
from portal.desk.models.letter import KEPT, LEASE, TRIED_FOR
from portal.desk.tasks import forget_letters, send_answers

pytestmark = pytest.mark.django_db


def answered(by: Person, *, author: Person | None = None, **fields: Any) -> Letter:
    """Return a letter that an officer answered on the desk."""
    fields = {"text": "Wrong day.", "email": "v@visitor.example", "language": "fr"} | fields
    language = fields.pop("language")
    letter = Letter.write("mistake", by=author, **fields)
    Letter.objects.filter(pk=letter.pk).update(language=language)
    WorkItem.objects.about(letter.desk_kind, letter).get().decide(
        "answer", by=by, reason="It is <mended> & right now."
    )
    return Letter.objects.get(pk=letter.pk)


def test_visitor_gets_the_answer_once_in_their_language(
    moderator: Person, mailoutbox: list[Any]
) -> None:
    letter = answered(moderator)

    assert [send_answers(), send_answers()] == [1, 0]

    (mail,) = mailoutbox
    assert mail.to == ["v@visitor.example"]
    assert "It is <mended> & right now." in mail.body
    html = str(mail.alternatives[0][0])
    assert '<html lang="fr">' in html
    assert "&lt;mended&gt;" in html
    # The address was typed by nobody knows whom: it gets no words but those of the officer.
    assert "Wrong day." not in mail.body + html
    letter.refresh_from_db()
    assert letter.mailed_at is not None


def test_who_signed_in_or_gave_no_address_gets_no_mail(
    moderator: Person, ncp_a: Person, mailoutbox: list[Any]
) -> None:
    answered(moderator, author=ncp_a, email="")
    answered(moderator, email="")

    assert send_answers() == 0
    assert mailoutbox == []


def test_answer_that_another_sender_holds_waits_until_that_one_is_given_up(
    moderator: Person, mailoutbox: list[Any]
) -> None:
    letter = answered(moderator)
    assert [letter.lease(), letter.lease(), send_answers()] == [True, False, 0]

    with time_machine.travel(timezone.now() + TRIED_FOR):
        late = send_answers()
    with time_machine.travel(timezone.now() + LEASE + datetime.timedelta(seconds=1)):
        again = send_answers()

    assert (late, again, [mail.to for mail in mailoutbox]) == (0, 1, [[letter.email]])


def test_old_letters_are_forgotten_with_their_items(moderator: Person) -> None:
    old = answered(moderator)
    waiting = Letter.write("mistake", by=None, text="Nobody answered.")
    with time_machine.travel(timezone.now() + KEPT):
        answered(moderator)
        assert [forget_letters(), forget_letters()] == [1, 0]

    assert not Letter.objects.filter(pk=old.pk).exists()
    assert Letter.objects.filter(pk=waiting.pk).exists()
    assert WorkItem.objects.count() == Letter.objects.count() == 2
    assert not WorkStep.objects.filter(item__subject=str(old.pk)).exists()
    assert Event.objects.filter(verb="desk.forget_letter").count() == 1
