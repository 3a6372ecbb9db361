"""Who could review a text: contact points of other administrations, by topic and language."""

from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from directory.models import Person, SpokenLanguage
from guidelines.models.manuscript import Manuscript
from guidelines.models.review import NEEDED, Review, regions_apart
from guidelines.text import terms
from portal.markings.sources import holders_of
from portal.taxonomy.models import Technology

MOST = 8


class Proposal(NamedTuple):
    """Somebody who could review a text, and why, in words."""

    person: Any
    reasons: list[str]


def proposed(manuscript: Manuscript, *, by: Any) -> list[Proposal]:
    """Return who could be asked, the likeliest first; nobody whom `Review.ask` would refuse."""
    standing = Review.standing(manuscript)
    points = Person.objects.verified().readable_by(by).filter(holders_of({"seat:contact-point"}))
    people = points.filter(administration__region__isnull=False)
    people = people.exclude(administration__in={each.administration_id for each in standing})
    identity = manuscript.record.identity_or_none
    wrote = {identity.author_id, *identity.writers} - {None} if identity else set()
    people = people.exclude(pk__in=[*manuscript.written_by, *wrote, by.pk])
    if len(standing) == NEEDED - 1:
        people = people.exclude(administration__region=standing[0].region_id)
    if identity:
        apart = regions_apart(manuscript.record, identity)
        people = (
            people.exclude(administration=identity.administration) if identity.is_named
            else people.exclude(administration__region__in=apart)
        )  # fmt: skip
    code = manuscript.record.language.code
    spoken = SpokenLanguage.objects.filter(person=OuterRef("pk"), language__code=code)
    technologies = manuscript.content.get("technologies") or []
    works = Technology.objects.filter(experts=OuterRef("pk"), slug__in=[*technologies, ""])
    asked = Review.objects.filter(person=OuterRef("pk")).order_by("-asked_at").values("asked_at")
    rows = people.annotate(
        works=ArraySubquery(works.order_by("position").values("slug")),
        speaks=Exists(spoken.filter(level__gte=SpokenLanguage.Level.B1)) | Q(language=code),
        asked_last=Subquery(asked[:1]),
        much=Func(F("works"), function="cardinality", output_field=IntegerField()),
    ).select_related("administration__region")  # fmt: skip
    rows = rows.order_by("-speaks", "-much", F("asked_last").asc(nulls_first=True), "pk")
    return [Proposal(each, _reasons(each)) for each in rows[:MOST]]


def _reasons(person: Any) -> list[str]:
    found = [person.administration.region.short]
    if person.works:
        names = get_text_list([terms.named("technology", each) for each in person.works], _("and"))
        found.append(_("works on %(terms)s") % {"terms": names})
    if person.speaks:
        found.append(_("reads the language of the text"))
    return found
