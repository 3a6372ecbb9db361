"""What a text cites stays a source, with its title, when it is withdrawn or another follows it."""

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Record
from guidelines.models.succession import merge, supersede
from tests.guidelines.advice import begin, publish, text
from tests.guidelines.test_cited import work

pytestmark = pytest.mark.django_db
ROOM = "/en/guidelines/"
UNREAD = "A source that you may not read."


def practice(title: str, *sources: str | None, **more: object) -> Record:
    """Return a published practice that cites some codes."""
    rows = [{"grade": "B", "source": each, "title": "", "note": ""} for each in sources]
    content = text(Kind.PRACTICE, title=title, evidence=rows, **more)
    return publish(content=content, marking="clear")


@pytest.mark.parametrize(
    ("way", "word"),
    [("withdraw", "Withdrawn"), ("supersede", "Superseded"), ("merge", "Superseded")],
)
def test_record_that_stands_no_more_is_still_named_where_it_is_cited(
    client: Client, publisher: Person, way: str, word: str
) -> None:
    cited, other = practice("Canary first"), practice("Second")
    row = practice("Cites", cited.code)
    if way == "withdraw":
        cited.withdraw(by=publisher, reason="Wrong.")
    else:
        follow = {"supersede": supersede, "merge": merge}[way]
        follow(cited, by=publisher, successor=other, note="Better.")

    page = client.get(f"{ROOM}{row.public_id}/").content.decode()
    hashed = client.get(f"{ROOM}{row.public_id}/versions/1/text.json")

    assert (UNREAD in page, "Canary first" in page, f"<span>{word}</span>" in page) == (
        False, True, True,
    )  # fmt: skip
    assert hashed.status_code == 200


def test_work_that_is_withdrawn_is_still_named_where_it_is_cited(client: Client) -> None:
    cited = work("clear")
    row = practice("Cites", cited.code)
    cited.withdraw(by=None, reason="Wrong.")

    page = client.get(f"{ROOM}{row.public_id}/").content.decode()

    assert (UNREAD in page, "Canary work" in page) == (False, True)


def test_draft_that_is_cited_is_named_to_nobody(client: Client, ncp_a: Person) -> None:
    Record.objects.filter(pk=begin(by=ncp_a).record_id).update(code="BP999", title="Canary draft")
    row = practice("Cites", "BP999")
    client.force_login(ncp_a)

    page = client.get(f"{ROOM}{row.public_id}/").content.decode()

    assert (UNREAD in page, "Canary draft" in page) == (True, False)


def test_what_stands_no_more_is_not_among_what_to_read_with_a_record(
    client: Client, publisher: Person
) -> None:
    cited = practice("Canary first")
    row = publish(Kind.PITFALL, content=text(Kind.PITFALL, practices=[cited.code]), marking="clear")
    citing = practice("Canary citing", row.code)
    before = client.get(f"{ROOM}{row.public_id}/").content.decode()
    for each in (cited, citing):
        each.withdraw(by=publisher, reason="Wrong.")

    after = client.get(f"{ROOM}{row.public_id}/").content.decode()

    found = [[words in page for words in ("Canary first", "Canary citing")] for page in
             (before, after)]  # fmt: skip
    assert found == [[True, True], [False, False]]
