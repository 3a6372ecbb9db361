"""No worker runs in these tests: what the next request shows after readers or texts changed."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils.http import urlencode

from directory.models import Administration, Person
from portal.markings.models import Marking
from portal.search.indexing import index_stale
from portal.taxonomy.models import Technology
from research.models import Work
from tests.search.conftest import Publish

CANARY, SECRET = "Zanzibarium", "Quinquereme"
# By the canary, near it, and by words that other rows have too.
QUERIES = ["zanzibarium", "zanzibariun", "quinquereme", "shared", '"shared words"', "electronik"]
NEWEST = {"sort": "newest"}


@pytest.fixture
def secret(publish: Publish, ai: Technology, seals: Technology) -> Work:
    """A public record about to become secret; it alone is filed under electronic seals."""
    publish("Shared words", related={"technologies": [ai]})
    work = publish(
        f"{CANARY} and shared words",
        title_fr=f"{CANARY} et mots shared",
        abstract=f"Shared words about the {SECRET}.",
        venue=f"Journal of {CANARY}",
        year=1999,
        related={"technologies": [seals]},
    )
    index_stale()
    return work


TOKEN = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+')


def pages(client: Client) -> Iterator[str]:
    """Yield what a person sees of every search, without the words that they typed themselves."""
    views = [("fr", {}), ("en", {}), ("en", {"kind": "work"}), ("en", {"kind": "work"} | NEWEST)]
    for language, filters in views:
        for query in QUERIES:
            address = urlencode({"q": query} | filters)
            text = client.get(f"/{language}/search/?{address}").content.decode()
            # The secret of a form is another in every answer.
            yield TOKEN.sub("", text).replace(query, "")


def sees(client: Client) -> set[str]:
    """Return what is met of the secret: its words, its count, its facets, its spelling."""
    traces = set()
    for text in pages(client):
        low = text.lower()
        traces |= {word for word in (CANARY, SECRET) if word.lower() in low}
        traces |= {"count"} if ": 2 results" in text or ": 2 résultats" in text else set()
        traces |= {"facet"} if 'value="e-seals"' in text or "1999" in text else set()
    return traces


EVERYTHING = {CANARY, SECRET, "count", "facet"}


def raised(work: Work, by: Person) -> None:
    work.revise(by=by, marking=Marking.RED)


def redacted(work: Work, by: Person) -> None:
    work.revise(by=by, title="Shared words", title_fr="", abstract="Shared.", venue="")


def withdrawn(work: Work, by: Person) -> None:
    work.withdraw(by=by)


@pytest.mark.parametrize("change", [raised, redacted, withdrawn])
def test_changed_record_is_gone_at_the_next_request(
    client: Client,
    secret: Work,
    ncp_a: Person,
    secretariat: Person,
    change: Callable[[Work, Person], None],
) -> None:
    client.force_login(ncp_a)
    assert sees(client) == EVERYTHING

    change(secret, secretariat)

    assert sees(client) == set()
    client.logout()
    assert sees(client) == set()


def test_redacted_record_is_found_by_its_new_text_alone(
    client: Client, secret: Work, secretariat: Person
) -> None:
    redacted(secret, secretariat)
    index_stale()

    assert sees(client) == {"count", "facet"}


def test_revoked_grant_ends_at_the_next_request(
    client: Client, secret: Work, ncp_b: Person, borduria: Administration, secretariat: Person
) -> None:
    secret.revise(by=secretariat, marking=Marking.RED)
    secret.grant(borduria.group, by=secretariat)
    index_stale()
    client.force_login(ncp_b)
    assert EVERYTHING - {SECRET} <= sees(client)

    secret.revoke(borduria.group, by=secretariat)

    assert sees(client) == set()


@pytest.mark.parametrize("loss", ["membership", "account", "factor"])
def test_lost_membership_ends_at_the_next_request(
    *,
    client: Client,
    secret: Work,
    ncp_a: Person,
    arcadia: Administration,
    secretariat: Person,
    loss: str,
) -> None:
    secret.revise(by=secretariat, marking=Marking.AMBER_STRICT, administration=arcadia)
    index_stale()
    client.force_login(ncp_a)
    assert sees(client) >= EVERYTHING

    if loss == "membership":
        ncp_a.revise(by=secretariat, administration=None)
    if loss == "account":
        ncp_a.suspend(by=secretariat, reason="Left.")
    if loss == "factor":
        ncp_a.authenticator_set.all().delete()

    assert sees(client) == set()


def test_person_who_was_suspended_is_found_by_keepers_alone(
    client: Client, ncp_a: Person, ncp_b: Person, secretariat: Person
) -> None:
    index_stale()
    client.force_login(ncp_b)
    before = client.get("/en/search/?q=Arcadi").content.decode()

    ncp_a.suspend(by=secretariat, reason="Left.")

    assert "Ada Arcadi" in before
    assert "Ada Arcadi" not in client.get("/en/search/?q=Arcadi").content.decode()


def test_hidden_rows_change_nothing_visible(
    client: Client, publish: Publish, ncp_a: Person, ncp_b: Person, ai: Technology
) -> None:
    """The same page, byte for byte, with and without rows that this person may not read."""
    for number in range(8):
        publish(f"Shared words {number}", abstract="Words " * number, year=2000 + number)
    index_stale()
    client.force_login(ncp_b)
    before = list(pages(client))

    for number in range(8):
        publish(
            f"Shared words of {CANARY} {number}",
            abstract=f"Shared {SECRET} words " * number,
            marking=Marking.AMBER,
            related={"technologies": [ai]},
            year=1990,
        )
    index_stale()

    assert list(pages(client)) == before
