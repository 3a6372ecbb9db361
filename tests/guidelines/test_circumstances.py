"""Administrations like mine by what both said of themselves: who is told what, what comes first."""

import re
from typing import Any

import pytest
from django.test import Client

from directory.models import Administration, Person
from guidelines.kinds import Kind
from guidelines.lists import peers
from guidelines.lists.peers import Likeness, known_of
from guidelines.models import Circumstances
from portal.taxonomy.models import Technology
from tests.guidelines.advice import filed, publish, text
from tests.people import as_reader

pytestmark = pytest.mark.django_db
PAGE = "/en/guidelines/alike/"
OURS = f"{PAGE}ours/"
SAID = ["island", "law-civil", "volume-low"]


def case(title: str, **more: Any) -> dict[str, Any]:
    """Return an experience that shares nothing with anybody by its words."""
    return text(Kind.EXPERIENCE, title=title, **more)


def entries(client: Client, query: str = "") -> list[tuple[str, list[str]]]:
    """Return the titles of the page with the reasons of each."""
    html = client.get(f"{PAGE}{query}").content.decode()
    return [
        (re.findall(r'<a id="g-\w+"[^>]*>([^<]*)</a>', each)[0],
         re.findall(r"<span>((?:same|like|in a) [^<]*)</span>", each))
        for each in html.split('<li class="entry">')[1:]
    ]  # fmt: skip


@pytest.fixture
def like(ncp_a: Person, ncp_b: Person) -> Administration:
    """B, which is like A and lets that be seen; neither has a region or technology in common."""
    for each, codes in ((ncp_a, [*SAID, "net-weak"]), (ncp_b, [*SAID, "net-good"])):
        Circumstances.keep(each.administration, codes, by=each, is_told=each == ncp_b)
    assert ncp_b.administration is not None
    return ncp_b.administration


@pytest.mark.usefixtures("like")
def test_experience_of_somebody_like_us_is_found_by_that_alone(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    publish(Kind.EXPERIENCE, by=ncp_b, content=case("Told"))
    publish(Kind.EXPERIENCE, by=ncp_b, content=case("Hidden"), attribution="secretariat")
    client.force_login(ncp_a)

    found = entries(client)

    assert [title for title, _reasons in found] == ["Told"]
    assert found[0][1][-1] == (
        "like yours: Island, Civil law and Under 100,000 declarations a year"
    )


def test_hidden_record_gains_nothing_by_whose_it_is(
    client: Client, ncp_a: Person, ncp_b: Person, like: Administration
) -> None:
    publish(Kind.EXPERIENCE, by=ncp_b, content=case("Hidden"), attribution="secretariat")
    publish(Kind.EXPERIENCE, by=ncp_b, content=case("Told"))
    # Without its circumstances the newest would stand first.
    publish(Kind.EXPERIENCE, content=case("Newest"))
    client.force_login(ncp_a)

    found = entries(client, "?technology=ai-ml")

    assert [title for title, _reasons in found] == ["Told", "Newest", "Hidden"]
    assert [any("yours:" in each for each in reasons) for _t, reasons in found] == [
        True, False, False,
    ]  # fmt: skip


@pytest.mark.usefixtures("like")
def test_what_is_not_told_orders_and_says_nothing(
    client: Client, ncp_a: Person, ncp_b: Person
) -> None:
    publish(Kind.EXPERIENCE, by=ncp_a, content=case("Of A"))
    client.force_login(ncp_b)

    # A said the same, and lets nobody see it.
    assert entries(client) == []
    assert not any(
        "yours:" in each for _t, rs in entries(client, "?technology=ai-ml") for each in rs
    )


def test_few_circumstances_are_no_likeness_by_themselves(ncp_a: Person, ncp_b: Person) -> None:
    assert Likeness({}, {1: ["island", "law-civil"]}).is_empty
    assert not Likeness({}, {1: SAID}).is_empty


def test_officer_says_what_the_administration_is_like(client: Client, officer: Person) -> None:
    client.force_login(officer)

    html = client.get(OURS).content.decode()
    answer = client.post(OURS, {"land": "island", "law": "law-civil", "is_told": "on"})

    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    row = Circumstances.objects.get()
    # Only a contact point lets others see it.
    assert (row.codes, row.is_told) == (["island", "law-civil"], False)
    assert 'name="is_told"' not in html
    assert "Nobody outside your administration sees these answers." in html


def test_contact_point_lets_others_see_it_and_takes_that_back(
    client: Client, ncp_a: Person, officer: Person
) -> None:
    client.force_login(ncp_a)
    client.post(OURS, {"land": "island", "is_told": "on"})
    before = Circumstances.objects.get().is_told
    page = client.get(OURS).content.decode()

    client.post(OURS, {"land": "island"})

    assert (before, Circumstances.objects.get().is_told) == (True, False)
    assert re.search(r'name="is_told"[^>]*checked', page)
    assert re.search(r'value="island"[^>]*checked', page)


def test_answer_about_a_practice_leaves_who_is_told(ncp_a: Person) -> None:
    Circumstances.keep(ncp_a.administration, ["island"], by=ncp_a, is_told=True)

    Circumstances.keep(ncp_a.administration, ["coast"], by=ncp_a)

    row = Circumstances.objects.get()
    assert (row.codes, row.is_told) == (["coast"], True)


def test_bad_circumstance_is_named_and_nothing_is_kept(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    answer = client.post(OURS, {"land": "atlantis", "law": "law-civil"})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert "atlantis" in html
    assert re.search(r'value="law-civil"[^>]*checked', html)
    assert not Circumstances.objects.exists()


def test_what_shares_everything_is_found_behind_many_that_share_something(
    ncp_a: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(peers, "PARTLY", 2)
    filed("drones", "rollout")
    wanted = {"technologies": ["drones"], "phase": "rollout"}
    publish(Kind.EXPERIENCE, content=case("Both", **wanted))
    for number in range(4):
        publish(Kind.EXPERIENCE, content=case(f"One {number}", technologies=["drones"]))

    likeness = Likeness({"technology": ["drones"], "phase": ["rollout"]})
    found = likeness.best(as_reader(ncp_a), [Kind.EXPERIENCE], each=9)

    # The newest of those that share something, after whatever shares all of it.
    assert [row["title"] for row in found] == ["Both", "One 3", "One 2"]


def test_what_the_directory_knows_is_asked_of_one_person(ncp_a: Person, ncp_b: Person) -> None:
    filed("drones")
    assert ncp_a.administration is not None
    ncp_a.administration.technologies.add(Technology.objects.get(slug="drones"))

    assert known_of(ncp_a)["technology"] == ["drones"]
    assert known_of(ncp_b)["technology"] == []
