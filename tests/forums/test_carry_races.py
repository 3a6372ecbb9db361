"""Two moderators at the same moment, and somebody who answers meanwhile: nobody waits for ever."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from directory.models import Person, Region
from forums.models import Plan, Post, Topic, Transfer, Way
from portal.desk.models import Conflict
from portal.refusals import Refused
from tests.forums.talk import answer, ask
from tests.people import as_reader, make_administration, make_person
from tests.search.conftest import own_database  # noqa: F401 a fixture
from tests.workspaces.rooms import make_room

pytestmark = pytest.mark.usefixtures("own_database")


def together(*acts: Callable[[], Any]) -> list[str]:
    """Do these at the same moment; return what became of each."""
    start, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(at: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(timeout=20)
            act()
            said[at] = "done"
        except (Conflict, Refused) as late:
            said[at] = type(late).__name__
        except Exception as fault:
            said[at] = repr(fault)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(at, act), daemon=True) for at, act in enumerate(acts)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said


def merge(one: int, into: int, by: Person) -> Callable[[], Transfer]:
    """Return the merge that a moderator looked at."""
    topics = Topic.objects.select_related("workspace")
    target = topics.get(pk=into)
    plan = Plan(way=Way.MERGE, topic=topics.get(pk=one), into=target, room=target.workspace)
    seen = plan.seen
    return lambda: Transfer.carry_out(plan, by=as_reader(by), seen=seen, why="The same.")


def two_people() -> list[Person]:
    """Return an officer of each of two administrations."""
    region = Region.objects.get_or_create(code="EUR", defaults={"slug": "europe"})[0]
    homes = [make_administration(code, code, region) for code in ("XA", "XB")]
    return [make_person(f"Officer {home.iso2}", administration=home) for home in homes]


@pytest.mark.parametrize("attempt", range(3))
def test_two_who_merge_crosswise_do_it_once(attempt: int) -> None:
    ncp_a, ncp_b = two_people()
    room, other = make_room(ncp_a, ncp_b), make_room(ncp_a, ncp_b, name="Other")
    one, two = ask(room, ncp_a), ask(other, ncp_b)
    people = [Person.objects.get(pk=each.pk) for each in (ncp_a, ncp_b)]

    said = together(merge(one.pk, two.pk, people[0]), merge(two.pk, one.pk, people[1]))

    assert sorted(said) in (["Refused", "done"], ["Conflict", "done"])
    assert Post.objects.values("topic").distinct().count() == 1
    assert sorted(Post.objects.values_list("number", flat=True)) == [1, 2]


@pytest.mark.parametrize("attempt", range(3))
def test_answer_and_merge_at_the_same_moment_lose_no_post(attempt: int) -> None:
    ncp_a, ncp_b = two_people()
    room = make_room(ncp_a, ncp_b)
    one, two = ask(room, ncp_a), ask(room, ncp_b)
    late = Topic.objects.select_related("workspace").get(pk=one.pk)

    said = together(
        merge(one.pk, two.pk, ncp_a),
        lambda: answer(late, ncp_b, "Strict", marking="amber-strict"),
    )

    assert set(said) <= {"done", "Conflict", "Refused"}
    assert "done" in said
    for topic in Topic.objects.exclude(state="merged"):
        numbers = Post.objects.filter(topic=topic).order_by("number").values_list("number")
        assert [number for (number,) in numbers] == list(range(1, topic.last_number + 1))
