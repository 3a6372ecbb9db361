"""Load data for benches: synthetic works and people, in the shape of the real ones."""

import random

from django.contrib.auth.hashers import make_password

from directory.models import Administration, Person, Region
from directory.models.administration import sort_key
from portal.markings.models import Audience, Marking
from portal.taxonomy.models import Language, Technology
from research.models import Author, Work, byline

WORKS = {1: 1_000, 10: 10_000, 100: 100_000}
PEOPLE = {1: 1_000, 10: 5_000, 100: 20_000}
BATCH = 5_000
WORDS = (
    "customs declaration risk valuation origin transit scanning container inspection blockchain "
    "ledger model learning fraud tariff classification release border clearance data exchange "
    "single window certificate trader corridor seal drone biometric cloud audit revenue"
).split()
# Most load data is public, some is for Members, as in a real library.
MARKINGS = [Marking.CLEAR] * 7 + [Marking.GREEN] * 3


def load(scale: int) -> None:
    """Add the works and people of a scale; the same data at every run."""
    source = random.Random(scale)
    _load_people(PEOPLE[scale], source)
    _load_works(WORKS[scale], source)


def _load_people(count: int, source: random.Random) -> None:
    administrations = list(Administration.objects.all())
    technologies = list(Technology.objects.values_list("pk", flat=True))
    unusable = make_password(None)
    audience = Audience.objects.intern({"members", "secretariat", "role:administrator"})
    link = Person.technologies.through
    for start in range(0, count, BATCH):
        people = Person.objects.bulk_create(
            _person(number, source.choice(administrations), unusable, audience)
            for number in range(start, min(start + BATCH, count))
        )
        link.objects.bulk_create(
            link(person_id=person.pk, technology_id=technology)
            for person in people
            for technology in source.sample(technologies, 2)
        )


def _person(number: int, home: Administration, password: str, audience: int) -> Person:
    family, given = f"Load{number:06d}", "Sample"
    return Person(
        email=f"load{number}@bench.example",
        password=password,
        given_name=given,
        family_name=family,
        sort_key=sort_key(f"{family} {given}"),
        post="Officer",
        administration=home,
        state=Person.State.VERIFIED,
        marking=Marking.GREEN,
        audience_id=audience,
        is_sample=True,
    )


def _load_works(count: int, source: random.Random) -> None:
    english = Language.objects.get(code="en")
    technologies = list(Technology.objects.values_list("pk", flat=True))
    regions = list(Region.objects.values_list("pk", flat=True))
    audiences = {
        Marking.CLEAR: Audience.objects.intern({"public"}),
        Marking.GREEN: Audience.objects.intern({"members"}),
    }
    by_technology, by_region = Work.technologies.through, Work.regions.through
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        works = Work.objects.bulk_create(_work(source, english, audiences) for _ in range(size))
        Author.objects.bulk_create(
            Author(work=work, position=1, name=work.byline) for work in works
        )
        by_technology.objects.bulk_create(
            by_technology(work_id=work.pk, technology_id=technology)
            for work in works
            for technology in source.sample(technologies, 2)
        )
        by_region.objects.bulk_create(
            by_region(work_id=work.pk, region_id=source.choice(regions)) for work in works
        )


def _work(source: random.Random, language: Language, audiences: dict[Marking, int]) -> Work:
    marking = source.choice(MARKINGS)
    return Work(
        state=Work.State.PUBLISHED,
        title=" ".join(source.choices(WORDS, k=9)).capitalize(),
        byline=byline([f"Author {source.randrange(5_000)}"]),
        year=source.randrange(1995, 2027),
        venue="Bench Journal",
        kind=source.choice(Work.Type.values),
        language=language,
        abstract=" ".join(source.choices(WORDS, k=60)).capitalize(),
        keywords=source.sample(WORDS, 3),
        marking=marking,
        audience_id=audiences[marking],
        is_sample=True,
    )
