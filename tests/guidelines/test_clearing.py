"""Clearing a text for an administration: what a no says."""

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Stage
from guidelines.models import Manuscript
from portal.audit.models import Personal
from portal.notifications.models import Event
from tests.guidelines.ways import fresh, in_clearance, signing_of

pytestmark = pytest.mark.django_db


def page_of(client: Client, row: Manuscript, by: Person) -> str:
    """Return the page of a text as somebody sees it."""
    client.force_login(by)
    return client.get(row.get_absolute_url()).content.decode()


def test_draft_is_declined_with_a_reason(client: Client, ncp_a: Person, officer: Person) -> None:
    row = in_clearance(officer)
    address = signing_of(row).get_absolute_url()
    client.force_login(ncp_a)
    asked = client.get(address).content.decode()

    silent = client.post(f"{address}withdrawal/", {"reason": " "})
    waits = fresh(row).stage
    client.post(f"{address}withdrawal/", {"reason": "The figures are of last year."})

    row = fresh(row)
    assert ("Why is it not signed?" in asked, silent.status_code, waits) == (
        True, 200, Stage.CLEARANCE,
    )  # fmt: skip
    assert (row.stage, row.returned_by, row.returned_reason) == (
        Stage.WRITING, ncp_a, "The figures are of last year.",
    )  # fmt: skip
    logged = Personal.objects.get(event__verb="directory.withdraw_signing")
    assert logged.values == {"reason": "The figures are of last year."}
    assert Event.objects.filter(verb="guidelines.return_manuscript").count() == 1


def test_reason_of_a_no_is_read_by_the_authors(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    row = in_clearance(officer)

    signing_of(row).withdraw(by=ncp_a, reason="The figures are of last year.")

    html = page_of(client, row, officer)
    assert "The figures are of last year." in html
    assert "took its clearance back" not in html
