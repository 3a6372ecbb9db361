"""The whole corpus of hostile texts as posts of a real topic, in Chromium: words, never run."""

import json
from pathlib import Path

import pytest

from tests.journeys.people import NCP_KENYA
from tests.journeys.site import Site
from tests.writing.allowed import HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

ROOM = "Corridor e-seals drafting group"
PLANT = """
import json, uuid
from pathlib import Path
from directory.models import Person
from forums.models import Topic
from portal.refusals import Refused
from workspaces.models import Workspace
room = Workspace.objects.get(name={room!r})
writer = Person.objects.get(email={writer!r})
texts = json.loads(Path({corpus!r}).read_text())
post = dict(by=writer, language="en", token=None)
topic = Topic.start(room, **post | dict(token=uuid.uuid4()), kind="idea", marking="amber",
    title="</title><script>alert(1)</script>", source="The first.")
for text in texts:
    topic.reply(**post | dict(token=uuid.uuid4()), source=text or "Nothing.")
topic.refresh_from_db()
print(topic.public_id, topic.posts_shown, topic.pages)
"""
# Pointers and keys, where something waits for one; then what a page should not have.
TOUCHED = """() => {
  for (const element of document.querySelectorAll(".post-body *")) {
    for (const name of ["mouseover", "pointerenter", "focus", "animationend", "toggle"]) {
      element.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
    }
  }
  return [...document.querySelectorAll("script:not([src]), iframe, object, embed, math")]
    .map((element) => element.outerHTML.slice(0, 200));
}"""


def test_corpus_runs_nothing_in_a_topic(visit, site: Site, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus.json"
    corpus.write_text(json.dumps(list(HOSTILE.values())))
    said = site.run(PLANT.format(room=ROOM, writer=NCP_KENYA, corpus=str(corpus))).split()
    topic, shown, pages = said[-3], int(said[-2]), int(said[-1])
    assert shown == len(HOSTILE) + 1
    reader = visit()
    reader.sign_in(NCP_KENYA)

    seen, found = 0, []
    for number in range(1, pages + 1):
        reader.open("forums:topic_detail", topic, query=f"page={number}")
        found += reader.page.evaluate(TOUCHED)
        seen += reader.page.locator(".post-body").count()

    # Dialogs, messages of the console and breaches of the policy are faults of the visit.
    assert (seen, found) == (shown, [])
