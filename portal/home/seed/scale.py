"""Load data for benches: synthetic works and people, in the shape of the real ones."""

import random
from typing import Any

from django.contrib.auth.hashers import make_password

from directory.models import Administration, Person, Region
from directory.models.administration import sort_key
from portal.home.seed import scale_answers, scale_guidance, scale_topics
from portal.markings.models import Audience, Marking
from portal.taxonomy.models import Language, Technology
from research.citations import citations_of, csl_of
from research.models import Author, Work, author_key, byline

WORKS = {1: 1_000, 10: 10_000, 100: 100_000}
PEOPLE = {1: 1_000, 10: 5_000, 100: 20_000}
BATCH = 5_000
WORDS = (  # noqa: SIM905 a sentence reads better
    "customs declaration risk valuation origin transit scanning container inspection blockchain "
    "ledger model learning fraud tariff classification release border clearance data exchange "
    "single window certificate trader corridor seal drone biometric cloud audit revenue"
).split()
# Most load data is public, some is for Members, as in a real library.
MARKINGS = [Marking.CLEAR] * 7 + [Marking.GREEN] * 3


def load(scale: int) -> None:
    """Add the works, people, topics and guidance of a scale; the same data at every run."""
    source = random.Random(scale)  # noqa: S311 nothing here is secret
    _load_people(PEOPLE[scale], source)
    _load_works(WORKS[scale], source)
    scale_topics.load(scale, WORDS, source)
    scale_guidance.load(scale, WORDS, source)
    scale_answers.load()


def _load_people(count: int, source: random.Random) -> None:
    administrations = list(Administration.objects.all())
    technologies = list(Technology.objects.values_list("pk", flat=True))
    unusable = make_password(None)
    audience = Audience.objects.intern({"members", "guests", "secretariat", "role:administrator"})
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
    technologies, regions = list(Technology.objects.all()), list(Region.objects.all())
    audiences = {
        Marking.CLEAR: Audience.objects.intern({"public"}),
        Marking.GREEN: Audience.objects.intern({"members"}),
    }
    citations: dict[str, Any] = {}
    by_technology, by_region = Work.technologies.through, Work.regions.through
    for start in range(0, count, BATCH):
        works, terms, places = [], [], []
        for _number in range(start, min(start + BATCH, count)):
            work = _work(source, english, audiences)
            terms.append(source.sample(technologies, 2))
            places.append(source.choice(regions))
            _file(work, terms[-1], places[-1])
            # Making one costs more than the rest of a work: all have the first one's.
            citations = citations or citations_of(csl_of(work, [Author(name=work.byline)]))
            work.citations = citations
            works.append(work)
        Work.objects.bulk_create(works)
        Author.objects.bulk_create(
            Author(work=work, position=1, name=work.byline, name_key=author_key(work.byline))
            for work in works
        )
        by_technology.objects.bulk_create(
            by_technology(work_id=work.pk, technology_id=term.pk)
            for work, pair in zip(works, terms, strict=True)
            for term in pair
        )
        by_region.objects.bulk_create(
            by_region(work_id=work.pk, region_id=place.pk)
            for work, place in zip(works, places, strict=True)
        )


def _file(work: Work, terms: list[Technology], place: Region) -> None:
    """Keep what a verb would: the facets and the keys of the orders."""
    work.keep_keys()
    work.keep_facets(
        [
            f"type:{work.kind}",
            f"language:{work.language.code}",
            f"region:{place.code}",
            *(f"technology:{term.slug}" for term in terms),
        ]
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
