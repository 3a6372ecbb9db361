"""Who meets what of texts on their way: sent on, reviewed, commented on, copied."""

from types import SimpleNamespace
from typing import Any

from guidelines.kinds import Kind
from guidelines.models import Comment, Manuscript, Review, journey
from guidelines.text.paragraphs import paragraph_of
from tests.access.rows import ARCADIANS, Answer, Row
from tests.access.rows_guidelines import EDITORS, OFFICERS, STAFF, manuscript
from tests.guidelines.advice import begin, publish, text

# The contact point of B is asked to review the text of A.
REVIEWER = "ncp_b"
READERS = {*ARCADIANS, *STAFF, REVIEWER}
STRANGERS = OFFICERS - ARCADIANS - {REVIEWER}
# A copy that is taken along is written down.
LOGGED = {"audit_event"}
GONE = dict.fromkeys(STRANGERS, Answer(status=404))


def build(world: SimpleNamespace) -> None:
    """Add a text in review, with a comment and a reviewer who is asked."""
    people = world.people
    title = world.secrets.add("Canary life manuscript", READERS)
    row = begin(by=people["ncp_a"], content=text(Kind.PRACTICE, title=title))
    journey.send_on(row, by=people["ncp_a"])
    row = Manuscript.objects.select_related("record").get(pk=row.pk)
    world.life_review = Review.ask(row, people[REVIEWER], by=people["secretariat"])
    words = world.secrets.add("Canary life comment", READERS)
    world.life_comment = Comment.write(
        row, by=people["secretariat"], section="title", paragraph=1, words=words,
        seen=place(row).partition("-")[2],
    )  # fmt: skip
    world.life = row
    title = world.secrets.add("Canary orphaned text", {*ARCADIANS})
    record = publish(by=people["ncp_a"])
    world.ended = Manuscript.revise(record, by=people["ncp_a"])
    world.ended.write(
        by=people["ncp_a"], content=text(Kind.PRACTICE, title=title), seen=world.ended.seen()
    )
    record.refresh_from_db()
    record.withdraw(by=people["secretariat"], reason="It is over.")


def place(row: Manuscript) -> str:
    """Return how a form names the paragraph of the title."""
    found = paragraph_of(row.kind, row.content, "title", 1)
    assert found
    return f"1-{found.digest}"


def life(world: SimpleNamespace) -> list[Any]:
    """Return the address of the text in review."""
    return [world.life.public_id]


def ended(world: SimpleNamespace) -> list[Any]:
    """Return the address of the text whose record was withdrawn."""
    return [world.ended.public_id]


def others(readers: set[str], allow: set[str], rule: set[str]) -> dict[str, Answer]:
    """Return who passes the first look: whoever reads it is refused, others find nothing."""
    return {
        who: Answer(status=403 if who in readers else 404) for who in rule - allow
    }  # fmt: skip


def steps(state: str, args: Any, readers: set[str], writers: set[str]) -> list[Row]:
    """Return the steps on and back of one text."""
    refused = others(readers, writers, EDITORS | OFFICERS)
    return [
        Row(f"guidelines:manuscript_{step}", writers, state, "POST", args, ok=302, others=refused)
        for step in ("send", "back", "drop")
    ]


def comment(world: SimpleNamespace) -> dict[str, Any]:
    """Return a comment as it is sent."""
    return {"place": place(world.life), "words": "Why?"}


def verdict(world: SimpleNamespace) -> dict[str, Any]:
    """Return a review as it is sent."""
    return {"verdict": "accepted", "seen": world.life.digest}


REFUSED_OFFICERS = others(READERS, {REVIEWER}, OFFICERS)
ANSWERING = others(READERS, set(ARCADIANS), EDITORS | OFFICERS)
ROWS = [
    Row("guidelines:manuscript_list", STAFF | OFFICERS, meets="Canary life manuscript"),
    Row("guidelines:manuscript_detail", READERS, "life", args=life, others=GONE,
        meets="Canary life comment"),
    Row("guidelines:manuscript_edit", set(), "life", args=life,
        others=others(READERS, set(), EDITORS | OFFICERS)),
    Row("guidelines:manuscript_docx", READERS, "life", args=life, others=GONE, writes=LOGGED),
    Row("guidelines:manuscript_docx", {*ARCADIANS}, "own", args=manuscript("own"),
        others=others(set(), set(ARCADIANS), STAFF | OFFICERS), writes=LOGGED),
    *steps("life", life, READERS, set(ARCADIANS)),
    *steps("own", manuscript("own"), set(ARCADIANS), set(ARCADIANS)),
    *steps("staff", manuscript("staff"), STAFF, EDITORS),
    Row("guidelines:manuscript_detail", ARCADIANS, "ended", args=ended,
        others=others(set(), set(ARCADIANS), STAFF | OFFICERS), meets="Canary orphaned text"),
    Row("guidelines:manuscript_elsewhere", ARCADIANS, "ended", "POST", ended, ok=302,
        others=others(set(), set(ARCADIANS), EDITORS | OFFICERS)),
    Row("guidelines:manuscript_elsewhere", set(), "life", "POST", life,
        others=others(READERS, set(), EDITORS | OFFICERS)),
    Row("guidelines:manuscript_send", state="get", args=life, ok=405,
        allow=EDITORS | OFFICERS),
    Row("guidelines:comment_add", READERS, "life", args=life, query="section=title", others=GONE),
    Row("guidelines:comment_add", READERS, "life-filled", "POST", life, comment,
        query="section=title", ok=302, others=GONE),
    Row("guidelines:comment_add", set(), "no-section", args=life,
        others=dict.fromkeys(STAFF | OFFICERS, Answer(status=404))),
    Row("guidelines:comment_answer", ARCADIANS, "life",
        args=lambda world: [world.life_comment.public_id], others=ANSWERING),
    Row("guidelines:comment_answer", ARCADIANS, "life-filled", "POST",
        args=lambda world: [world.life_comment.public_id], data=lambda world: {"state": "accepted"},
        ok=302, others=ANSWERING),
    Row("guidelines:review_write", {REVIEWER}, "life", args=life, others=REFUSED_OFFICERS),
    Row("guidelines:review_write", {REVIEWER}, "life-filled", "POST", life, verdict, ok=302,
        others=REFUSED_OFFICERS),
    Row("guidelines:review_decline", {REVIEWER}, "life", "POST", life, ok=302,
        others=REFUSED_OFFICERS),
    Row("guidelines:reviewer_list", EDITORS, "life", args=life),
    Row("guidelines:reviewer_list", EDITORS, "life-filled", "POST", life,
        lambda world: {"email": world.people["overdue"].email}, ok=302),
    Row("guidelines:reviewer_end", EDITORS, "life", "POST",
        lambda world: [world.life.public_id, world.life_review.public_id], ok=302),
]  # fmt: skip
