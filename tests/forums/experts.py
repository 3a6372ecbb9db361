"""People who can be asked, and questions that find them."""

from typing import Any

from directory.models import Administration, Person, SpokenLanguage
from forums.models import Topic
from portal.taxonomy.models import Language, Process, Technology
from tests.forums.talk import ask
from tests.people import make_person
from tests.workspaces.rooms import admit
from workspaces.models import Workspace


def make_technology(slug: str = "blockchain") -> Technology:
    """Return a technology of the taxonomy."""
    names = {"name_en": slug.capitalize(), "name_fr": f"{slug} (fr)", "status": "focus"}
    return Technology.objects.get_or_create(slug=slug, defaults=names)[0]


def make_process(slug: str = "transit") -> Process:
    """Return a customs process of the taxonomy."""
    names = {"name_en": slug.capitalize(), "name_fr": f"{slug} (fr)"}
    return Process.objects.get_or_create(slug=slug, defaults=names)[0]


def expert(
    name: str, home: Administration, *terms: Any, speaks: str = "en", level: str = "C2",
    zone: str = "UTC", room: Workspace | None = None,
) -> Person:  # fmt: skip
    """Return somebody who works on these terms and speaks a language."""
    person = make_person(name, administration=home, zone=zone)
    person.technologies.set([each for each in terms if isinstance(each, Technology)])
    person.processes.set([each for each in terms if isinstance(each, Process)])
    language, _new = Language.objects.get_or_create(
        code=speaks, defaults={"name_en": speaks.upper(), "name_fr": speaks.upper()}
    )
    SpokenLanguage.objects.create(person=person, language=language, level=level)
    if room:
        admit(room, person)
    return person


def question(room: Workspace, by: Person, **fields: Any) -> Topic:
    """Return a question about blockchain."""
    terms = {"technologies": ["blockchain"], "processes": []} | fields.pop("terms", {})
    return ask(room, by, terms=terms, **fields)
