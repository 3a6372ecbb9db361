"""Who uses guidance how: the overview, what is alike, comparisons, copies, briefings."""

from types import SimpleNamespace
from typing import Any

from django.db import transaction

from guidelines.kinds import Kind
from guidelines.models import Briefing
from portal.markings.models import Marking
from portal.taxonomy.models import Technology
from tests.access.rows import COMMUNITY, EVERYBODY, MEMBERS, Answer, Row
from tests.guidelines.advice import publish, text

# Officers of any administration.
OFFICERS = {
    "officer", "former_holder", "ncp_a", "ncp_b", "overdue", "coordinator", "grantee",
}  # fmt: skip


def build(world: SimpleNamespace) -> None:
    """Add experiences that some read and others never meet, and the file of one person."""
    author = world.people["ncp_b"]
    world.use = {}
    for state, readers in (("clear", EVERYBODY), ("green", MEMBERS)):
        title = world.secrets.add(f"Canary {state} use", readers)
        world.use[state] = publish(
            Kind.EXPERIENCE, by=author, content=text(Kind.EXPERIENCE, title=title),
            marking=Marking.CLEAR if state == "clear" else Marking.GREEN, attribution="region",
        )  # fmt: skip
    technology = Technology.objects.get(slug="ai-ml")
    with transaction.atomic():
        asked = Briefing.ask(technology, by=world.people["ncp_a"], language="en")
    assert asked is not None
    world.use_briefing = asked


def codes(world: SimpleNamespace) -> str:
    """Return the codes of both experiences, as a form sends them."""
    return ",".join(row.code for row in world.use.values())


def briefing(world: SimpleNamespace) -> list[Any]:
    """Return the address of the briefing."""
    return [world.use_briefing.public_id]


OTHERS = dict.fromkeys(COMMUNITY - {"ncp_a"}, Answer(status=404))
ROWS = [
    Row("guidelines:home", EVERYBODY, "use", query="show=experience", meets="Canary clear use"),
    Row("guidelines:finding_detail", EVERYBODY, query="technology=ai-ml&phase=pilot"),
    Row("guidelines:finding_detail", EVERYBODY, "empty"),
    Row("guidelines:ours", MEMBERS),
    Row("guidelines:alike_list", OFFICERS, query="technology=ai-ml"),
    Row("guidelines:circumstances_edit", OFFICERS),
    Row("guidelines:circumstances_edit", OFFICERS, "said", "POST",
        data=lambda world: {"land": "island"}, ok=302),
    Row("guidelines:record_compare", EVERYBODY, query="codes=E001,E002,E003,E004,E005"),
    Row("guidelines:compare_copy", COMMUNITY, "csv", "POST", query="codes=E001,E002,E003"),
    Row("guidelines:compare_copy", COMMUNITY, "get", ok=405),
    Row("guidelines:record_copy", COMMUNITY, args=lambda world: ["experience"]),
    Row("guidelines:record_copy", COMMUNITY, "taken", "POST",
        args=lambda world: ["experience"], data=lambda world: {"format": "csv"}),
    Row("guidelines:briefing_detail", EVERYBODY, args=lambda world: ["ai-ml"], refuse=404),
    Row("guidelines:briefing_make", COMMUNITY, "asked", "POST", args=lambda world: ["ai-ml"],
        ok=302),
    Row("guidelines:briefing_state", {"ncp_a"}, args=briefing, others=OTHERS),
    Row("guidelines:briefing_file", set(), "not made yet", args=briefing,
        others=OTHERS | {"ncp_a": Answer(status=404)}),
]  # fmt: skip
