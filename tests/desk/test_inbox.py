"""Answering what arrived: by whom, once, and seen by whom."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.models import Person
from portal.audit.models import Event
from portal.desk.models import Letter
from portal.needs import standing_of
from tests.people import as_reader


def report(by: Person | None = None, text: str = "The date is wrong.") -> Letter:
    """Return a report on the desk."""
    return Letter.write(Letter.Kind.MISTAKE, by=by, text=text)


def test_inbox_is_open_to_handlers_only(client: Client, request: pytest.FixtureRequest) -> None:
    kinds = ["secretariat", "moderator", "editor", "auditor", "administrator", "ncp_a"]
    answers = {}
    for kind in kinds:
        client.force_login(request.getfixturevalue(kind))
        answers[kind] = client.get(reverse("desk:inbox")).status_code

    assert {kind for kind, status in answers.items() if status == 200} == {
        "secretariat", "moderator",
    }  # fmt: skip
    assert set(answers.values()) == {200, 403}


def test_item_is_read_by_handlers_and_its_author(
    client: Client, moderator: Person, ncp_a: Person, ncp_b: Person
) -> None:
    address = report(by=ncp_a).get_absolute_url()
    answers = []
    for person in (moderator, ncp_a, ncp_b):
        client.force_login(person)
        answers.append(client.get(address).status_code)

    assert answers == [200, 200, 404]


def test_answer_closes_the_item_and_its_author_reads_it(
    client: Client, moderator: Person, ncp_a: Person
) -> None:
    item = report(by=ncp_a)
    client.force_login(moderator)
    client.post(reverse("desk:item_close", args=[item.public_id]), {"answer": "Corrected today."})
    client.force_login(ncp_a)

    page = client.get(item.get_absolute_url()).content.decode()

    item.refresh_from_db()
    assert (item.state, item.handled_by, item.answer) == ("done", moderator, "Corrected today.")
    assert "Corrected today." in page
    assert Event.objects.about(item).filter(verb="desk.close_item").count() == 1


def test_second_answer_is_shown_and_changes_nothing(
    client: Client, moderator: Person, secretariat: Person
) -> None:
    item = report()
    item.close(by=secretariat, answer="First.")
    client.force_login(moderator)

    answer = client.post(reverse("desk:item_close", args=[item.public_id]), {"answer": "Second."})

    item.refresh_from_db()
    assert answer.status_code == 409
    assert "Second." in answer.content.decode()
    assert (item.answer, item.handled_by) == ("First.", secretariat)


def test_author_cannot_answer_their_own_report(client: Client, ncp_a: Person) -> None:
    item = report(by=ncp_a)
    client.force_login(ncp_a)

    answer = client.post(reverse("desk:item_close", args=[item.public_id]), {"answer": "Done."})

    item.refresh_from_db()
    assert (answer.status_code, item.state) == (403, "open")


@pytest.mark.parametrize("answer", ["", "  ", "a\x00b", "x" * 5001])
def test_answer_that_cannot_be_read_says_why(
    client: Client, moderator: Person, answer: str
) -> None:
    item = report()
    client.force_login(moderator)

    page = client.post(reverse("desk:item_close", args=[item.public_id]), {"answer": answer})

    item.refresh_from_db()
    assert (page.status_code, item.state) == (200, "open")
    assert page.context["form"].errors


def test_who_handled_it_stands_with_when(secretariat: Person) -> None:
    item = report()

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=item.pk).update(handled_by=secretariat)
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=item.pk).update(state="done", handled_at=timezone.now())


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"open"}),
        ("state=done", {"done"}),
        ("state=all", {"open", "done"}),
        ("kind=account", set()),
        ("state=nonsense&kind=%00", {"open"}),
        ("after=forged&sort=%27", {"open"}),
    ],
)
def test_inbox_filters(
    client: Client, moderator: Person, secretariat: Person, query: str, shown: set[str]
) -> None:
    report(text="open")
    report(text="done").close(by=secretariat, answer="Yes.")
    client.force_login(moderator)

    page = client.get(f"{reverse('desk:inbox')}?{query}").context["page"]

    assert {item.text for item in page} == shown


@pytest.mark.parametrize("number", [1, 3])
def test_inbox_asks_a_fixed_number_of_queries(
    client: Client, moderator: Person, number: int, django_assert_num_queries: Any
) -> None:
    for _ in range(number):
        report(by=moderator)
    client.force_login(moderator)

    # Session, person, tokens, audiences, rows, total, needs.
    with django_assert_num_queries(7):
        client.get(reverse("desk:inbox"))


def test_open_items_need_their_handlers(moderator: Person, editor: Person) -> None:
    report()
    report()

    titles = {
        person: [each.title for each in standing_of(as_reader(person)).due]
        for person in (moderator, editor)
    }

    assert "2 messages wait for an answer" in titles[moderator]
    assert "2 messages wait for an answer" not in titles[editor]
