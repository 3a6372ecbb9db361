"""Two pages for heads of administration: read, printed, made by the worker, for one reader."""

import datetime
import io
from typing import Any

import pikepdf
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from directory.models import Person
from guidelines import pressing
from guidelines.kinds import Kind
from guidelines.models import Briefing, Record
from guidelines.pages.briefing import EACH, MOST_WORKS, Brief
from guidelines.pressing import cut
from guidelines.tasks import drop_briefings, make_briefings
from portal.facets import facet_key
from portal.files.models import StoredFile
from portal.markings.models import Audience, Marking, reader_of
from portal.taxonomy.models import Technology
from research.models import Work
from tests.files.conftest import folder  # noqa: F401 a private folder for every test
from tests.guidelines.advice import filed, language, publish, text
from tests.people import as_reader

pytestmark = pytest.mark.django_db
PAGE = "/en/guidelines/briefings/ai-ml/"


def ask(client: Client, language: str = "en") -> Briefing:
    answer = client.post(f"{PAGE.replace('/en/', f'/{language}/')}make/")
    assert answer.status_code == 302
    return Briefing.objects.latest("pk")


def a_work(title: str, year: int, technologies: list[str] | None = None) -> Work:
    """Publish a work of the library for Members, on the technology of the page."""
    filed()
    slugs = ["ai-ml"] if technologies is None else technologies
    related = {"technologies": list(Technology.objects.filter(slug__in=slugs))}
    row: Work = Work.add(
        by=None, title=title, authors=["Ada"], year=year, kind=Work.Type.REPORT,
        language=language(), abstract="", marking=Marking.GREEN, related=related,
        code=f"R{Work.objects.count() + 901}",
    )  # fmt: skip
    row.publish(by=None)
    return Work.objects.get(pk=row.pk)


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


def test_file_is_kept_from_who_may_read_a_work_in_it_no_more(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    publish(Kind.PRACTICE, by=ncp_a)
    work = a_work("A work", 2020)
    client.force_login(ncp_a)
    row = ask(client)
    make_briefings()
    fetched(client, row)

    for_others = Audience.objects.intern([f"person:{secretariat.pk}"])
    Work.objects.filter(pk=work.pk).update(audience=for_others)

    fetched(client, row, 404)


def test_file_with_a_withdrawn_record_is_given_no_more(
    client: Client, ncp_a: Person, secretariat: Person
) -> None:
    record = publish(Kind.PRACTICE, by=ncp_a)
    client.force_login(ncp_a)
    row = ask(client)
    make_briefings()

    record.withdraw(by=secretariat, reason="Wrong.")

    fetched(client, row, 404)


def brief(person: Any) -> Brief:
    """Return the briefing of somebody."""
    reader = as_reader(person)
    return Brief(Technology.objects.get(slug="ai-ml"), reader_of(reader))


def test_label_covers_what_is_counted_and_not_shown(ncp_a: Person) -> None:
    for _number in range(EACH):
        content = text(Kind.PRACTICE, strength="must")
        publish(Kind.PRACTICE, content=content, marking=Marking.CLEAR)
    publish(Kind.PRACTICE, content=text(Kind.PRACTICE, title="Canary", strength="may"))

    shown = brief(ncp_a)

    assert {line["marking"] for line in shown.lines} == {Marking.CLEAR}
    assert dict(shown.facts)["Best practice"] == str(EACH + 1)
    assert shown.marking == Marking.GREEN


def sure(title: str, level: str, **values: Any) -> Record:
    """Publish a practice of which we are so sure."""
    row = publish(Kind.PRACTICE, content=text(Kind.PRACTICE, title=title), marking=Marking.CLEAR)
    facets = [each for each in row.facets if not each.startswith("confidence:")]
    facets.append(f"confidence:{level}")
    keys = [facet_key(each) for each in facets]
    Record.objects.filter(pk=row.pk).update(
        confidence=level, facets=facets, facet_keys=keys, **values
    )
    return row


def test_what_is_contested_or_overdue_comes_last_and_says_so(client: Client, ncp_a: Person) -> None:
    past = timezone.localdate() - datetime.timedelta(days=1)
    for title, level, values in (
        ("Sure", "high", {}), ("Moderate", "moderate", {"reviewed_since": timezone.now()}),
        ("Unsure", "low", {}), ("Late", "high", {"review_by": past}),
        ("Contested", "contested", {}),
    ):  # fmt: skip
        sure(title, level, **values)

    html, shown = client.get(PAGE).content.decode(), brief(ncp_a)

    assert [line["title"] for line in shown.practices] == [
        "Sure", "Moderate", "Unsure", "Late", "Contested",
    ]  # fmt: skip
    entries = html.split('<li class="entry">')[1:]
    notes = [each["note"] for each in pressing.sheet(
        shown, ncp_a, each=5, letters=90, works=1
    )["parts"][0]["entries"]]  # fmt: skip
    for number, words in (
        (0, "confidence: high"), (1, "under review"), (3, "review overdue"),
        (4, "confidence: contested"),
    ):  # fmt: skip
        assert (words in entries[number], words in notes[number]) == (True, True), words
    assert "review overdue" not in entries[0]


@pytest.mark.parametrize(("attribution", "is_told"), [("named", True), ("secretariat", False)])
def test_who_has_done_it_is_said_where_readers_are_told(
    client: Client, ncp_a: Person, ncp_b: Person, attribution: str, is_told: bool
) -> None:
    publish(Kind.EXPERIENCE, by=ncp_a, attribution=attribution)
    client.force_login(ncp_b)

    note = pressing.sheet(brief(ncp_b), ncp_b, each=5, letters=90, works=1)["parts"][0]["entries"][
        0
    ]["note"]

    page = client.get(PAGE).content.decode()
    assert ("Arcadia" in page, "Arcadia" in note) == (is_told, is_told)


def test_works_that_are_cited_come_first_then_the_newest(ncp_a: Person) -> None:
    cited = a_work("Cited", 1999, technologies=[])
    for number in range(MOST_WORKS):
        a_work(f"Work {number}", 2010 + number)
    publish(content=text(Kind.PRACTICE, evidence=[{"grade": "B", "source": cited.code}]))

    shown = brief(ncp_a)

    assert [row["title"] for row in shown.works] == ["Cited", "Work 3", "Work 2", "Work 1"]


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

    main = html.split("<main")[1]
    for words in ("chefs d’administration", "À décider d’abord", "Questions à poser"):
        assert words in main, words
    assert "Decide first" not in main


def test_sheet_in_french_says_what_is_a_working_translation(ncp_a: Person) -> None:
    row = publish(Kind.PRACTICE, marking=Marking.CLEAR)
    row.translate("title", "Mesurer avant d’acheter", language=language("fr"), by=None)
    notes = {}
    for code in ("en", "fr"):
        with override(code):
            made = pressing.sheet(brief(ncp_a), ncp_a, each=5, letters=200, works=0)
        notes[code] = made["parts"][0]["entries"][0]["note"]

    assert ["traduction de travail" in notes["fr"], "working translation" in notes["en"]] == [
        True, False,
    ]  # fmt: skip
