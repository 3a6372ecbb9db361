"""People: the accounts of the portal."""

import unicodedata
from collections.abc import Iterable
from typing import Any, Self

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from directory.models import telling
from directory.models.administration import Administration, PartnerOrganisation, sort_key
from directory.models.card import Card
from directory.models.confirmation import Confirmed
from directory.models.holding import Holding
from directory.models.leaver import Leaver
from directory.models.role_assignment import RoleAssignment
from portal.audit.models import record, record_all
from portal.identifiers import new_public_id
from portal.markings.holding import change_rights
from portal.markings.models import Marking, Readable, ReadableQuerySet, share_audiences
from portal.names import person_name
from portal.search.models import Document, Kind, stale, stale_new
from portal.taxonomy.models import Language


def normalised_email(email: str) -> str:
    """Return the form in which an address is unique: NFKC, case-folded, no space around."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


class PersonQuerySet(ReadableQuerySet["Person"]):
    """People, as adjectives."""

    def verified(self) -> Self:
        """Return the people whose account is in use."""
        return self.filter(state=Person.State.VERIFIED)

    def with_post(self) -> Self:
        """Return them with administration and region in the same query."""
        return self.select_related("administration__region", "partner")


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    """Finds an account by any spelling of its address."""

    def get_by_natural_key(self, email: str) -> "Person":
        """Return the account of an address."""
        return self.get(email=normalised_email(email))


class Person(AbstractBaseUser, Card, Confirmed, Leaver, Readable):
    """A person with an account: an officer, a partner, a member of the Secretariat."""

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Not confirmed yet")
        VERIFIED = "verified", _("Verified")
        SUSPENDED = "suspended", _("Suspended")
        FORMER = "former", _("Former")

    # The confidentiality and privacy terms in force: a new version asks everybody again.
    TERMS_VERSION = "2026-11"

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    given_name = models.CharField(_("given name"), max_length=100, validators=[person_name])
    family_name = models.CharField(_("family name"), max_length=100, validators=[person_name])
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.UNCONFIRMED, editable=False
    )
    administration = models.ForeignKey(
        Administration,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="officers",
        verbose_name=_("administration"),
    )
    partner = models.ForeignKey(
        PartnerOrganisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="people",
        verbose_name=_("partner organisation"),
    )
    language = models.CharField(
        _("language of the portal"), max_length=2, choices=settings.LANGUAGES, default="en"
    )
    zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    verified_at = models.DateTimeField(_("verified"), null=True, editable=False)
    welcomed_at = models.DateTimeField(_("first visit done"), null=True, editable=False)
    terms_version = models.CharField(max_length=10, blank=True, editable=False)
    is_sample = models.BooleanField(_("sample person"), default=False, editable=False)
    sort_key = models.CharField(max_length=210, editable=False)
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["given_name", "family_name"]

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        indexes = [
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["audience", "sort_key", "id"]),
            models.Index(fields=["-changed_at", "-id"]),
            models.Index(
                fields=["confirm_by", "id"],
                condition=Q(confirm_by__isnull=False),
                name="directory_person_confirm_by",
            ),
            GinIndex(
                fields=["sort_key"], opclasses=["gin_trgm_ops"], name="directory_person_trigrams"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(administration__isnull=True) | Q(partner__isnull=True),
                name="directory_one_organisation",
            ),
            models.CheckConstraint(
                condition=Q(hours_from__lt=models.F("hours_until")),
                name="directory_hours_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the person's page."""
        return reverse("directory:person_detail", args=[self.public_id])

    @property
    def name(self) -> str:
        """Given and family name; of somebody who left without a name, what they were."""
        return self.stand_in or f"{self.given_name} {self.family_name}".strip()

    @property
    def home(self) -> Administration | PartnerOrganisation | None:
        """The organisation the person works for; none is the Secretariat."""
        return self.administration or self.partner

    @property
    def short_name(self) -> str:
        """Initial and family name, for lists."""
        return f"{self.given_name[:1]}. {self.family_name}" if self.given_name else self.family_name

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether the account may sign in at all."""
        return self.state in (self.State.UNCONFIRMED, self.State.VERIFIED)

    @property
    def token(self) -> str:
        """The reader token of this person alone."""
        return f"person:{self.pk}"

    def audience_tokens(self) -> set[str]:
        """Return who reads this card: officers and guests while it is confirmed, else keepers."""
        # Nobody is named, so that thousands of cards share two audiences.
        keepers = {"secretariat", "role:administrator"}
        is_shown = self.state == self.State.VERIFIED and not self.is_lapsed
        return keepers | {"members", "guests"} if is_shown else keepers

    @classmethod
    def enrol(cls, *, by: Any, **card: Any) -> "Person":
        """Create an account for somebody whom the Secretariat verified."""
        (person,) = cls.enrol_all([card], by=by)
        return person

    @classmethod
    @transaction.atomic
    def enrol_all(cls, cards: Iterable[dict[str, Any]], *, by: Any) -> "list[Person]":
        """Create the accounts of many: as many statements as for one."""
        people = [cls._drawn_up(**card) for card in cards]
        share_audiences(people)
        cls.objects.bulk_create(people)
        EmailAddress.objects.bulk_create(
            EmailAddress(
                user=each, email=each.email, primary=True, verified=each.verified_at is not None
            )
            for each in people
        )
        rows = [
            (
                each,
                {"name": each.name, "email": each.email},
                {"administration_id": each.administration_id, "partner_id": each.partner_id},
            )
            for each in people
        ]
        record_all("directory.enrol_person", by=by, rows=rows)
        stale_new(people)
        for each in people:
            if each.state == cls.State.VERIFIED:
                telling.tell_of_card("directory.verify_person", each, by=by)
        return people

    @classmethod
    def _drawn_up(cls, *, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Return the account of a card, not kept yet."""
        person = cls(email=normalised_email(email), marking=Marking.GREEN, **fields)
        person.set_password(password)
        person.sort_key = sort_key(f"{person.family_name} {person.given_name}")
        if person.state == cls.State.VERIFIED:
            person.verified_at = timezone.now()
        return person

    @transaction.atomic
    def revise(
        self,
        *,
        by: Any,
        related: dict[str, Any] | None = None,
        spoken: dict[str, str] | None = None,
        **fields: Any,
    ) -> None:
        """Change the card. `related` gives whole sets; `spoken` gives levels by language code."""
        if {"administration", "partner"} & fields.keys():
            change_rights(self.pk)
        before = self._lock()
        # What was suspended or hidden since this row was read stays so.
        self.state, self.confirmation = before.state, before.confirmation
        for field, value in fields.items():
            setattr(self, field, value)
        self.sort_key = sort_key(f"{self.family_name} {self.given_name}")
        self.changed_at = timezone.now()
        self.set_audience()
        self.save(update_fields=[*fields, "sort_key", "changed_at", "audience"])
        for name, rows in (related or {}).items():
            getattr(self, name).set(rows)
        changed = [*fields, *(related or {})]
        if spoken is not None:
            self._speak(spoken)
            changed.append("spoken")
        record("directory.edit_person", by=by, on=self, fields=sorted(changed))
        stale(self, hide=True)
        telling.tell_of_revision(self, before, by=by)

    def _speak(self, levels: dict[str, str]) -> None:
        self.spoken_languages.all().delete()
        self.spoken_languages.bulk_create(
            self.spoken_languages.model(person=self, language=language, level=levels[language.code])
            for language in Language.objects.filter(code__in=levels)
        )

    @transaction.atomic
    def open_account(self) -> None:
        """Take the address for proven: its owner typed a code that was sent there alone."""
        EmailAddress.objects.filter(user=self, email=self.email).update(verified=True)
        self.verify(by=self)

    @transaction.atomic
    def verify(self, *, by: Any) -> bool:
        """Let the account read what its seats and roles allow."""
        self.verified_at = timezone.now()
        return self._become("verify", self.State.VERIFIED, {self.State.UNCONFIRMED}, by=by)

    @transaction.atomic
    def suspend(self, *, by: Any, reason: str) -> bool:
        """Stop the account at once: every session ends and the card is hidden."""
        active = {self.State.UNCONFIRMED, self.State.VERIFIED}
        return self._become("suspend", self.State.SUSPENDED, active, by=by, reason=reason)

    @transaction.atomic
    def restore(self, *, by: Any) -> bool:
        """Let a suspended account in again, as what it was."""
        before = self.State.VERIFIED if self.verified_at else self.State.UNCONFIRMED
        return self._become("restore", before, {self.State.SUSPENDED}, by=by)

    @transaction.atomic
    def retire(self, *, by: Any) -> bool:
        """End the account of somebody who left: seats and roles end, what they wrote stays."""
        anywhere = set(self.State) - {self.State.FORMER}
        if not self._become("retire", self.State.FORMER, anywhere, by=by):
            return False
        now = timezone.now()
        held = list(self.holdings.current().select_related("seat").order_by("seat"))
        Holding.objects.filter(person=self).current().update(until=now)
        for holding in held:
            holding.let_go(by=by)
            holding.seat.empty(by=by)
        self.stop_confirming()
        RoleAssignment.objects.filter(person=self).current().update(until=now)
        return True

    def _become(
        self, verb: str, state: str, comes_from: set[Any], *, by: Any, reason: str = ""
    ) -> bool:
        """Change the state if the account is still in one of `comes_from`; say whether it was."""
        if state not in (self.State.VERIFIED, self.State.UNCONFIRMED):
            change_rights(self.pk)
        locked = self._lock()
        before = locked.state
        if before not in comes_from:
            return False
        self.state, self.changed_at = state, timezone.now()
        self.confirmation = locked.confirmation
        self.set_audience()
        self.save(update_fields=["state", "audience", "verified_at", "changed_at"])
        if not self.is_active:
            self.end_sessions()
        personal = {"reason": reason} if reason else None
        record(f"directory.{verb}_person", by=by, on=self, personal=personal, before=before)
        stale(self)
        telling.tell_of_state(verb, self, by=by)
        return True

    def _lock(self) -> "Person":
        """Return the row as it is now; verbs wait for each other, rows that point at it do not."""
        return type(self).objects.select_for_update(no_key=True).get(pk=self.pk)

    def end_sessions(self, *, keep: str | None = "") -> None:
        """End every session of the account, or all but the one to keep."""
        ended = UserSession.objects.filter(user=self).exclude(session_key=keep or "")
        Session.objects.filter(session_key__in=ended.values("session_key")).delete()
        ended.delete()

    @property
    def is_welcome(self) -> bool:
        """Whether the first visit is done and the terms in force are accepted."""
        return self.welcomed_at is not None and self.terms_version == self.TERMS_VERSION

    @transaction.atomic
    def welcome(self, *, related: dict[str, Any], **fields: Any) -> None:
        """Record the person's own first visit: the card, and the terms in force accepted."""
        fields |= {"welcomed_at": timezone.now(), "terms_version": self.TERMS_VERSION}
        self.revise(by=self, related=related, **fields)
        self.acceptances.get_or_create(version=self.TERMS_VERSION)
        record("directory.accept_terms", by=self, on=self, version=self.TERMS_VERSION)

    @transaction.atomic
    def assign_role(self, role: str, *, by: Any) -> bool:
        """Give a site role, unless the person has it."""
        change_rights(self.pk)  # without a second factor, whoever has a role reads less
        self._lock()
        if self.role_assignments.current().filter(role=role).exists():
            return False
        RoleAssignment.objects.create(person=self, role=role)
        record("directory.assign_role", by=by, on=self, role=role)
        telling.tell_owner("directory.receive_role", self, by=by, role=role)
        return True

    @transaction.atomic
    def end_role(self, role: str, *, by: Any) -> bool:
        """Take a site role back, if the person has it."""
        change_rights(self.pk)
        current = self.role_assignments.current().filter(role=role)
        if not current.update(until=timezone.now()):
            return False
        record("directory.end_role", by=by, on=self, role=role)
        telling.tell_owner("directory.lose_role", self, by=by, role=role)
        return True

    def search_document(self) -> Document | None:
        """Return what the search index keeps: never an address or a number."""
        if self.state != self.State.VERIFIED:
            return None
        home = self.home
        region = self.administration.region if self.administration else None
        topics = list(self.technologies.all()) + list(self.processes.all())
        return Document(
            kind=Kind.PERSON,
            titles={"simple": self.name},
            bodies={
                "en": " ".join([self.post, *(topic.name_en for topic in topics)]),
                "fr": " ".join([self.post_fr, *(topic.name_fr for topic in topics)]),
                "simple": f"{home.name_en} {home.name_fr}" if home else "",
            },
            lines={
                "en": " · ".join(filter(None, [self.post, home.name_en if home else ""])),
                "fr": " · ".join(
                    filter(None, [self.post_fr or self.post, home.name_fr if home else ""])
                ),
            },
            reference=self.administration.iso2 if self.administration else "",
            path=f"directory/people/{self.public_id}/",
            regions=[region.code] if region else [],
            technologies=[technology.slug for technology in self.technologies.all()],
        )
