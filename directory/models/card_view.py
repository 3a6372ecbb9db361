"""Who saw whose card: on a page, or in a copy taken out of the portal."""

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from directory.models.administration import Administration, PartnerOrganisation
from portal.audit.models import record
from portal.compiled import ask
from portal.markings.models import reader_of
from portal.taxonomy.models import local

# Cards that one person may open and copy in a day, and rows that one copy may have.
BUDGET, STAFF_BUDGET = 400, 6_000
ROWS, STAFF_ROWS = 200, 2_000

# Keeps the first look of a day at each of these cards, unless the budget is spent; returns how
# many other cards the reader saw this day. Colleagues are no news to anybody.
LOOK = """
WITH asked AS (
    SELECT %s::bigint AS viewer, %s::bigint AS administration, %s::bigint AS partner,
        %s::date AS day, %s::int AS budget, %s::bigint[] AS people, %s::bigint[] AS homes
), spent AS (
    SELECT count(*) AS cards FROM directory_cardview AS seen JOIN asked
        ON seen.viewer_id = asked.viewer AND seen.day = asked.day
    WHERE seen.export_id IS NOT NULL OR NOT seen.person_id = ANY(asked.people)
), kept AS (
    INSERT INTO directory_cardview
        (viewer_id, person_id, home_id, administration_id, partner_id, day)
    SELECT asked.viewer, looked.person, looked.home, asked.administration, asked.partner, asked.day
    FROM spent, asked, unnest(asked.people, asked.homes) AS looked (person, home)
    WHERE spent.cards + cardinality(asked.people) <= asked.budget
        AND NOT EXISTS (
            SELECT FROM directory_cardview AS before
            WHERE before.viewer_id = asked.viewer AND before.person_id = looked.person
                AND before.day = asked.day AND before.export_id IS NULL
        )
    ON CONFLICT (viewer_id, person_id, day) WHERE export_id IS NULL DO NOTHING
)
SELECT cards FROM spent
"""


class BudgetSpentError(Exception):
    """Somebody saw as many cards today as a person may; `left` is what still fits."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} cards are left today")
        self.left = left


def is_staff(person: Any) -> bool:
    """Return whether the wider limits of the Secretariat hold."""
    return "secretariat" in reader_of(person).tokens


def budget_of(person: Any) -> int:
    """Return how many cards a person may open and copy in a day."""
    return STAFF_BUDGET if is_staff(person) else BUDGET


def rows_of_copy(person: Any) -> int:
    """Return how many rows one copy may have."""
    return STAFF_ROWS if is_staff(person) else ROWS


def is_colleague(person: Any, other: Any) -> bool:
    """Return whether two work for one organisation, or are the same person."""
    if person.administration_id or person.partner_id:
        return (person.administration_id, person.partner_id) == (
            other.administration_id,
            other.partner_id,
        )
    return bool(person.pk == other.pk)


def today() -> datetime.date:
    """Return the day of the ledger, the same for everybody."""
    return timezone.now().date()


class Export(models.Model):
    """A copy of cards taken out of the portal: by whom, why, what was asked for."""

    class Format(models.TextChoices):
        CSV = "csv", _("CSV, for any program")
        XLSX = "xlsx", _("Excel workbook (XLSX)")
        VCARD = "vcard", _("Contact cards (vCard)")
        QR = "qr", _("QR code of a contact card")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("when"), default=timezone.now)
    format = models.CharField(_("format"), max_length=5, choices=Format)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    # The address of the filtered list after "?", and the fields that were chosen.
    filters = models.TextField(blank=True)
    fields = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("copy of contacts")
        indexes = [models.Index(fields=["by", "-at"])]

    def __str__(self) -> str:
        return f"{self.format} of {self.rows} by {self.by_id}"

    @classmethod
    @transaction.atomic
    def take(
        cls,
        people: Sequence[Any],
        *,
        by: Any,
        format: str,
        reason: str = "",
        filters: str = "",
        fields: Iterable[str] = (),
    ) -> "Export":
        """Note a copy and whom it shows, within the budget of the day."""
        # Two copies at once share one budget.
        accounts = get_user_model()._default_manager
        accounts.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
        others = [person for person in people if not is_colleague(by, person)]
        left = CardView.left(by)
        if len(others) > left:
            raise BudgetSpentError(left)
        export = cls.objects.create(
            by=by, format=format, reason=reason, filters=filters, fields=" ".join(fields),
            rows=len(people),
        )  # fmt: skip
        CardView.objects.bulk_create(
            CardView(
                viewer=by, person=person, home_id=person.administration_id, export=export,
                administration_id=by.administration_id, partner_id=by.partner_id, day=today(),
            )
            for person in others
        )  # fmt: skip
        personal = {"reason": reason, "filters": filters}
        record(
            "directory.export_people", by=by, on=export, rows=len(people), format=format,
            fields=export.fields, personal={key: text for key, text in personal.items() if text},
        )  # fmt: skip
        return export


class CardViewQuerySet(models.QuerySet["CardView"]):
    """Looks at cards, as adjectives."""

    def by_day(self) -> Any:
        """Return how many cards each organisation saw and copied on each day."""
        organisation = Coalesce(
            F(f"administration__{local('name')}"),
            F(f"partner__{local('name')}"),
            models.Value(gettext("WCO Secretariat")),
        )
        return self.values("day", organisation=organisation).annotate(
            views=models.Count("pk", filter=Q(export__isnull=True)),
            copies=models.Count("pk", filter=Q(export__isnull=False)),
        )


class CardView(models.Model):
    """Somebody saw a card on a day: once on pages, and in each copy. Colleagues are not kept."""

    viewer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Where both worked then: people move, the ledger of an administration stays.
    home = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    administration = models.ForeignKey(
        Administration, on_delete=models.PROTECT, null=True, related_name="+"
    )
    partner = models.ForeignKey(
        PartnerOrganisation, on_delete=models.PROTECT, null=True, related_name="+"
    )
    day = models.DateField(_("day"))
    export = models.ForeignKey(Export, on_delete=models.PROTECT, null=True, related_name="cards")

    objects = CardViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("look at a card")
        constraints = [
            models.UniqueConstraint(
                fields=["viewer", "person", "day"],
                condition=Q(export__isnull=True),
                name="directory_one_look_a_day",
            ),
            models.UniqueConstraint(
                fields=["export", "person"],
                condition=Q(export__isnull=False),
                name="directory_one_row_of_a_copy",
            ),
        ]
        indexes = [
            models.Index(fields=["home", "-day"]),
            models.Index(fields=["viewer", "day"]),
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} saw {self.person_id} on {self.day}"

    @staticmethod
    def look(viewer: Any, people: Iterable[Any]) -> None:
        """Keep that somebody sees these cards, in one statement; refuse past the day's budget."""
        others = [person for person in people if not is_colleague(viewer, person)]
        if not others:
            return
        budget = budget_of(viewer)
        values = [
            viewer.pk, viewer.administration_id, viewer.partner_id, today(), budget,
            [person.pk for person in others], [person.administration_id for person in others],
        ]  # fmt: skip
        ((cards,),) = ask(LOOK, values)
        if cards + len(others) > budget:
            raise BudgetSpentError(max(budget - cards, 0))

    @classmethod
    def left(cls, person: Any) -> int:
        """Return how many cards a person may still open and copy today."""
        seen = cls.objects.filter(viewer=person.pk, day=today()).count()
        return max(budget_of(person) - seen, 0)
