"""Every page about a record or a text says under which label it stands, and who reads it."""

import re

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Comment, Manuscript, Record, Reexamination, Review
from guidelines.models.succession import supersede
from guidelines.text.paragraphs import paragraph_of
from tests.guidelines.advice import begin, language, publish, text, version_of
from tests.guidelines.ways import in_review

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/"
CUSTODY = re.compile(
    r'<div class="custody mt-4">\s*<span class="tlp tlp-(\S+)">.*?</span>\s*<span>(.*?)</span>',
    re.DOTALL,
)


def custody(client: Client, path: str, status: int = 200) -> tuple[str, str]:
    """Return the label of a page, and who reads it."""
    answer = client.get(f"{ROOM}{path}")
    assert answer.status_code == status, path
    ((label, readers),) = CUSTODY.findall(answer.content.decode())
    return label, readers


def seen(row: Manuscript) -> str:
    """Return the digest of the first paragraph of the title."""
    found = paragraph_of(row.kind, row.content, "title", 1)
    assert found
    return found.digest


def test_pages_about_a_record_say_who_reads_it(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    row = publish(Kind.PRACTICE, by=ncp_a)
    hidden = publish(Kind.EXPERIENCE, by=ncp_a, attribution="region")
    language("fr")
    review = Reexamination.begin(row, by=secretariat, cause="law", note="A law.")
    found = {}
    for person, paths in (
        (ncp_b, ["", "versions/", "changes/", "translations/", "translations/fr/",
                 "translations/fr/title/", "answer/", "answer/?outcome=used", "review/"]),
        (secretariat, ["review-by/", "supersede/", "merge/", "withdraw/"]),
    ):  # fmt: skip
        client.force_login(person)
        found |= {path: custody(client, f"{row.public_id}/{path}") for path in paths}
    found["end"] = custody(client, f"reviews/{review.public_id}/end/")
    found["unseal"] = custody(client, f"{hidden.public_id}/unseal/")
    client.force_login(ncp_a)
    found["open"] = custody(client, f"{hidden.public_id}/open/")
    client.force_login(ncp_b)
    found["ask"] = custody(client, f"{hidden.public_id}/ask/")

    assert {path: said for path, said in found.items() if said != ("green", "All Members")} == {}


def test_record_that_ended_says_who_reads_it(
    client: Client, ncp_a: Person, publisher: Person
) -> None:
    gone, old, new = (
        publish(content=text(Kind.PRACTICE, title=title)) for title in ("Gone", "Old", "New")
    )
    gone.withdraw(by=publisher, reason="Wrong.")
    supersede(old, by=publisher, successor=new, note="Better.")
    client.force_login(ncp_a)

    assert custody(client, f"{gone.public_id}/", 410) == ("green", "All Members")
    assert custody(client, f"{old.public_id}/") == ("green", "All Members")


def test_pages_about_a_text_say_who_reads_it(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    draft, row = begin(by=ncp_a), in_review(ncp_a)
    Review.ask(row, ncp_b, by=secretariat)
    comment = Comment.write(
        row, by=secretariat, section="title", paragraph=1, words="Why?", seen=seen(row)
    )
    path = f"manuscripts/{row.public_id}/"
    client.force_login(ncp_a)
    found = {
        "edit": custody(client, f"manuscripts/{draft.public_id}/edit/"),
        "answer": custody(client, f"manuscripts/comments/{comment.public_id}/"),
    }
    client.force_login(ncp_b)
    found |= {
        each: custody(client, f"{path}{each}") for each in ("review/", "comment/?section=title")
    }

    assert {label for label, _readers in found.values()} == {"amber-strict"}
    assert found["edit"][1] == "Read by the officers of your administration."
    assert {found[each][1] for each in found if each != "edit"} == {
        "Read by its administration, the Secretariat and who is asked to review it."
    }


def test_text_that_ended_says_how(client: Client, ncp_a: Person) -> None:
    published, dropped = begin(by=ncp_a), begin(by=ncp_a)
    published.publish(by=None)
    dropped.drop(by=ncp_a)
    record = Record.objects.get(pk=published.record_id)
    client.force_login(ncp_a)
    first, second = (
        client.get(f"{ROOM}manuscripts/{row.public_id}/").content.decode()
        for row in (published, dropped)
    )

    assert f"Published as version {version_of(record).number}" in first
    assert f'href="{record.get_absolute_url()}"' in first
    assert "Given up on" in second
    assert [page for page in (first, second) if "not published" in page or "steps" in page] == []


def test_refused_act_counts_its_points_once(client: Client, publisher: Person) -> None:
    row = publish(Kind.PRACTICE)
    client.force_login(publisher)

    html = client.post(f"{ROOM}{row.public_id}/withdraw/", {"reason": ""}).content.decode()

    assert html.count("error-summary") == 1
    assert "Please correct 1 point." in html
