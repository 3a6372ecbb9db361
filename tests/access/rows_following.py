"""Who meets what of following: one's own list, and names of what one may read."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from portal.markings.models import Marking
from portal.notifications.models import Follow
from portal.search.models import SavedSearch
from tests.access.rows import COMMUNITY, EVERYBODY, MEMBERS, SIGNED_IN, Row
from tests.search.conftest import publish_work

ARCADIANS = frozenset({"officer", "former_holder", "ncp_a", "coordinator"})


def build(world: SimpleNamespace) -> None:
    """Let everybody follow everything, and one officer search for something of their own."""
    owned: dict[str, Any] = {"by": world.people["editor"], "administration": world.arcadia}
    records = {
        "Keel": (EVERYBODY, {"marking": Marking.CLEAR}),
        "Rudder": (MEMBERS, {"marking": Marking.GREEN}),
        "Tiller": (COMMUNITY, {"marking": Marking.GREEN, "is_open_to_partners": True}),
        "Binnacle": (ARCADIANS, {"marking": Marking.AMBER_STRICT}),
        "Bilge": ({"grantee"}, {"marking": Marking.RED}),
    }
    subjects = ["news:all", "technology:none", f"person:{world.people['ncp_a'].public_id}"]
    world.followed = {}
    for word, (readers, fields) in records.items():
        title = world.secrets.add(f"{word} canary of following", readers)
        author = world.secrets.add(f"{word} Canauthor", readers)
        work = publish_work(title, authors=[author], **owned | fields)
        if fields["marking"] == Marking.RED:
            work.grant(world.people["grantee"], by=None)
        world.followed[word] = f"work:{work.public_id}"
        subjects += [world.followed[word], f"author:{author.lower()}"]
    words = world.secrets.add("canarysearchofada", {"ncp_a"})
    search, _is_new = SavedSearch.keep(
        by=world.people["ncp_a"], address=f"q={words}", words=words, find="'x'"
    )
    world.search = search.subject
    for person in world.people.values():
        for subject in [*subjects, world.search]:
            Follow.set(subject, by=person)


def subject(word: str) -> Callable[[SimpleNamespace], dict[str, str]]:
    """Return the function that gives what the button of a record sends."""
    return lambda world: {"subject": world.followed.get(word, word)}


def search_of_ada(world: SimpleNamespace) -> dict[str, str]:
    """Return what a button for somebody's search would send."""
    return {"subject": world.search}


def rows_of_others(world: SimpleNamespace) -> dict[str, Any]:
    """Return the follows of one person, chosen by whoever asks."""
    mine = Follow.objects.of(world.people["ncp_a"]).values_list("pk", flat=True)
    return {"follow": list(mine), "level": "tracking"}


ROWS = [
    Row("notifications:follow_list", SIGNED_IN),
    Row("notifications:follow_list", SIGNED_IN, "post", "POST", ok=405, refuse=405),
    *[
        Row("notifications:follow_set", readers, word, "POST", data=subject(word), ok=302,
            refuse=404)
        for word, readers in {
            "Keel": SIGNED_IN,
            "Rudder": MEMBERS,
            "Tiller": COMMUNITY,
            "Binnacle": ARCADIANS,
            "Bilge": {"grantee"},
            "news:all": SIGNED_IN,
            "zebra:all": set(),
            "author:bilge canauthor": {"grantee"},
        }.items()
    ],
    Row("notifications:follow_set", {"ncp_a"}, "search", "POST", data=search_of_ada, ok=302,
        refuse=404),
    Row("notifications:follow_set", SIGNED_IN, "get", ok=405, refuse=405),
    Row("notifications:follow_stop", SIGNED_IN, "one", "POST", data=subject("Bilge"), ok=302),
    Row("notifications:follow_stop", SIGNED_IN, "get", ok=405, refuse=405),
    Row("notifications:follow_stop_several", SIGNED_IN, "others", "POST", data=rows_of_others,
        ok=302),
    Row("notifications:follow_stop_several", SIGNED_IN, "get", ok=405, refuse=405),
    Row("notifications:follow_change", SIGNED_IN, "others", "POST", data=rows_of_others, ok=302),
    Row("notifications:follow_change", SIGNED_IN, "get", ok=405, refuse=405),
    Row("notifications:follow_automatic", SIGNED_IN, "off", "POST", ok=302),
    Row("notifications:follow_automatic", SIGNED_IN, "get", ok=405, refuse=405),
    Row("search:search_save", SIGNED_IN, "words", "POST", data=lambda world: {"q": "lighthouse"},
        ok=302),
    Row("search:search_save", SIGNED_IN, "get", ok=405, refuse=405),
]  # fmt: skip
