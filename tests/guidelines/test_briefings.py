"""Two pages for heads of administration: read, printed, made by the worker, for one reader."""

import datetime
import io
import re
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from directory.models import Person
from guidelines import pressing
from guidelines.kinds import Kind
from guidelines.models import Briefing, Record
from guidelines.pressing import cut
from guidelines.tasks import drop_briefings, make_briefings
from portal.files.models import StoredFile
from portal.markings.models import Audience, Marking
from tests.files.conftest import folder  # noqa: F401 a private folder for every test
from tests.guidelines.advice import filed, publish, text

pytestmark = pytest.mark.django_db
PAGE = "/en/guidelines/briefings/ai-ml/"


def ask(client: Client, language: str = "en") -> Briefing:
    answer = client.post(f"{PAGE.replace('/en/', f'/{language}/')}make/")
    assert answer.status_code == 302
    return Briefing.objects.latest("pk")


def fetched(client: Client, row: Briefing, status: int = 200) -> bytes:
    answer = client.get(f"{row.get_absolute_url()}get/")
    assert answer.status_code == status
    return b"".join(answer) if answer.streaming else answer.content


def pages(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as paper:
        return len(paper.pages)


def test_page_shows_what_its_reader_reads(client: Client, ncp_a: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a, content=text(Kind.PRACTICE, title="Canary"))
    publish(Kind.PITFALL, by=ncp_a, marking=Marking.CLEAR)

    visitor = client.get(PAGE).content.decode()
    client.force_login(ncp_a)
    member = client.get(PAGE).content.decode()

    assert ("Canary" in visitor, "Canary" in member) == (False, True)
    assert "Nobody owned the data" in visitor
    assert ("tlp-clear" in visitor, "tlp-green" in member) == (True, True)
    assert ("Make a PDF" in visitor, "Make a PDF" in member) == (False, True)


@pytest.mark.parametrize("records", [1, 3])
def test_page_asks_the_same_however_much_there_is(
    client: Client, ncp_a: Person, records: int, django_assert_num_queries: Any
) -> None:
    for number in range(records):
        publish(Kind.values[number], by=ncp_a)
    client.force_login(ncp_a)
    client.get(PAGE)

    # Session, person, tokens, audiences, technology, records, tallies, works, what needs one.
    with django_assert_num_queries(9):
        client.get(PAGE)


def test_file_is_made_by_the_worker_with_its_progress(client: Client, ncp_a: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a)
    client.force_login(ncp_a)

    row = ask(client)
    again = ask(client)
    waiting = client.get(row.get_absolute_url()).content.decode()
    made = [make_briefings(), make_briefings()]
    ready = client.get(row.get_absolute_url()).content.decode()
    content = fetched(client, row)

    assert (row.pk, made) == (again.pk, [1, 0])
    assert "Waits for its turn" in waiting
    assert "Fetch the PDF" in ready
    assert content.startswith(b"%PDF-")
    assert pages(content) <= 2


def test_hostile_and_endless_texts_fit_two_pages(client: Client, ncp_a: Person) -> None:
    words = '#panic("x") $ \\ " `raw` @ref <label> ' + "Wortungeheuer " * 20
    for kind in Kind.values:
        for number in range(5):
            content = text(kind, title=f"{number} {words}"[:300])
            for code in ("recommendation", "happened", "lesson"):
                if code in content:
                    content[code] = (words * 4)[:400]
            publish(kind, by=ncp_a, content=content)
    client.force_login(ncp_a)

    row = ask(client, "fr")
    make_briefings()

    assert pages(fetched(client, row)) <= 2


def test_file_is_for_its_reader_alone(client: Client, ncp_a: Person, ncp_b: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a)
    client.force_login(ncp_a)
    row = ask(client)
    make_briefings()

    client.force_login(ncp_b)

    fetched(client, row, 404)
    assert client.get(row.get_absolute_url()).status_code == 404
    assert StoredFile.objects.get().audience_tokens() == set()


def test_file_is_kept_from_who_may_read_it_no_more(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    record = publish(Kind.PRACTICE, by=ncp_a)
    client.force_login(ncp_a)
    row = ask(client)
    make_briefings()

    for_others = Audience.objects.intern([f"person:{secretariat.pk}"])
    Record.objects.filter(pk=record.pk).update(audience=for_others)

    fetched(client, row, 404)


def test_file_is_forgotten_after_a_day(client: Client, ncp_a: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a)
    client.force_login(ncp_a)
    row = ask(client)
    make_briefings()

    with time_machine.travel(timezone.now() + datetime.timedelta(hours=25), tick=True):
        assert drop_briefings() == 1
        assert drop_briefings() == 0

    row.refresh_from_db()
    assert (row.state, StoredFile.objects.get().name) == (Briefing.State.GONE, "")


def test_day_has_twenty_files(
    client: Client, ncp_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guidelines.models.briefing.PER_DAY", 1)
    filed()
    client.force_login(ncp_a)
    Briefing.objects.filter(pk=ask(client).pk).update(state=Briefing.State.FAILED)

    answer = client.post(f"{PAGE}make/", follow=True)

    assert "twenty files today" in answer.content.decode()
    assert Briefing.objects.count() == 1


def test_file_that_cannot_be_made_is_tried_a_few_times(
    client: Client, ncp_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed()
    client.force_login(ncp_a)
    row = ask(client)
    monkeypatch.setattr(pressing, "TEMPLATE", pressing.TEMPLATE.with_name("none.typ"))

    for _try in range(4):
        make_briefings()
        Briefing.objects.filter(pk=row.pk).update(leased_until=None)

    row.refresh_from_db()
    assert (row.state, row.tries) == (Briefing.State.FAILED, 3)
    assert "could not be made" in client.get(row.get_absolute_url()).content.decode()


def test_text_is_cut_at_a_word() -> None:
    assert cut("one two  three", 9) == "one two …"
    assert cut("one\ntwo", 9) == "one two"


def test_french_page_is_french(client: Client, ncp_a: Person) -> None:
    publish(Kind.PRACTICE, by=ncp_a, marking=Marking.CLEAR)

    html = client.get(PAGE.replace("/en/", "/fr/")).content.decode()

    assert re.search(r'<html lang="fr"', html)
