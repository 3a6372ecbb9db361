"""The pages of guidance: begun, written in, read."""

import json

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.models import Manuscript, Record
from tests.guidelines.advice import begin, language, publish, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", Kind.values)
def test_record_is_begun_by_a_form(client: Client, ncp_a: Person, kind: str) -> None:
    client.force_login(ncp_a)
    language()
    sent = text(kind, language="en", marking="green", attribution="region")

    page = client.get(f"/en/guidelines/{kind}s/add/")
    answer = client.post(f"/en/guidelines/{kind}s/add/", sent)

    row = Manuscript.objects.get()
    assert (page.status_code, answer.status_code) == (200, 302)
    assert answer.headers["Location"] == row.get_absolute_url()
    assert {name: row.content[name] for name in text(kind)} == text(kind)


def test_rows_of_a_table_are_kept(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    row = begin(Kind.PRACTICE, by=ncp_a)
    cells = {"risks-risk": ["Fire", "", "Flood"], "risks-answer": ["Water", "", ""]}
    sent = {**text(Kind.PRACTICE), **cells, "seen": json.dumps(row.seen())}

    answer = client.post(f"/en/guidelines/manuscripts/{row.public_id}/edit/", sent)

    row.refresh_from_db()
    assert answer.status_code == 302
    assert row.content["risks"] == [
        {"risk": "Fire", "answer": "Water"}, {"risk": "Flood", "answer": ""},
    ]  # fmt: skip


def test_record_whose_identifier_ends_in_s_is_no_list(client: Client) -> None:
    row = publish(Kind.PRACTICE, marking="clear")
    Record.objects.filter(pk=row.pk).update(public_id="z75b55nbakds")

    assert client.get("/en/guidelines/z75b55nbakds/").status_code == 200


@pytest.mark.parametrize("kind", Kind.values)
def test_published_record_is_read(client: Client, ncp_a: Person, kind: str) -> None:
    row = publish(kind, marking="clear")

    for path in ("", f"{kind}s/", f"{row.public_id}/"):
        assert client.get(f"/en/guidelines/{path}").status_code == 200
