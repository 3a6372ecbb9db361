"""Who meets what of hidden authors: asking them, opening, unsealing, and the figures."""

from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from guidelines.kinds import Kind
from guidelines.models import Relay, Unsealing
from guidelines.models.figures import count_all
from tests.access.rows import ARCADIANS, COMMUNITY, EVERYBODY, MEMBERS, Answer, Row
from tests.guidelines.advice import publish, text
from tests.people import as_reader, make_person

OFFICER = {"secretariat"}
# Officers of any administration, and of none.
HOMES = {
    "officer", "former_holder", "ncp_a", "ncp_b", "overdue", "coordinator", "grantee",
}  # fmt: skip
ASKER = {"ncp_b"}
# The author, who also holds the one seat that signs for A: colleagues without one open nothing.
OPENERS = {"ncp_a"}
STRANGERS = MEMBERS - {*ARCADIANS, *ASKER}
LEVELS = ("region", "secretariat", "sealed")


def build(world: SimpleNamespace) -> None:
    """Add a hidden experience of each level, a question to one, and what two officers unsealed."""
    author = world.people["ncp_a"]
    world.hidden = {
        level: publish(
            Kind.EXPERIENCE, by=author, attribution=level,
            content=text(Kind.EXPERIENCE, title=f"Identity {level}"),
            sealed_until="2031-05-01" if level == "sealed" else None,
        )
        for level in LEVELS
    }  # fmt: skip
    words = world.secrets.add("Identity canary question?", {*ARCADIANS, *ASKER})
    world.relay = Relay.ask(world.hidden["region"], by=world.people["ncp_b"], text=words)
    second = make_person("Sven Second")
    second.assign_role("secretariat", by=None)
    officer = as_reader(world.people["secretariat"])
    reason = world.secrets.add("Identity canary reason.", {*ARCADIANS, *OFFICER})
    world.unsealed = Unsealing.ask(world.hidden["region"], by=officer, reason=reason)
    world.unsealed.agree(by=as_reader(second))
    asked = world.secrets.add("Identity canary request.", OFFICER)
    world.unsealing = Unsealing.ask(world.hidden["sealed"], by=as_reader(second), reason=asked)
    count_all()
    assert world.unsealed.open_until > timezone.now()


def record(level: str) -> Any:
    """Return the function that gives the address of a hidden record."""
    return lambda world: [world.hidden[level].public_id]


def relay(world: SimpleNamespace) -> list[Any]:
    """Return the address of the question."""
    return [world.relay.public_id]


def unsealing(name: str) -> Any:
    """Return the function that gives the address of an unsealing."""
    return lambda world: [getattr(world, name).public_id]


def says(**values: str) -> Any:
    """Return the function that gives what is sent."""
    return lambda world: values


NOT_FOUND = Answer(status=404)
UNREADABLE = dict.fromkeys(STRANGERS, NOT_FOUND)
SIDES = {*ARCADIANS, *ASKER}
RUNNERS = HOMES
ROWS = [
    Row("guidelines:figures", EVERYBODY),
    Row("guidelines:figures_copy", COMMUNITY, "taken", "POST", query="rows=phase&columns=region"),
    Row("guidelines:figures_copy", COMMUNITY, "get", ok=405),
    Row("guidelines:running_list", RUNNERS),
    Row("guidelines:running_say", ARCADIANS, "yes", "POST", record("region"), says(answer="yes"),
        ok=302),
    Row("guidelines:running_say", ARCADIANS, "ended", "POST", record("sealed"),
        says(answer="ended"), ok=302),
    Row("guidelines:running_say", HOMES, "get", args=record("region"), ok=405),
    *(Row("guidelines:identity_open", OPENERS, level, args=record(level)) for level in LEVELS),
    Row("guidelines:identity_open", OPENERS, "named", "POST", record("region"),
        says(level="named"), ok=302),
    Row("guidelines:relay_list", MEMBERS),
    # Whose own it is, is led back to it.
    Row("guidelines:relay_ask", MEMBERS, "form", args=record("sealed"),
        others=dict.fromkeys(ARCADIANS, Answer(status=302))),
    Row("guidelines:relay_ask", MEMBERS, "asked", "POST", record("sealed"), says(text="How?"),
        ok=302),
    Row("guidelines:relay_detail", SIDES, args=relay, others=UNREADABLE,
        meets="Identity canary question?"),
    Row("guidelines:relay_detail", SIDES, "written", "POST", relay, says(text="So."), ok=302,
        others=UNREADABLE),
    Row("guidelines:relay_end", SIDES, "", "POST", relay, ok=302, others=UNREADABLE),
    Row("guidelines:relay_end", MEMBERS, "get", args=relay, ok=405),
    Row("guidelines:relay_report", SIDES, "", "POST", relay, ok=302, others=UNREADABLE),
    Row("guidelines:relay_report", MEMBERS, "get", args=relay, ok=405),
    Row("guidelines:unsealing_ask", OFFICER, args=record("region")),
    Row("guidelines:unsealing_ask", OFFICER, "asked", "POST", record("region"),
        says(reason="A court asks."), ok=302),
    Row("guidelines:unsealing_detail", OFFICER | ARCADIANS, "agreed", args=unsealing("unsealed"),
        others=dict.fromkeys(HOMES - ARCADIANS, NOT_FOUND), meets="Identity canary reason."),
    Row("guidelines:unsealing_detail", OFFICER, "asked", args=unsealing("unsealing"),
        others=dict.fromkeys(HOMES, NOT_FOUND), meets="Identity canary request."),
    Row("guidelines:unsealing_look", OFFICER, "open", "POST", unsealing("unsealed")),
    # Neither of the two, and nobody agreed yet.
    Row("guidelines:unsealing_look", set(), "asked", "POST", unsealing("unsealing")),
    Row("guidelines:unsealing_look", OFFICER, "get", args=unsealing("unsealed"), ok=405),
    Row("guidelines:identity_show", OFFICER, "known", "POST", record("secretariat")),
    Row("guidelines:identity_show", OFFICER, "takes-two", "POST", record("region"), ok=302),
    Row("guidelines:identity_show", OFFICER, "get", args=record("secretariat"), ok=405),
]  # fmt: skip
