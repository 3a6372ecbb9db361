"""Taxonomies, regions, Member administrations and partner organisations."""

import datetime

from directory.models import Administration, PartnerOrganisation, Region
from portal.home.seed.files import Record, rows
from portal.taxonomy.models import (
    AdoptionStatus,
    Benefit,
    Language,
    Obstacle,
    Phase,
    Process,
    Technology,
    Term,
    Topic,
)

TERMS: dict[str, type[Term]] = {
    "topics.csv": Topic,
    "phases.csv": Phase,
    "obstacles.csv": Obstacle,
    "benefits.csv": Benefit,
    "adoption_statuses.csv": AdoptionStatus,
}
WEEKDAYS = {
    day: number for number, day in enumerate(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
}
KINDS = {"1": Administration.Kind.MEMBER, "0": Administration.Kind.SPECIAL}


def load_taxonomies() -> None:
    """Load every taxonomy."""
    Language.objects.bulk_create(
        Language(
            code=row["code"],
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            endonym=row["endonym"],
            is_right_to_left=row["rtl"] == "1",
        )
        for row in rows("languages.csv")
    )
    statuses = {choice.value: choice for choice in Technology.Status}
    groups = {choice.value: choice for choice in Technology.Group}
    Technology.objects.bulk_create(
        Technology(
            status=row.one_of("scp_status", statuses),
            group=row.one_of("group", groups),
            **_term(row),
        )
        for row in rows("technologies.csv")
    )
    process_groups = {choice.value: choice for choice in Process.Group}
    Process.objects.bulk_create(
        Process(
            group=row.one_of("group", process_groups),
            tfa_articles=row["tfa_articles"].replace("|", ", "),
            **_term(row),
        )
        for row in rows("processes.csv")
    )
    for name, model in TERMS.items():
        model.objects.bulk_create(model(**_term(row)) for row in rows(name))


def _term(row: Record) -> dict[str, object]:
    return {
        "slug": row["slug"],
        "name_en": row["name_en"],
        "name_fr": row["name_fr"],
        "definition_en": row["definition_en"],
        "definition_fr": row["definition_fr"],
        "position": row.convert("order", int, "a whole number"),
        "french_is_working": row["french_status"] != "verified",
    }


def load_directory() -> None:
    """Load regions, Members, the European Union and partner organisations."""
    Region.objects.bulk_create(
        Region(
            **{
                field: row[field]
                for field in ("code", "slug", "name_en", "name_fr", "short_en", "short_fr")
            }
        )
        for row in rows("regions.csv")
    )
    regions = {region.code: region for region in Region.objects.all()}
    for row in rows("members.csv"):
        weekend = row.some_of("weekend", WEEKDAYS)
        kind = row.one_of("counts_as_member", KINDS)
        Administration.enrol(
            by=None,
            iso2=row["code"],
            iso3=row["iso3"],
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            name_es=row["name_es"],
            kind=kind,
            region=row.one_of("region", regions) if row["region"] else None,
            administration_name_en=row["customs_administration_en"],
            administration_name_fr=row["customs_administration_fr"],
            official_languages=row["official_languages"].split("|"),
            accession_date=row.convert("accession_date", _date, "a date such as 1992-08-31"),
            accession_status=row["accession_status"],
            zone=row["iana_zone"],
            weekend_first=weekend[0],
            weekend_last=weekend[-1],
        )
    kinds = {choice.value: choice for choice in PartnerOrganisation.Kind}
    PartnerOrganisation.objects.bulk_create(
        PartnerOrganisation(
            acronym=row["acronym"],
            name_en=row["name_en"],
            name_fr=row["name_fr"],
            kind=row.one_of("type", kinds),
            url=row["url"],
        )
        for row in rows("partners.csv")
    )


def _date(value: str) -> datetime.date | None:
    return datetime.date.fromisoformat(value) if value else None
