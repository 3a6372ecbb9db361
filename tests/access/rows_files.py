"""Who meets what of stored files: its sender while it is checked, then those its carrier names."""

from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile

from portal.files.models import StoredFile
from portal.files.purposes import Purpose, register_purpose
from tests.access.rows import EVERYBODY, SECRETARIAT, Row

register_purpose(Purpose(code="matrix", title="Papers", accepts={"txt"}, max_bytes=10_000))
# The holders of the token "secretariat", and whoever is named.
READERS = {"secretariat": SECRETARIAT, "person": {"ncp_b"}, "public": EVERYBODY}
SENDER = frozenset({"ncp_a"})
LOGGED = {"audit_event"}


def build(world: SimpleNamespace) -> None:
    """Send one file per state and audience, with a secret in each."""
    tokens = {
        "secretariat": (["secretariat"], "amber"),
        "person": ([f"person:{world.people['ncp_b'].pk}"], "red"),
        "public": (["public"], "clear"),
    }
    world.files = {}
    for name, (readers, marking) in tokens.items():
        secret = world.secrets.add(f"Canary file for {name}", READERS[name])
        file = _sent(world, secret, readers, marking)
        file.release(kind="txt", scanner="clamd", pages=None, width=None, height=None)
        world.files[name] = file
    world.secrets.add("canary-waiting.txt", SENDER)
    waiting = _sent(world, "Canary of a waiting file", ["public"], "clear", "canary-waiting.txt")
    world.secrets.add("Canary of a waiting file", frozenset())
    refused = _sent(world, "Canary of a refused file", ["public"], "clear", "canary-refused.txt")
    refused.refuse("macros")
    world.secrets.add("canary-refused.txt", SENDER)
    erased = _sent(world, "Canary of an erased file", ["public"], "clear", "canary-erased.txt")
    erased.release(kind="txt", scanner="clamd", pages=None, width=None, height=None)
    erased.erase(by=world.people["secretariat"], reason="A mistake.")
    world.files |= {"waiting": waiting, "refused": refused, "erased": erased}


def _sent(
    world: SimpleNamespace, text: str, readers: list[str], marking: str, name: str = "note.txt"
) -> StoredFile:
    return StoredFile.receive(
        ContentFile(text.encode(), name=name),
        by=world.people["ncp_a"],
        purpose="matrix",
        marking=marking,
        readers=readers,
    )


def page(name: str) -> Any:
    """Return the function that gives the address of a file's page."""
    return lambda world: [world.files[name].public_id]


def bytes_of(name: str) -> Any:
    """Return the function that gives the address of a file's bytes."""
    # Not by its own name while it waits: the redirect to sign in repeats what was asked for.
    return lambda world: [world.files[name].public_id, "note.txt"]


ROWS = [
    *[Row("files:file_state", readers, name, args=page(name), refuse=404)
      for name, readers in READERS.items()],
    Row("files:download", SECRETARIAT, "secretariat", args=bytes_of("secretariat"), refuse=404,
        meets="Canary file for secretariat", writes=LOGGED),
    Row("files:download", {"ncp_b"}, "person", args=bytes_of("person"), refuse=404,
        meets="Canary file for person", writes=LOGGED),
    Row("files:download", EVERYBODY, "public", args=bytes_of("public"), refuse=404,
        meets="Canary file for public"),
    Row("files:file_state", SENDER, "waiting", args=page("waiting"), refuse=404,
        meets="canary-waiting.txt"),
    Row("files:download", SENDER, "waiting", args=bytes_of("waiting"), ok=302, refuse=404),
    Row("files:file_state", SENDER, "refused", args=page("refused"), refuse=404,
        meets="canary-refused.txt"),
    Row("files:download", SENDER, "refused", args=bytes_of("refused"), ok=302, refuse=404),
    Row("files:file_state", set(), "erased", args=page("erased"), refuse=404),
    Row("files:download", set(), "erased", args=bytes_of("erased"), refuse=404),
    Row("files:download", EVERYBODY, "post", "POST", args=bytes_of("public"), ok=405, refuse=405),
    Row("files:file_state", EVERYBODY, "post", "POST", args=page("public"), ok=405, refuse=405),
]  # fmt: skip
