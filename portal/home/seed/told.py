"""What sample persons follow, and a handful of events for their inboxes; the rest is no news."""

from directory.models import Person
from hub.models import News
from portal.home.seed.files import ContentError
from portal.markings.models import Marking
from portal.notifications.models import Follow, tell
from portal.taxonomy.models import Technology
from research.models import Work
from research.models.telling import subjects_of, tell_named

# Who publishes in the demo.
PUBLISHER = "n.rahmani-wells@secretariat.example"
FOLLOWS = {
    "a.diallo@douanes-senegal.example": ["technology:ai-ml", "technology:e-seals", "news:all"],
    "h.whitmore-parata@customs-newzealand.example": ["technology:blockchain-dlt", "news:all"],
}
# So many of the newest are told of.
NEWEST = 3


def load() -> None:
    """Let the sample persons follow something, and tell them of the newest."""
    people = {person.email: person for person in Person.objects.filter(is_sample=True)}
    try:
        publisher = people[PUBLISHER]
        rows = [
            Follow(person=people[email], subject=subject)
            for email, subjects in FOLLOWS.items()
            for subject in subjects
        ]
    except KeyError as error:
        raise ContentError(
            f"sample_people.json: {error} is missing, seed/told.py names it."
        ) from None
    Follow.objects.bulk_create(rows)
    followed = {row.subject.removeprefix("technology:") for row in rows}
    for slug in Technology.objects.filter(slug__in=followed).values_list("slug", flat=True):
        works = Work.objects.published().filed_under([f"technology:{slug}"])
        # Who is named as a reader is told so below.
        for work in works.exclude(marking=Marking.RED).order_by("-year", "-id")[:NEWEST]:
            tell(
                "research.publish_work",
                kind="library",
                on=work,
                by=publisher,
                subjects=subjects_of(work),
            )
    for item in News.objects.published().order_by("-date", "-id")[:NEWEST]:
        tell("hub.publish_news", kind="news", on=item, by=publisher, subjects=item.subjects())
    for work in Work.objects.published().filter(is_sample=True):
        tell_named(
            work, work.person_grants.values_list("user_id", flat=True).distinct(), by=publisher
        )
