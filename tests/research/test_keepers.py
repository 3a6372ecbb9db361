"""Records that only named people read: who keeps them, and how the Secretariat withdraws one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.models import Person
from portal.audit.models import Event
from portal.markings.access import may
from portal.markings.models import Marking
from research.models import Work
from tests.people import as_reader
from tests.research.conftest import Make

KEEPING = ["research.edit_work", "research.grant_work", "research.withdraw_work"]


@pytest.fixture
def red(make_work: Make, officer: Person, ncp_b: Person) -> Work:
    """A published red record: B's contact point keeps it, an officer of A reads it."""
    work = make_work("Canary red", marking=Marking.RED, publish=False)
    work.grant(ncp_b, by=None, keeps=True)
    work.grant(officer, by=None)
    work.publish(by=None)
    return work


def keeping(person: Person, work: Work) -> list[str]:
    """Return what a person may do to keep a work."""
    return [name for name in KEEPING if may(as_reader(person), name, work)]


def test_red_record_is_kept_by_whom_it_names(
    red: Work, ncp_b: Person, officer: Person, secretariat: Person, editor: Person
) -> None:
    who = {"keeper": ncp_b, "reader": officer, "secretariat": secretariat, "editor": editor}

    assert {kind: keeping(person, red) for kind, person in who.items()} == {
        "keeper": KEEPING, "reader": [], "secretariat": [], "editor": [],
    }  # fmt: skip


def test_keeper_of_one_record_keeps_no_other(make_work: Make, red: Work, ncp_b: Person) -> None:
    assert keeping(ncp_b, make_work("Clear")) == []


def test_keeper_corrects_the_words_and_not_the_label(
    client: Client, red: Work, ncp_b: Person
) -> None:
    client.force_login(ncp_b)
    data = {
        "title": "Corrected", "authors": "Ada Arcadi", "year": 2020, "kind": "report",
        "language": red.language_id, "abstract": "Ours.", "marking": "clear",
        "seen": red.changed_at.isoformat(),
    }  # fmt: skip

    assert "Correct the record" in client.get(red.get_absolute_url()).content.decode()
    client.post(reverse("research:work_edit", args=[red.public_id]), data)

    red.refresh_from_db()
    assert (red.title, red.marking) == ("Corrected", "red")


def test_keeper_names_a_keeper_and_the_last_one_stays(
    client: Client, red: Work, ncp_a: Person, ncp_b: Person
) -> None:
    client.force_login(ncp_b)
    page = reverse("research:work_readers", args=[red.public_id])
    remove = reverse("research:work_reader_remove", args=[red.public_id])
    refused = client.post(remove, {"person": ncp_b.public_id}, follow=True)
    client.post(page, {"person": ncp_a.public_id, "keeps": "on"})
    both = red.keepers()
    client.post(remove, {"person": ncp_b.public_id})

    assert "Somebody must keep the record." in refused.content.decode()
    assert both == {ncp_a.pk, ncp_b.pk}
    assert red.keepers() == {ncp_a.pk}
    assert not red.named_readers() & {f"person:{ncp_b.pk}"}


def test_red_draft_without_a_keeper_is_not_published(
    make_work: Make, publisher: Person, officer: Person, ncp_b: Person
) -> None:
    work = make_work(marking=Marking.RED, publish=False)
    work.grant(officer, by=None)
    before = may(as_reader(publisher), "research.publish_work", work)
    work.grant(ncp_b, by=None, keeps=True)

    assert (before, may(as_reader(publisher), "research.publish_work", work)) == (False, True)


def test_secretariat_withdraws_by_number_without_reading(
    client: Client, red: Work, secretariat: Person, officer: Person
) -> None:
    client.force_login(secretariat)
    page = reverse("research:work_withdraw_unread")
    data = {"number": f"https://portal.example{red.get_absolute_url()}", "reason": "Wrong."}

    wrong = client.post(page, {"number": "q" * 12, "reason": "Wrong."})
    done = client.post(page, data, follow=True)

    red.refresh_from_db()
    assert "No published record has this number." in wrong.content.decode()
    assert red.state == "withdrawn"
    assert "Canary red" not in done.content.decode()
    assert client.get(red.get_absolute_url()).status_code == 404
    client.force_login(officer)
    assert client.get(red.get_absolute_url()).status_code == 410
    row = Event.objects.about(red).get(verb="research.withdraw_work")
    assert row.detail["is_unread"] is True


@pytest.mark.parametrize("number", ["", "\x00", "a" * 10_000, "/", "%"])
def test_number_that_is_none_is_answered(client: Client, secretariat: Person, number: str) -> None:
    client.force_login(secretariat)
    sent: Any = {"number": number, "reason": "Wrong."}

    page = client.post(reverse("research:work_withdraw_unread"), sent)

    assert page.status_code == 200
    assert 'class="error-summary"' in page.content.decode()
