"""The research library's first records, and the labelled sample records."""

from typing import Any

from directory.models import Administration, Person, Region
from portal.home.seed.files import Record, items
from portal.markings.models import Marking
from portal.taxonomy.models import Language, Process, Technology
from research.models import Work

MARKINGS = {marking.value: marking for marking in Marking}


class Catalogue:
    """What the records refer to, by code; read once."""

    def __init__(self) -> None:
        self.languages = {language.code: language for language in Language.objects.all()}
        self.regions = {region.code: region for region in Region.objects.all()}
        self.technologies = {term.slug: term for term in Technology.objects.all()}
        self.processes = {term.slug: term for term in Process.objects.all()}
        self.types = {choice.value: choice for choice in Work.Type}

    def fields(self, item: Record) -> dict[str, Any]:
        """Return the fields of a record's work."""
        return {
            "title": item["title"],
            "title_fr": item["title_fr"],
            "year": item.convert("year", int, "a year"),
            "venue": item["venue"],
            "kind": item.one_of("type", self.types),
            "language": item.one_of("language", self.languages),
            "doi": item["doi"],
            "url": item["url"],
            "abstract": item["abstract"],
            "abstract_fr": item["abstract_fr"],
            "french_is_working": item["french_status"] != "verified",
            "keywords": item["keywords"],
            "keywords_fr": item["keywords_fr"],
            "source_url": item["source_url"],
            "source_note": item["verification_note_en"],
            "marking": item.one_of("marking", MARKINGS),
        }

    def related(self, item: Record) -> dict[str, Any]:
        """Return the sets a record is filed under."""
        return {
            "technologies": item.some_of("technologies", self.technologies),
            "processes": item.some_of("processes", self.processes),
            "regions": item.some_of("regions", self.regions),
        }


def load_works() -> None:
    """Load the records made from public sources, published and public."""
    catalogue = Catalogue()
    for item in items("works.json"):
        work = Work.add(
            by=None,
            authors=item["authors"],
            related=catalogue.related(item),
            code=item["code"],
            **catalogue.fields(item),
        )
        work.publish(by=None)


def load_sample_works() -> None:
    """Load the labelled sample records, from TLP:GREEN to TLP:RED, owned by sample persons."""
    catalogue = Catalogue()
    owners = {row.iso2: row for row in Administration.objects.all()}
    people = {person.email: person for person in Person.objects.filter(is_sample=True)}
    for item in items("sample_works.json"):
        work = Work.add(
            by=item.one_of("added_by", people),
            authors=item["authors"],
            related=catalogue.related(item),
            administration=item.one_of("owner", owners),
            is_open_to_partners=item["open_to_partners"],
            is_sample=True,
            **catalogue.fields(item),
        )
        if item["state"] == "published":
            work.publish(by=None)
        for number, reader in enumerate(item.some_of("readers", people)):
            # The first person named for a red record keeps it.
            work.grant(reader, by=None, keeps=work.marking == Marking.RED and number == 0)
