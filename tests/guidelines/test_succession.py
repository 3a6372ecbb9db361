"""Records that are replaced, merged or withdrawn: what their addresses say, and where they lead."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from directory.models import Person
from guidelines.kinds import Kind, Stage, State
from guidelines.models import Manuscript, Record, Succession
from guidelines.models.succession import merge, supersede
from portal.audit.models import Event as Logged
from portal.notifications.models import Event, Follow
from portal.refusals import Refused
from tests.guidelines.advice import begin, publish, text, version_of
from tests.people import as_reader

pytestmark = pytest.mark.django_db

PRACTICES = "/en/guidelines/practices/"


def practice(title: str, marking: str = "clear", **values: Any) -> Record:
    """Return a published practice."""
    return publish(content=text(Kind.PRACTICE, title=title, **values), marking=marking)


def rows(*sources: str) -> list[dict[str, str]]:
    """Return rows of evidence."""
    return [{"grade": "B", "source": each, "title": each, "note": ""} for each in sources]


def address(record: Record) -> str:
    """Return the address of a record."""
    return f"/en/guidelines/{record.public_id}/"


@pytest.fixture
def old(db: None) -> Record:
    return practice("Measure first", evidence=rows("W1", "W2"))


@pytest.fixture
def new(db: None) -> Record:
    return practice("Measure twice", evidence=rows("W2"))


def test_superseded_record_says_what_replaces_it(
    client: Client, old: Record, new: Record, publisher: Person
) -> None:
    client.force_login(publisher)
    sent = {"successor": new.code, "note": "It says more."}

    answer = client.post(f"{address(old)}supersede/", sent)
    client.logout()
    page = client.get(address(old))

    assert answer.headers["Location"].endswith(address(new))
    html = page.content.decode()
    assert page.status_code == 200
    assert ["Superseded" in html, "It says more." in html, address(new) in html] == [True] * 3
    assert "Measure first" not in client.get(PRACTICES).content.decode()
    old.refresh_from_db()
    assert old.search_document() is None


def test_title_of_what_replaces_a_record_is_for_its_readers_alone(
    client: Client, old: Record, publisher: Person, ncp_b: Person
) -> None:
    hidden = practice("Among Members", marking="green")
    supersede(old, by=publisher, successor=hidden, note="For Members alone.")

    visitor = client.get(address(old)).content.decode()
    client.force_login(ncp_b)
    member = client.get(address(old)).content.decode()

    assert ("Among Members" in visitor, hidden.public_id in visitor) == (False, False)
    assert "Among Members" in member


def test_withdrawn_record_says_when_and_why(client: Client, old: Record, publisher: Person) -> None:
    client.force_login(publisher)
    client.post(f"{address(old)}withdraw/", {"reason": "The law changed."})
    client.logout()

    page = client.get(address(old))

    html = page.content.decode()
    day = date_format(timezone.localdate(), "DATE_FORMAT")
    assert page.status_code == 410
    assert ["The law changed." in html, f"On {day}." in html] == [True, True]
    assert "Measure first" not in client.get(PRACTICES).content.decode()


def test_followers_are_told_once(
    old: Record, new: Record, publisher: Person, ncp_a: Person, ncp_b: Person
) -> None:
    Follow.set(old.subject, by=ncp_a)
    Follow.set(new.subject, by=ncp_a)
    Follow.set(old.subject, by=ncp_b)

    merge(old, by=publisher, successor=new, note="The same.")
    assert merge(old, by=publisher, successor=new, note="The same.") is False

    told = Event.objects.filter(verb__startswith="guidelines.")
    assert list(told.values_list("verb", "object_id")) == [("guidelines.merge_record", new.pk)]
    followed = Follow.objects.filter(subject__startswith="guideline:")
    assert set(followed.values_list("person", "subject")) == {
        (ncp_a.pk, new.subject), (ncp_b.pk, new.subject),
    }  # fmt: skip


def test_merged_record_leads_to_the_one_that_is_kept(
    client: Client, old: Record, new: Record, publisher: Person
) -> None:
    client.force_login(publisher)
    client.post(f"{address(old)}merge/", {"successor": new.code.lower(), "note": "The same."})  # type: ignore[union-attr]
    client.logout()

    for path in (address(old), f"/en/guidelines/codes/{old.code}/"):
        page = client.get(path, follow=True)
        assert page.redirect_chain[-1][0].endswith(address(new))
        assert page.status_code == 200
    said = client.get(f"{address(old)}?read=old")
    assert ("Measure first" in said.content.decode(), said.status_code) == (True, 200)


def test_page_that_is_kept_leads_to_what_a_merged_record_said(
    client: Client, old: Record, new: Record, publisher: Person
) -> None:
    merge(old, by=publisher, successor=new, note="The same.")
    page = client.get(address(new)).content.decode()
    (path,) = re.findall(rf'href="([^"]+)">Read what {old.code} said', page)

    said = client.get(path, follow=True)

    assert said.redirect_chain[-1][0] == f"{address(old)}?read=old"
    assert "Below is what it said last." in said.content.decode()


def test_evidence_of_a_merged_record_goes_on(
    client: Client, old: Record, new: Record, publisher: Person
) -> None:
    third = practice("Measure thrice", evidence=rows("W3"))
    before = version_of(third).digest

    merge(old, by=publisher, successor=new, note="The same.")
    new.refresh_from_db()
    merge(new, by=publisher, successor=third, note="The same, too.")

    third.refresh_from_db()
    carried = [row["source"] for row in third.carried["evidence"]]
    assert (carried, third.carried["codes"]) == (["W2", "W1"], [old.code, new.code])
    assert version_of(third).digest == before
    html = client.get(address(third)).content.decode()
    assert [each in html for each in ("W1", "W2", "W3")] == [True] * 3
    assert old.code in third.search_document().bodies["simple"]  # type: ignore[union-attr, operator]
    # No address leads on twice.
    assert client.get(address(old)).headers["Location"].endswith(address(third))


def test_versions_of_a_merged_record_stay(old: Record, new: Record, publisher: Person) -> None:
    version = version_of(old)

    merge(old, by=publisher, successor=new, note="The same.")

    version.refresh_from_db()
    assert (version.record_id, version.is_intact) == (old.pk, True)


def test_nothing_leads_in_a_circle(old: Record, new: Record, publisher: Person) -> None:
    supersede(old, by=publisher, successor=new, note="Better.")

    for follow, one, other in ((supersede, new, old), (merge, new, old), (merge, new, new)):
        with pytest.raises(Refused):
            follow(one, by=publisher, successor=other, note="Back.")

    new.refresh_from_db()
    assert new.state == State.PUBLISHED


def test_records_with_other_readers_are_not_merged(
    old: Record, new: Record, publisher: Person
) -> None:
    hidden = practice("Among Members", marking="green", evidence=rows("SECRET"))

    for one, other in ((hidden, new), (new, hidden)):
        with pytest.raises(Refused):
            merge(one, by=publisher, successor=other, note="The same.")

    assert Succession.objects.count() == 0


def test_record_of_another_kind_replaces_none(
    client: Client, old: Record, publisher: Person
) -> None:
    pitfall = publish(Kind.PITFALL, marking="clear")
    client.force_login(publisher)

    page = client.post(f"{address(old)}supersede/", {"successor": pitfall.code, "note": "So."})

    assert (page.status_code, Succession.objects.count()) == (200, 0)
    assert "Choose a record of the same kind." in page.content.decode()


def test_text_in_preparation_ends_with_its_record(
    ncp_a: Person, new: Record, publisher: Person
) -> None:
    row = publish(by=ncp_a, marking="clear")
    manuscript = Manuscript.revise(row, by=ncp_a)

    supersede(row, by=publisher, successor=new, note="Better.")

    manuscript.refresh_from_db()
    assert manuscript.stage == Stage.DROPPED
    with pytest.raises(Refused):
        row.issue(manuscript.content, by=publisher, marking="clear")


def test_merging_a_hidden_record_names_nobody_of_its_home(
    new: Record, ncp_a: Person, publisher: Person
) -> None:
    row = publish(by=ncp_a, marking="clear", attribution="region")

    merge(row, by=as_reader(ncp_a), successor=new, note="The same.")

    assert Succession.objects.get().by is None
    logged = Logged.objects.get(verb="guidelines.merge_record")
    assert (logged.actor_id, logged.object_id) == (None, new.pk)


def test_draft_is_found_by_nobody_by_its_code(client: Client, publisher: Person) -> None:
    draft = begin()
    Record.objects.filter(pk=draft.record_id).update(code="BP999")
    client.force_login(publisher)
    reads = Record.objects.readable_by(as_reader(publisher)).filter(code="BP999").exists()

    assert (reads, client.get("/en/guidelines/codes/BP999/").status_code) == (True, 404)
