"""Who meets what in search: the page is everybody's, its hits are their readers'."""

from types import SimpleNamespace
from typing import Any

from portal.markings.models import Marking
from portal.search.indexing import index_stale
from tests.access.rows import COMMUNITY, EVERYBODY, MEMBERS, SECRETARIAT, Row
from tests.search.conftest import publish_work

ARCADIANS = frozenset({"officer", "former_holder", "ncp_a", "coordinator"})


def build(world: SimpleNamespace) -> None:
    """Add a record of each label with a word of its own, and index whatever there is by now."""
    owned: dict[str, Any] = {"by": world.people["editor"], "administration": world.arcadia}
    records = {
        "Lantern": (EVERYBODY, {"marking": Marking.CLEAR}),
        "Mooring": (MEMBERS, {"marking": Marking.GREEN}),
        "Rigging": (COMMUNITY, {"marking": Marking.GREEN, "is_open_to_partners": True}),
        "Capstan": (ARCADIANS | SECRETARIAT, {"marking": Marking.AMBER}),
        "Halyard": (ARCADIANS, {"marking": Marking.AMBER_STRICT}),
        "Bowsprit": ({"grantee"}, {"marking": Marking.RED}),
    }
    for word, (readers, fields) in records.items():
        secret = world.secrets.add(f"{word} of the lighthouse", readers)
        work = publish_work(secret, abstract=f"Lighthouse: {secret}.", **owned | fields)
        if fields["marking"] == Marking.RED:
            work.grant(world.people["grantee"], by=None)
    index_stale()


QUERIES = {
    "blank": "",
    "words": "q=lighthouse",
    "phrase": "q=%22of+the+lighthouse%22",
    "kind": "q=lighthouse&kind=work",
    "newest": "q=lighthouse&kind=work&sort=newest",
    "filtered": "q=lighthouse&language=en&year_from=2000",
    "names": "q=Arcadia+Borduria+Officer+Canary",
    "misspelt": "q=lighthouze+mooringg+bowsprite",
    "nothing": "q=xyzzy",
    "common": "q=the",
    "broken": "q=%00%22&kind=zebra&page=99&after=forged",
}

ROWS = [
    *(
        Row("search:results", allow=EVERYBODY, state=state, query=query)
        for state, query in QUERIES.items()
    ),
    Row("search:results", allow=EVERYBODY, method="POST", ok=405),
]
