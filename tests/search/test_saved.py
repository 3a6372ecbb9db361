"""Saved searches: whoever saved one is told of what comes: once, and only of what is theirs."""

import datetime
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from directory.models import Administration, Person
from portal.markings.models import Marking
from portal.needs import standing_of
from portal.notifications.dispatch import dispatch_waiting
from portal.notifications.lines import lines_of
from portal.notifications.models import Event, Follow, Notification
from portal.notifications.models.follow import MOST
from portal.search.indexing import index_stale
from portal.search.models import Entry, Fresh, SavedSearch
from portal.search.saved import drop_stopped, tell_batch, tell_saved
from portal.taxonomy.models import Technology
from research.models import Work
from tests.people import as_reader
from tests.search.conftest import Publish

pytestmark = pytest.mark.django_db

SAVE = reverse("search:search_save")
RESULTS = reverse("search:results")


def save(person: Person, words: str, **filters: Any) -> SavedSearch:
    """Save a search as its person does, on the page of its results."""
    client = Client()
    client.force_login(person)
    assert client.post(SAVE, {"q": words} | filters).status_code == 302
    return SavedSearch.objects.filter(person=person).latest("pk")


def hits() -> dict[int, int]:
    """Return how many new results each search told of, by search."""
    counts: dict[int, int] = {}
    for event in Event.objects.filter(verb="search.new_hits"):
        counts[event.object_id] = counts.get(event.object_id, 0) + event.count
    return counts


def test_new_results_are_told_once(ncp_a: Person, indexed: Publish) -> None:
    indexed("Lighthouse before")
    tell_saved()
    search = save(ncp_a, "lighthouse")
    indexed("A lighthouse")
    indexed("Another lighthouse")
    indexed("A harbour")

    told = tell_saved(), tell_saved()

    assert told == (2, 0)
    event = Event.objects.get(verb="search.new_hits")
    assert (event.object_id, event.count, event.actor) == (search.pk, 2, None)
    assert event.subjects == [f"search:{search.pk}"]
    assert event.audience.tokens == [ncp_a.token]
    assert event.marking == Marking.CLEAR


def test_nothing_of_a_text_stands_in_the_event(ncp_a: Person, indexed: Publish) -> None:
    save(ncp_a, "lighthouse")
    indexed("A secret lighthouse", marking=Marking.AMBER)

    tell_saved()

    event = Event.objects.get(verb="search.new_hits")
    assert (event.detail, event.people, event.reach) == ({}, [], None)


def test_results_that_others_read_are_not_counted(
    ncp_a: Person, ncp_b: Person, partner: Person, indexed: Publish, arcadia: Administration
) -> None:
    searches = {person: save(person, "lighthouse").pk for person in (ncp_a, ncp_b, partner)}
    indexed("Public lighthouse")
    indexed("Lighthouse of members", marking=Marking.GREEN)
    indexed("Lighthouse of Arcadia", marking=Marking.AMBER)
    indexed("Lighthouse of nobody", marking=Marking.RED, administration=arcadia)

    tell_saved()

    assert hits() == {searches[ncp_a]: 3, searches[ncp_b]: 2, searches[partner]: 1}


def test_red_result_is_counted_in_no_mail(ncp_a: Person, indexed: Publish) -> None:
    search = save(ncp_a, "lighthouse")
    indexed("Green lighthouse", marking=Marking.GREEN)
    indexed("Red lighthouse", marking=Marking.RED).grant(ncp_a, by=None)
    index_stale()

    tell_saved()

    assert hits() == {search.pk: 1}
    assert Entry.objects.readable_by(as_reader(ncp_a)).filter(marking=Marking.RED).count() == 1


def test_right_that_was_lost_before_the_run_tells_nothing(
    ncp_a: Person, secretariat: Person, indexed: Publish
) -> None:
    save(ncp_a, "lighthouse")
    indexed("Public lighthouse")
    indexed("Lighthouse of members", marking=Marking.GREEN)
    ncp_a.suspend(by=secretariat, reason="Left.")

    assert tell_saved() == 0
    assert hits() == {}


def test_correction_is_no_new_result(ncp_a: Person, editor: Person, indexed: Publish) -> None:
    work = indexed("Lighthouse")
    tell_saved()
    save(ncp_a, "lighthouse")
    work.revise(by=editor, abstract="The lighthouse, corrected.")
    index_stale()

    assert tell_saved() == 0


def test_result_for_more_readers_is_new_to_those_alone(
    ncp_a: Person, partner: Person, editor: Person, indexed: Publish
) -> None:
    work = indexed("Lighthouse", marking=Marking.GREEN)
    tell_saved()
    save(ncp_a, "lighthouse")
    theirs = save(partner, "lighthouse")

    work.revise(by=editor, marking=Marking.CLEAR)
    index_stale()
    tell_saved()
    # Taken back and given again: known already.
    for marking in (Marking.GREEN, Marking.CLEAR):
        work.revise(by=editor, marking=marking)
        index_stale()
        tell_saved()

    assert hits() == {theirs.pk: 1}


def test_hidden_entry_waits_for_its_text(ncp_a: Person, editor: Person, indexed: Publish) -> None:
    save(ncp_a, "lighthouse")
    work = indexed("Lighthouse")
    work.revise(by=editor, title="Lighthouse with a new title")

    waiting = tell_saved()
    index_stale()

    assert (waiting, tell_saved()) == (0, 1)


def test_entry_that_goes_before_the_run_is_passed_over(
    ncp_a: Person, editor: Person, indexed: Publish
) -> None:
    save(ncp_a, "lighthouse")
    indexed("Lighthouse").withdraw(by=editor)
    index_stale()

    assert tell_saved() == 0
    assert not Fresh.objects.exists()


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        ({}, 2),
        ({"technology": "ai-ml"}, 1),
        ({"technology": ["ai-ml", "e-seals"]}, 1),
        ({"kind": "work"}, 2),
        ({"kind": "person"}, 0),
        ({"language": "fr"}, 0),
        ({"year_from": "2015"}, 1),
        ({"year_to": "2015"}, 1),
    ],
)
def test_filters_are_those_of_the_results(
    ncp_a: Person, publish: Publish, ai: Technology, filters: dict[str, Any], told: int
) -> None:
    save(ncp_a, "lighthouse", **filters)
    publish("New lighthouse", year=2020, related={"technologies": [ai]})
    publish("Old lighthouse", year=2010)
    index_stale()

    assert tell_saved() == told


@pytest.mark.parametrize(
    ("words", "told"),
    [("tall lighthouses", 1), ('"tall lighthouse"', 0), ("lighthouse -tower", 0), ("phare", 0)],
)
def test_words_are_read_as_in_the_box(
    ncp_a: Person, indexed: Publish, words: str, told: int
) -> None:
    save(ncp_a, words)
    indexed("A lighthouse and a tall tower")

    assert tell_saved() == told


def test_run_that_dies_tells_nothing_and_the_next_one_tells_all(
    ncp_a: Person, indexed: Publish
) -> None:
    save(ncp_a, "lighthouse")
    indexed("Lighthouse")

    with transaction.atomic():
        tell_batch()
        transaction.set_rollback(True)
    after = Event.objects.filter(verb="search.new_hits").count()

    assert (after, tell_saved(), tell_saved()) == (0, 1, 0)


def test_hits_of_several_batches_are_one_event(ncp_a: Person, indexed: Publish) -> None:
    search = save(ncp_a, "lighthouse")
    for number in range(3):
        indexed(f"Lighthouse {number}")

    while tell_batch(size=1) is not None:
        pass

    assert hits() == {search.pk: 3}
    assert Event.objects.filter(verb="search.new_hits").count() == 1


@pytest.mark.parametrize("searches", [1, 3])
def test_matching_asks_the_same_however_many_searches(
    ncp_a: Person, indexed: Publish, searches: int, django_assert_num_queries: Any
) -> None:
    for number in range(searches):
        save(ncp_a, f"harbour {number}")
    indexed("Lighthouse")

    # Savepoint, rows of the outbox, matches, hits, rows done, savepoint.
    with django_assert_num_queries(5):
        tell_batch()


def test_run_without_news_asks_once(ncp_a: Person, django_assert_num_queries: Any) -> None:
    save(ncp_a, "lighthouse")
    tell_saved()

    # Savepoint, rows of the outbox, savepoint.
    with django_assert_num_queries(3):
        assert tell_saved() == 0


def test_saving_twice_is_saving_once(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)

    for _press in range(2):
        response = client.post(SAVE, {"q": "lighthouse", "kind": "work", "sort": "newest"})

    assert response["Location"] == f"{RESULTS}?q=lighthouse&kind=work"
    search = SavedSearch.objects.get()
    assert Follow.objects.get().subject == f"search:{search.pk}"
    assert "You are told of new results." in client.get(response["Location"]).content.decode()


def test_stopped_search_tells_nothing_and_is_forgotten_after_a_day(
    ncp_a: Person, indexed: Publish
) -> None:
    search = save(ncp_a, "lighthouse")
    kept = save(ncp_a, "harbour")
    Follow.stop(search.subject, by=ncp_a)
    indexed("Lighthouse")

    told = tell_saved()
    first = drop_stopped()
    SavedSearch.objects.exclude(stopped_since=None).update(
        stopped_since=timezone.now() - datetime.timedelta(days=2)
    )

    assert (told, first, drop_stopped()) == (0, 0, 1)
    assert set(SavedSearch.objects.all()) == {kept}


def test_forgotten_search_leaves_no_unread_line_behind(ncp_a: Person, indexed: Publish) -> None:
    search = save(ncp_a, "lighthouse")
    save(ncp_a, "harbour")
    indexed("Lighthouse at the harbour")
    tell_saved()
    Event.objects.update(due_at="2026-01-01T00:00Z")
    dispatch_waiting()
    Follow.stop(search.subject, by=ncp_a)
    SavedSearch.objects.filter(pk=search.pk).update(
        stopped_since=timezone.now() - datetime.timedelta(days=2)
    )

    drop_stopped()

    assert standing_of(as_reader(ncp_a)).unread == 1


def test_search_that_is_saved_again_tells_of_what_comes_then(
    ncp_a: Person, indexed: Publish
) -> None:
    search = save(ncp_a, "lighthouse")
    Follow.stop(search.subject, by=ncp_a)
    SavedSearch.objects.update(made_at=timezone.now() - datetime.timedelta(days=2))
    indexed("Missed lighthouse")
    Fresh.objects.update(at=timezone.now() - datetime.timedelta(days=1))
    again = save(ncp_a, "lighthouse")
    indexed("New lighthouse")

    tell_saved()

    assert again == search
    assert hits() == {search.pk: 1}


@pytest.mark.parametrize("words", ["", "   ", "the", "\x00", "-", "{}"])
def test_search_for_nothing_is_not_saved(client: Client, ncp_a: Person, words: str) -> None:
    client.force_login(ncp_a)

    response = client.post(SAVE, {"q": words}, follow=True)

    assert "Search for words that tell something" in response.content.decode()
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        "light\x00house",
        "lighthouse " * 1000,
        "lighthouse' | 'x",
        "<b>lighthouse",
        "\u202elight",
    ],
)
def test_hostile_words_are_saved_as_they_are_searched(ncp_a: Person, words: str) -> None:
    search = save(ncp_a, words)
    tell_saved()

    assert len(search.words) <= 200
    assert "\x00" not in search.words
    client = Client()
    client.force_login(ncp_a)
    assert client.get(search.get_absolute_url()).status_code == 200
    assert "<b>lighthouse" not in client.get(reverse("notifications:follow_list")).content.decode()


def test_nothing_is_saved_beyond_the_limit(client: Client, ncp_a: Person) -> None:
    Follow.objects.bulk_create(
        Follow(person=ncp_a, subject=f"technology:{number}") for number in range(MOST)
    )
    client.force_login(ncp_a)

    page = client.post(SAVE, {"q": "lighthouse"}, follow=True).content.decode()

    assert "You follow too much to follow more." in page
    assert not SavedSearch.objects.exists()


def test_button_stands_on_results_of_who_is_signed_in(
    client: Client, ncp_a: Person, indexed: Publish
) -> None:
    indexed("Lighthouse")
    visitor = client.get(RESULTS, {"q": "lighthouse"}).content.decode()
    client.force_login(ncp_a)

    pages = [client.get(RESULTS, {"q": words}).content.decode() for words in ("lighthouse", "zzz")]

    assert "Tell me of new results" not in visitor
    assert [page.count("Tell me of new results") for page in pages] == [1, 1]
    assert "Tell me of new results" not in client.get(RESULTS, {"q": "the"}).content.decode()


def test_what_was_there_before_is_new_to_nobody(ncp_a: Person, indexed: Publish) -> None:
    indexed("Lighthouse")

    assert Entry.objects.get(object_type=Work._meta.label_lower).filled_for is not None


def test_person_reads_of_new_results_in_the_inbox(
    ncp_a: Person, ncp_b: Person, indexed: Publish
) -> None:
    search = save(ncp_a, "lighthouse", kind="work")
    Follow.set(search.subject, by=ncp_b)
    for number in range(2):
        indexed(f"Lighthouse {number}")
    tell_saved()
    # A batch is told when nothing was added to it for a while.
    Event.objects.update(due_at=timezone.now())

    dispatch_waiting()

    told = Notification.objects.filter(event__verb="search.new_hits").select_related("event__actor")
    assert {each.person_id for each in told} == {ncp_a.pk}
    (line,) = lines_of(list(told), as_reader(ncp_a))
    assert line.sentence == "2 new results for “lighthouse”, 1 filter"
    assert line.url == f"{RESULTS}?q=lighthouse&kind=work"
    assert line.why == "You follow: Saved search"
    with translation.override("fr"):
        assert lines_of(list(told), as_reader(ncp_a))[0].url.startswith("/fr/search/?")
