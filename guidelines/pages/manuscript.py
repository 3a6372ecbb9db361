"""The page of a text in preparation: where it stands, what is missing, what readers said of it."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.models import Signing
from guidelines.kinds import Stage
from guidelines.models import Comment, Manuscript, Review, journey
from guidelines.models.anew import latest_of
from guidelines.models.identity import CLEARANCE
from guidelines.pages.record import Text
from guidelines.pages.sources import Sources
from guidelines.policies import is_author
from guidelines.text.paragraphs import all_digests
from guidelines.text.sections import Content, parts_of
from portal.desk.models import WorkItem
from portal.markings.access import may
from portal.markings.models import Marking, reader_of

STEPS = (Stage.WRITING, Stage.CLEARANCE, Stage.REVIEW, Stage.CHECK, Stage.PUBLISHED)
# Whom a text waits for, where the reader is not asked for it.
WAITS = {
    Stage.WRITING: gettext_lazy("Whoever writes it sends it on"),
    Stage.CLEARANCE: gettext_lazy("A holder of a seat that signs clears it"),
    Stage.REVIEW: gettext_lazy("The Secretariat and reviewers read it"),
    Stage.CHECK: gettext_lazy("A publisher checks it"),
}
WORK = {Stage.REVIEW: journey.REVIEW, Stage.CHECK: journey.CHECK}


def read_by(manuscript: Manuscript) -> str:
    """Return who reads a text at its stage: what `Manuscript.audience_tokens` says, in words."""
    is_reviewed = manuscript.stage in (Stage.REVIEW, Stage.CHECK)
    if not manuscript.record.attribution:
        if is_reviewed:
            return _("Read by the Secretariat and who is asked to review it.")
        return _("Read by the Secretariat.")
    if is_reviewed:
        return _("Read by its administration, the Secretariat and who is asked to review it.")
    if manuscript.stage == Stage.PUBLISHED:
        return _("Read by its administration and the Secretariat.")
    return _("Read by the officers of your administration.")


class Remark:
    """A comment as the page shows it: with whether its paragraph still says the same."""

    def __init__(self, comment: Comment, digests: dict[str, dict[str, int]]) -> None:
        self.comment = comment
        self.place = digests.get(comment.section, {}).get(comment.digest)

    @property
    def is_stale(self) -> bool:
        """Whether the paragraph was changed since."""
        return self.place is None

    @property
    def number(self) -> int:
        """The paragraph that it is about: where those words stand now, else where they stood."""
        return self.place or self.comment.paragraph


class ManuscriptPage:
    """What somebody sees of a text in preparation, and may do with it."""

    def __init__(self, manuscript: Manuscript, reader: Any) -> None:
        self.manuscript, self.reader = manuscript, reader
        self.record = manuscript.record

    @cached_property
    def text(self) -> Text:
        """The text in the reader's language."""
        return Text(self.manuscript.kind, self.content)

    @cached_property
    def content(self) -> Content:
        """What it says: to whoever does not write it, as far as they may read what it cites."""
        if is_author(self.reader, self.identity):
            return self.manuscript.content  # type: ignore[no-any-return]
        return Sources(self.record, self.manuscript.content, self.reader).told()

    @cached_property
    def writes(self) -> bool:
        """Whether the reader is one of those whose text it is, and it is on its way."""
        is_writer = may(self.reader, "guidelines.begin_record")
        return self.manuscript.is_open and is_writer and is_author(self.reader, self.identity)

    @cached_property
    def identity(self) -> Any:
        """Whose it is, asked once; nothing of it is shown."""
        return self.record.identity_or_none

    @property
    def may_read_record(self) -> bool:
        """Whether the reader finds what was published of it."""
        return self.record.is_readable_by(self.reader)

    @property
    def may_write(self) -> bool:
        """Whether the reader writes in it now."""
        return self.writes and self.manuscript.stage == Stage.WRITING

    @property
    def may_take_back(self) -> bool:
        """Whether the reader may take back what was sent on."""
        return self.writes and self.manuscript.stage != Stage.WRITING

    @property
    def may_comment(self) -> bool:
        """Whether the reader may comment on a paragraph."""
        return may(self.reader, "guidelines.comment", self.manuscript)

    @property
    def may_ask(self) -> bool:
        """Whether the reader chooses reviewers."""
        return self.is_peer_reviewed and may(
            self.reader, "guidelines.ask_review", self.manuscript
        )  # fmt: skip

    @cached_property
    def may_review(self) -> bool:
        """Whether the reader was asked to review it."""
        return self.manuscript.stage == Stage.REVIEW and any(
            each.person_id == self.reader.pk and each.is_waiting for each in self.reviews
        )

    @property
    def is_peer_reviewed(self) -> bool:
        """Whether administrations review it."""
        return journey.is_reviewed_by_peers(self.manuscript)

    @cached_property
    def gaps(self) -> list[str]:
        """What is missing before it goes on."""
        if not self.manuscript.is_open:
            return []
        remarks = [each for found in self.remarks.values() for each in found]
        open_ = sum(each.comment.is_open for each in remarks)
        return journey.gaps_of(self.manuscript, open_comments=open_)

    @property
    def label(self) -> str:
        """The label that it has today, not the one that it is published under."""
        return str(Marking(self.manuscript.mail_marking).label)

    @property
    def readers(self) -> str:
        """Who reads it now, and who will."""
        now = read_by(self.manuscript)
        if not self.manuscript.is_open:
            return now
        words = _("To be published as %(label)s.")
        return f"{now} {words % {'label': self.manuscript.get_marking_display()}}"

    @cached_property
    def signing_url(self) -> str:
        """Where the reader's administration clears it, while it waits for that."""
        if self.manuscript.stage != Stage.CLEARANCE:
            return ""
        rows = Signing.objects.drafts().about(CLEARANCE, self.manuscript.public_id)
        signing = rows.readable_by(self.reader).signable_by(self.reader).first()
        return signing.get_absolute_url() if signing else ""

    @property
    def waits(self) -> Any:
        """Whom it waits for; nobody, once it is published or given up."""
        return WAITS.get(Stage(self.manuscript.stage), "")

    @property
    def is_cleared_by_administration(self) -> bool:
        """Whether it needs the clearance of an administration: not what the Secretariat writes."""
        return self.identity is not None

    @cached_property
    def clears_now(self) -> bool:
        """Whether sending it on is the clearance by the reader's administration, signed."""
        return self.may_write and not self.gaps and journey.clears_now(self.manuscript, self.reader)

    @property
    def waits_for_clearance(self) -> bool:
        """Whether it is cleared next: not what was cleared word for word before."""
        return self.is_cleared_by_administration and not self.is_clearance_current

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps with their state: done, here, or to come."""
        needed = [
            each for each in STEPS
            if each != Stage.CLEARANCE or self.is_cleared_by_administration
        ]  # fmt: skip
        here = needed.index(Stage(self.manuscript.stage)) if self.manuscript.stage in needed else -1
        return [
            (str(each.label), "done" if place < here else "here" if place == here else "")
            for place, each in enumerate(needed)
        ]

    @cached_property
    def goes_on(self) -> Manuscript | None:
        """Where a text that was begun anew goes on, as far as the reader reads it."""
        latest = latest_of(self.manuscript, self.reader)
        return None if latest == self.manuscript else latest

    @cached_property
    def why_ended(self) -> str:
        """The reason for which its record was withdrawn or replaced."""
        return journey.why_ended(self.manuscript)

    @property
    def may_go_elsewhere(self) -> bool:
        """Whether the reader may let it go on in a record of its own."""
        return may(self.reader, "guidelines.take_elsewhere", self.manuscript)

    @property
    def cleared(self) -> str:
        """Who cleared it; a hidden administration is not named."""
        if not self.manuscript.cleared_at:
            return ""
        name = self.record.administration
        return str(name) if name else _("its administration")

    @cached_property
    def is_clearance_current(self) -> bool:
        """Whether it is this very text that was cleared; what has ended waits for nothing."""
        is_same = self.manuscript.cleared_digest == self.manuscript.digest
        return is_same or not self.manuscript.is_open

    @cached_property
    def reviews(self) -> list[Review]:
        """Who was asked to review it, and what they said."""
        rows = self.manuscript.reviews.select_related("person", "administration", "region")
        return list(rows)

    @property
    def shown_reviews(self) -> list[Review]:
        """What the reader sees of the reviews: the Secretariat and authors all, others their own.

        Reviewers read no colleague's verdict before their own.
        """
        if self.writes or "secretariat" in self.kinds:
            return self.reviews
        return [each for each in self.reviews if each.person_id == self.reader.pk]

    @cached_property
    def kinds(self) -> set[str]:
        """Whether the reader is of the Secretariat."""
        held = reader_of(self.reader).tokens
        staff = {"role:editor", "role:secretariat", "role:publisher"}
        return {"secretariat"} if held & staff else set()

    @cached_property
    def remarks(self) -> dict[str, list[Remark]]:
        """The comments by section."""
        found: dict[str, list[Remark]] = {}
        digests = all_digests(self.manuscript.kind, self.manuscript.content)
        for comment in self.manuscript.comments.select_related(
            "by__administration", "answered_by__administration"
        ):
            comment.manuscript = self.manuscript
            found.setdefault(comment.section, []).append(Remark(comment, digests))
        return found

    @property
    def parts(self) -> list[tuple[str, Any, list[dict[str, Any]]]]:
        """The parts with their sections, and the comments beside each."""
        shown = {code: (title, sections) for code, title, sections in self.text.parts}
        found = []
        for part, sections in parts_of(self.manuscript.kind):
            title, texts = shown.get(part, (None, []))
            known = {each["code"]: each for each in texts}
            rows = [
                known.get(each.code, {"code": each.code, "label": each.label, "is_empty": True})
                | {"remarks": self.remarks.get(each.code, [])}
                for each in sections
                if each.code in known or each.code in self.remarks
            ]
            if rows:
                found.append((part, title, rows))
        return found

    @cached_property
    def item(self) -> WorkItem | None:
        """The item of the desk that waits for the reader's colleagues or the reader."""
        kind = WORK.get(Stage(self.manuscript.stage))
        if not kind or not self.kinds:
            return None
        rows = WorkItem.objects.about(kind, self.manuscript).standing()
        return rows.readable_by(self.reader).first()
