"""Writing: drafts once, corrections that see each other, publication by a second person."""

import uuid
from typing import Any

import pytest
from django.test import Client

from directory.models import Administration, Person
from portal.audit.models import Event
from portal.markings.models import Marking
from portal.taxonomy.models import Language, Technology
from research.forms.work import WorkForm
from research.models import Work
from tests.research.conftest import Make

ADD = "/en/research/works/add/"
DRAFTS = "/en/research/works/drafts/"


@pytest.fixture
def filled(english: Language) -> dict[str, Any]:
    """A form with everything that is needed."""
    return {
        "title": "A new record",
        "authors": "Ada Arcadi\n\n Poe, Edgar ",
        "year": "2024",
        "kind": "report",
        "language": english.pk,
        "abstract": "In our own words.",
        "marking": "green",
        "token": str(uuid.uuid4()),
    }


def errors(html: str) -> str:
    """Return the error summary of a page."""
    return html.partition('class="error-summary"')[2].partition("</div>")[0]


def post(client: Client, address: str, data: dict[str, Any]) -> str:
    response = client.post(address, data)
    assert response.status_code == 200
    return response.content.decode()


def edit(work: Work) -> str:
    return f"/en/research/works/{work.public_id}/edit/"


def test_work_add_makes_a_draft(
    client: Client, filled: dict[str, Any], editor: Person, ai: Technology
) -> None:
    client.force_login(editor)

    response = client.post(
        ADD,
        filled
        | {
            "technologies": [ai.pk],
            "keywords": "fraud, risk; fraud,",
            "doi": "https://doi.org/10.1000/182",
        },
    )

    work = Work.objects.get()
    assert response["Location"] == work.get_absolute_url()
    assert (work.state, work.added_by, work.marking) == ("draft", editor, "green")
    assert [author.name for author in work.authors.all()] == ["Ada Arcadi", "Edgar Poe"]
    assert (work.keywords, work.doi) == (["fraud", "risk"], "10.1000/182")
    assert "technology:ai-ml" in work.facets


def test_the_same_form_sent_twice_adds_one_record(
    client: Client, filled: dict[str, Any], editor: Person
) -> None:
    client.force_login(editor)

    first, second = client.post(ADD, filled), client.post(ADD, filled)

    assert Work.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_the_same_form_sent_twice_at_once_adds_one_record(
    filled: dict[str, Any], editor: Person
) -> None:
    forms = [WorkForm(data=filled, person=editor) for _ in range(2)]
    # Both have looked before either has written.
    assert [form.is_valid() for form in forms] == [True, True]

    first, second = (form.add() for form in forms)

    assert first == second == Work.objects.get()


@pytest.mark.usefixtures("editor")
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "Title – This field is required."),
        ("title", "NUL \x00", "Null characters are not allowed."),
        ("title", "a" * 10_000, "at most 400 characters"),
        ("authors", " \n ", "Authors – "),
        ("authors", "a" * 300, "A name has at most 200 characters."),
        ("authors", "\n".join(["Ada Arcadi"] * 300), "Give at most 200."),
        ("year", "20244", "Year – Give the year of publication"),
        ("year", "soon", "Enter a whole number."),
        ("year", "-1", "Year – "),
        ("kind", "poem", "Select a valid choice."),
        ("language", "999999", "Select a valid choice."),
        ("doi", "doi/10", "A DOI looks like 10.3390/math9131529."),
        ("url", "javascript:alert(1)", "Enter a valid URL."),
        ("source_url", "ftp//x", "Enter a valid URL."),
        ("keywords", ",".join(f"k{number}" for number in range(99)), "Give at most 30."),
        ("keywords", "a" * 200, "A keyword has at most 100 characters."),
        ("marking", "amber", "Choose the administration that owns this record."),
        ("marking", "purple", "Select a valid choice."),
        ("technologies", "999999", "Select a valid choice."),
        ("token", "hostile", "Enter a valid UUID."),
    ],
)
def test_a_bad_field_is_said_in_the_summary_and_the_rest_is_kept(
    client: Client, filled: dict[str, Any], field: str, value: str, message: str
) -> None:
    client.force_login(Person.objects.get(given_name="Editor"))

    html = post(client, ADD, filled | {field: value})

    assert message in errors(html)
    assert "<title>Error:" in html
    assert "In our own words.</textarea>" in html
    assert Work.objects.count() == 0


def test_a_twin_is_pointed_out_and_may_be_kept(
    client: Client, filled: dict[str, Any], editor: Person, make_work: Make
) -> None:
    make_work("A Néw Record", doi="10.1000/ABC")
    make_work("Another", marking=Marking.AMBER_STRICT, doi="10.1000/secret")
    client.force_login(editor)

    by_title = post(client, ADD, filled)
    by_doi = post(client, ADD, filled | {"title": "Other", "doi": "doi:10.1000/abc"})
    response = client.post(ADD, filled | {"is_twin_wanted": "on"})
    # What the writer may not read is no twin.
    unread = client.post(
        ADD, filled | {"title": "X", "doi": "10.1000/secret", "token": uuid.uuid4()}
    )

    for html in (by_title, by_doi):
        assert "The library may have this work already." in errors(html)
        assert "A Néw Record</a>" in html
    assert (response.status_code, unread.status_code) == (302, 302)


def test_work_edit_shows_what_is_there_and_saves_what_is_new(
    client: Client, make_work: Make, editor: Person
) -> None:
    work = make_work(
        "Old", authors=["Ada Lovelace", "{Ada Company}"], keywords=["one", "two"], publish=False
    )
    client.force_login(editor)
    html = client.get(edit(work)).content.decode()
    form = WorkForm(instance=work, person=editor)
    data = {
        name: form[name].value() for name in form.fields if form[name].value() not in (None, False)
    }

    response = client.post(edit(work), data | {"title": "New", "keywords": "three"})

    assert "Ada Lovelace\n{Ada Company}</textarea>" in html
    assert 'value="one, two"' in html
    assert response["Location"] == work.get_absolute_url()
    work.refresh_from_db()
    assert (work.title, work.keywords, work.changed_by) == ("New", ["three"], editor)
    assert [author.line for author in work.authors.all()] == ["Ada Lovelace", "{Ada Company}"]


def test_work_edit_says_who_was_faster_and_keeps_both_texts(
    client: Client, make_work: Make, filled: dict[str, Any], editor: Person, secretariat: Person
) -> None:
    work = make_work()
    seen = work.changed_at.isoformat()
    work.revise(by=secretariat, title="Theirs")
    client.force_login(editor)

    html = post(client, edit(work), filled | {"seen": seen, "title": "Mine"})

    assert "Secretariat Role changed this record at" in errors(html)
    assert 'value="Mine"' in html
    assert Work.objects.get().title == "Theirs"
    assert f'value="{work.changed_at.isoformat()}"' in html
    # Sent again it is a decision.
    again = client.post(edit(work), filled | {"seen": work.changed_at.isoformat(), "title": "Mine"})
    assert again.status_code == 302
    assert Work.objects.get().title == "Mine"


@pytest.mark.parametrize("seen", ["", "hostile", "2020-01-01", "\x00"])
def test_work_edit_without_the_moment_it_started_from_asks_again(
    client: Client, make_work: Make, filled: dict[str, Any], editor: Person, seen: str
) -> None:
    work = make_work()
    client.force_login(editor)

    html = post(client, edit(work), filled | {"seen": seen})

    assert errors(html)
    assert Work.objects.get().title == "A work"


def test_a_published_record_cannot_become_red_without_keepers(
    client: Client, make_work: Make, filled: dict[str, Any], editor: Person
) -> None:
    work = make_work()
    client.force_login(editor)
    data = filled | {"seen": work.changed_at.isoformat(), "marking": "red"}

    html = post(client, edit(work), data)

    assert "Nobody could correct it." in errors(html)


def test_an_editor_who_hides_a_record_from_himself_is_led_to_the_list(
    client: Client, make_work: Make, filled: dict[str, Any], editor: Person, arcadia: Administration
) -> None:
    work = make_work()
    client.force_login(editor)
    data = {"seen": work.changed_at.isoformat(), "marking": "amber-strict"}

    response = client.post(edit(work), filled | data | {"administration": arcadia.pk}, follow=True)

    assert response.redirect_chain == [("/en/research/works/", 302)]
    assert "You cannot read it yourself." in response.content.decode()


def test_the_writer_of_a_draft_is_told_to_ask_a_colleague(
    client: Client, make_work: Make, secretariat: Person
) -> None:
    work = make_work(by=secretariat, publish=False)
    client.force_login(secretariat)

    html = client.get(work.get_absolute_url()).content.decode()
    refused = client.post(
        f"{work.get_absolute_url()}publish/", {"seen": work.changed_at.isoformat()}
    )

    assert "A second person publishes what you wrote. Ask a colleague." in html
    assert "Publish this record" not in html
    assert refused.status_code == 403
    assert "A second person publishes what you wrote." in refused.content.decode()


def test_a_second_person_publishes_once(client: Client, make_work: Make, publisher: Person) -> None:
    work = make_work(publish=False)
    client.force_login(publisher)
    page = client.get(work.get_absolute_url()).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]

    for _ in range(2):
        response = client.post(f"{work.get_absolute_url()}publish/", {"seen": seen})
        assert response["Location"] == work.get_absolute_url()

    assert Work.objects.get().state == "published"
    assert Event.objects.about(work).filter(verb="research.publish_work").count() == 1


@pytest.mark.parametrize("seen", [{}, {"seen": "hostile"}, {"seen": "2020-01-01T00:00:00+00:00"}])
def test_a_text_that_changed_is_not_published(
    client: Client, make_work: Make, publisher: Person, seen: dict[str, str]
) -> None:
    work = make_work(publish=False)
    client.force_login(publisher)

    response = client.post(f"{work.get_absolute_url()}publish/", seen, follow=True)

    assert "The text changed after you opened it." in response.content.decode()
    assert Work.objects.get().state == "draft"


def test_withdrawal_asks_for_its_reason_at_the_field(
    client: Client, make_work: Make, publisher: Person, secretariat: Person
) -> None:
    work = make_work()
    client.force_login(secretariat)
    address = f"{work.get_absolute_url()}withdraw/"

    html = post(client, address, {"reason": " "})
    response = client.post(address, {"reason": "Wrong figures."})

    assert "This field is required." in html
    assert response["Location"] == "/en/research/works/"
    assert Work.objects.get().withdrawal_reason == "Wrong figures."


@pytest.mark.parametrize("drafts", [1, 3])
def test_draft_list_shows_who_wrote_what_and_asks_the_same(
    client: Client, make_work: Make, secretariat: Person, drafts: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for number in range(drafts):
        make_work(f"Draft {number}", publish=False, by=secretariat if number else None)
    make_work("Published")
    client.force_login(secretariat)
    client.get(DRAFTS)

    with django_assert_num_queries(6):
        html = client.get(DRAFTS).content.decode()

    assert f"{drafts} draft{'s wait' if drafts > 1 else ' waits'} for a second person" in html
    assert html.count("You wrote it") == drafts - 1
    assert "Published</a>" not in html
