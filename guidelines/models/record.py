"""Records: practices, pitfalls and experiences as their readers meet them."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from directory.models import Administration, Region
from directory.models.administration import sort_key
from guidelines.kinds import Attribution, Kind, State
from guidelines.models import telling
from guidelines.models.apart import is_of
from guidelines.models.course import COURSE, Course
from guidelines.models.documents import document_of
from guidelines.models.filing import LEAD_LENGTH, facets_of, language_told, lead_of, links_of
from guidelines.models.identity import Identity, actor_of, own_readers, writers
from guidelines.models.measured import MEASURED, Measured
from guidelines.models.queryset import RecordQuerySet
from guidelines.models.reexamination import MINDER
from guidelines.models.sourced import REVIEWED, Sourced
from guidelines.models.translation import made
from guidelines.models.version import Version
from guidelines.models.wording import keep_past
from guidelines.text.carrying import joined
from guidelines.text.sections import LEAD, Content, digest_of, whole
from portal.audit.models import record as log
from portal.facets import facet_key
from portal.identifiers import new_public_id
from portal.markings.models import Audience, Marking, Readable
from portal.markings.sources import PUBLIC
from portal.refusals import Refused
from portal.search.models import Document, stale
from portal.taxonomy.models import Language
from portal.wake import wake

KEY_LENGTH = 120
# Kept by the verbs, so that lists need neither versions nor translations.
KEPT = [
    "title", "title_fr", "lead", "lead_fr", "french_is_working", "title_key", "title_key_fr",
    "facets", "facet_keys", "links",
]  # fmt: skip
# Facets are counted from an index alone.
COUNTED = ["audience", "facet_keys"]
CODES = {Kind.PRACTICE: "BP", Kind.PITFALL: "PF", Kind.EXPERIENCE: "E"}


def _order(name: str, *fields: str, **more: Any) -> models.Index:
    return models.Index(fields=fields, condition=Q(state=State.PUBLISHED), name=name, **more)


class Record(Measured, Sourced, Course, Readable):
    """A best practice, a pitfall or an experience: its latest version, and how sure we are."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    # Spoken code, given at the first publication.
    code = models.CharField(  # noqa: DJ001 — none is null, so that many records have none
        _("code"), max_length=10, unique=True, null=True, editable=False
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    version = models.OneToOneField(
        Version, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )

    title = models.CharField(_("title"), max_length=300, editable=False)
    title_fr = models.CharField(max_length=300, blank=True, editable=False)
    lead = models.CharField(max_length=LEAD_LENGTH, blank=True, editable=False)
    lead_fr = models.CharField(max_length=LEAD_LENGTH, blank=True, editable=False)
    french_is_working = models.BooleanField(default=False, editable=False)
    title_key = models.CharField(max_length=KEY_LENGTH, default="", editable=False)
    title_key_fr = models.CharField(max_length=KEY_LENGTH, default="", editable=False)
    facets = ArrayField(models.CharField(max_length=80), default=list, editable=False)
    facet_keys = ArrayField(models.IntegerField(), default=list, editable=False)
    # Codes of what its text cites: who cites a record is one statement.
    links = ArrayField(models.CharField(max_length=10), default=list, editable=False)

    # Only where the record is named; the truth stands in `Identity`.
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="records"
    )
    # Where the record is named, or tells its region alone.
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, related_name="records")
    is_sample = models.BooleanField(default=False, editable=False)
    # Rows that came with merged records, by section: `guidelines.models.succession`.
    carried = models.JSONField(default=dict, editable=False)
    # How sure we are; kept by `guidelines.measures.confidence`.
    confidence = models.CharField(max_length=12, blank=True, editable=False)

    form_token = models.UUIDField(null=True, unique=True, editable=False)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)

    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="supersedes", editable=False
    )
    # The record from public sources whose place it takes when it is published.
    takes_over = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+",
        editable=False,
    )  # fmt: skip
    withdrawal_reason = models.TextField(blank=True, editable=False)

    # What readers are told of whose it is: as in `Identity`. Empty: nobody handed it in.
    attribution = models.CharField(
        max_length=12, choices=Attribution, blank=True, default="", editable=False
    )
    sealed_until = models.DateField(null=True, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        indexes = [
            _order("guidelines_newest", "kind", "-published_at", "-id", include=COUNTED),
            _order("guidelines_latest", "-published_at", "-id"),
            _order("guidelines_changed", "kind", "-changed_at", "-id"),
            _order("guidelines_due", "review_by", "id"),
            GinIndex(fields=["links"], name="guidelines_links"),
            _order("guidelines_title", "kind", "title_key", "id"),
            _order("guidelines_titre", "kind", "title_key_fr", "id"),
            GinIndex(
                fields=["facet_keys"], condition=Q(state="published"), name="guidelines_facets"
            ),
            models.Index(
                fields=["id"], condition=Q(running_waits=True), name="guidelines_running_waits"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(marking__in=[Marking.CLEAR, Marking.GREEN, Marking.AMBER]),
                name="guidelines_label",
                violation_error_message=_("Advice is TLP:CLEAR, TLP:GREEN or TLP:AMBER."),
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(version__isnull=False, code__isnull=False),
                name="guidelines_published_has_version",
            ),
            models.CheckConstraint(
                condition=Q(state="superseded", superseded_by__isnull=False)
                | ~Q(state="superseded") & Q(superseded_by=None),
                name="guidelines_superseded_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=False) | Q(withdrawn_by=None),
                name="guidelines_withdrawer_has_moment",
            ),
            models.CheckConstraint(
                condition=Q(sources_reviewed_at__isnull=False) | Q(sources_reviewed_by=None),
                name="guidelines_reviewer_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(marking=Marking.AMBER) | Q(administration__isnull=False),
                name="guidelines_amber_is_named",
                violation_error_message=_("An amber record names the administration it is of."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the address of the record."""
        return reverse("guidelines:record_detail", args=[self.public_id])

    @property
    def subject(self) -> str:
        """What it is followed by."""
        return f"guideline:{self.public_id}"

    @property
    def local_title(self) -> str:
        """The title in the reader's language, where there is one."""
        return self.title_fr if self.title_fr and get_language() == "fr" else self.title

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.state == State.PUBLISHED and self.marking == Marking.CLEAR

    @property
    def identity_or_none(self) -> Identity | None:
        """Whose it is; None for what the Secretariat or nobody handed in."""
        return Identity.of(self)

    def is_of(self, home: int) -> bool:
        """Whether it is an administration's, named or not; of the reader's own its page asked."""
        known: dict[int, bool] = getattr(self, "owners", {})
        if home in known:
            return known[home]
        return is_of(self.pk, home)

    def audience_tokens(self) -> set[str]:
        """Return who reads it: of a draft who reads its manuscript, then by its label."""
        if self.state == State.DRAFT:
            # Given up too: what the Secretariat never read it does not come to read.
            manuscript = self.manuscripts.first()
            return manuscript.audience_tokens() if manuscript else own_readers(self)
        return self.tokens_under(self.marking)

    def tokens_under(self, marking: str) -> set[str]:
        """Return who reads what it says under a label: its own, or that of an old version."""
        if marking == Marking.CLEAR:
            return {PUBLIC}
        if marking == Marking.GREEN:
            return {"members"}
        return {f"administration:{self.administration_id}", "secretariat"}

    def actor(self, by: Any) -> Any:
        """Return who is said to have acted: nobody, where a name would tell whose record it is."""
        return actor_of(self.identity_or_none, by)

    @classmethod
    @transaction.atomic
    def begin(
        cls,
        kind: str,
        *,
        by: Any,
        content: Content,
        language: Language,
        marking: str = Marking.GREEN,
        administration: Administration | None = None,
        attribution: str = Attribution.NAMED,
        sealed_until: Any = None,
        token: uuid.UUID | None = None,
        **fields: Any,
    ) -> Any:
        """Begin a record and return its manuscript; the identity is kept apart from both."""
        is_named = attribution == Attribution.NAMED
        row = cls(kind=kind, language=language, marking=marking, form_token=token, **fields)
        row.administration = administration if is_named else None
        if administration and attribution in (Attribution.NAMED, Attribution.REGION):
            row.region = administration.region
        row.attribution = attribution if administration else ""
        row.sealed_until = sealed_until if administration else None
        row.keep(content)
        # Its readers are those of its manuscript, which points at it.
        row.audience_id = Audience.objects.intern(writers(administration))
        row.save()
        if administration:
            Identity(
                record=row, administration=administration, author=by, attribution=attribution,
                sealed_until=sealed_until,
            ).keep()  # fmt: skip
        manuscript = row.manuscripts.model.start(row, by=by, content=content, marking=marking)
        log("guidelines.begin_record", by=row.actor(by), on=row, kind=kind, marking=marking)
        stale(row)
        return manuscript

    @transaction.atomic
    def issue(
        self, content: Content, *, by: Any, marking: str, note: str = "", cleared_at: Any = None
    ) -> Version:
        """Publish a text as the next version, and let its readers read it."""
        self.lock()
        if self.state not in (State.DRAFT, State.PUBLISHED):
            raise Refused(gettext("This record is withdrawn or replaced. Publish in another one."))
        number = (self.version.number if self.version else 0) + 1
        kept = whole(self.kind, content)
        version = Version(
            record=self, number=number, marking=marking, content=kept, digest=digest_of(kept),
            note=note, published_by=self.actor(by), cleared_at=cleared_at,
        )  # fmt: skip
        version.render(self.kind)
        version.save()
        self.forget_review(version)
        self.version, self.marking, self.state = version, marking, State.PUBLISHED
        self.changed_at = timezone.now()
        self.published_at = self.published_at or self.changed_at
        self.code = self.code or f"{CODES[Kind(self.kind)]}{self.pk:03d}"
        self.measure(kept)
        self.keep(kept)
        self.follow_course(kept)
        self.set_audience()
        self.save(
            update_fields=[
                "version", "marking", "state", "changed_at", "published_at", "code", "audience",
                *KEPT, *MEASURED, *REVIEWED, *COURSE,
            ]
        )  # fmt: skip
        log(
            "guidelines.publish_version", by=version.published_by, on=self, number=number,
            digest=version.digest, marking=marking,
        )  # fmt: skip
        stale(self, hide=True)
        telling.tell_issued(self, by=by)
        return version

    @transaction.atomic
    def withdraw(self, *, by: Any, reason: str) -> bool:
        """Take it out of lists and search; its address says when and why. Twice is once."""
        self.lock()
        if self.state != State.PUBLISHED:
            return False
        if manuscript := self.manuscript:
            manuscript.end_with_record(by=by)
        self.state, self.withdrawn_at = State.WITHDRAWN, timezone.now()
        self.withdrawn_by, self.withdrawal_reason = self.actor(by), reason
        self.set_audience()
        self.save(
            update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawal_reason", "audience"]
        )
        log("guidelines.withdraw_record", by=self.withdrawn_by, on=self,
            personal={"reason": reason})  # fmt: skip
        stale(self, hide=True)
        telling.tell_withdrawn(self, by=by)
        # Drafts of answers end a moment later: whoever signs locks the signing first.
        wake(MINDER)
        return True

    def lock(self) -> None:
        """Hold the row and see it as it is now."""
        Record.objects.select_for_update(of=("self",)).get(pk=self.pk)
        self.refresh_from_db()

    def keep(self, content: Content) -> None:
        """Keep what lists show and filter by: of a content, its region and its translations."""
        self.title = str(content.get("title") or "")[:300]
        self.lead = lead_of(self.kind, content.get(LEAD[Kind(self.kind)]))
        french = {}
        if self.pk:
            rows = self.translations.filter(
                language__code="fr", section__in=["title", LEAD[Kind(self.kind)]]
            )
            # Words of another source mislead where no mark can stand beside them.
            french = {r.section: r for r in rows if r.is_fresh(content.get(r.section, ""))}
        title, lead = french.get("title"), french.get(LEAD[Kind(self.kind)])
        self.title_fr = title.text[:300] if title else ""
        self.lead_fr = lead_of(self.kind, lead.text) if lead else ""
        self.french_is_working = any(row.is_working for row in french.values())
        self.title_key = sort_key(self.title)[:KEY_LENGTH]
        self.title_key_fr = sort_key(self.title_fr or self.title)[:KEY_LENGTH]
        region = self.region.code if self.region else ""
        self.facets = facets_of(
            self.kind, content, region=region, language=language_told(self),
            confidence=self.confidence, sources=self.origin,
        )  # fmt: skip
        self.facet_keys = [facet_key(value) for value in self.facets]
        self.links = links_of(joined(content, self.carried))

    @transaction.atomic
    def translate(
        self, section: str, text: str, *, language: Language, by: Any, is_working: bool = True
    ) -> None:
        """Keep one section in another language, beside the words that it was made from."""
        self.lock()
        values = made(self, section, text, by=by, is_working=is_working)
        keep_past(self, section, language, by=values["by"])
        self.translations.update_or_create(section=section, language=language, defaults=values)
        self.keep_again()
        log("guidelines.translate_section", by=values["by"], on=self, section=section,
            language=language.code)  # fmt: skip
        stale(self)

    def keep_again(self) -> None:
        """Keep what lists show after a translation changed."""
        if self.version:
            self.keep(self.version.content)
            self.save(update_fields=KEPT)

    @property
    def codes_by_facet(self) -> dict[str, list[str]]:
        """What it is filed under: the codes of each facet."""
        found: dict[str, list[str]] = {}
        for value in self.facets:
            facet, _colon, code = value.partition(":")
            found.setdefault(facet, []).append(code)
        return found

    def codes_of(self, facet: str) -> list[str]:
        """Return the codes of one facet."""
        return self.codes_by_facet.get(facet, [])

    @property
    def subjects(self) -> list[str]:
        """What it is about: its technologies and processes, as facet values."""
        return [value for value in self.facets if value.startswith(("technology:", "process:"))]

    @property
    def manuscript(self) -> Any:
        """The text in preparation; None where nothing is."""
        return self.manuscripts.open().first()

    def search_document(self) -> Document | None:
        """Return what the search index keeps of a published record."""
        return document_of(self) if self.state == State.PUBLISHED else None
