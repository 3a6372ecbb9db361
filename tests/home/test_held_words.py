"""A kept form as its person reads it: labels and names, no number and no code."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.models import Administration, Person, Region
from directory.models.administration import PartnerOrganisation
from portal.home.held_words import readable
from portal.home.models import HeldForm
from portal.taxonomy.models import Language, Process, Technology

CARD = "/en/account/card/"


@pytest.fixture
def french(db: None) -> Language:
    return Language.objects.create(
        code="fr", name_en="French", name_fr="français", endonym="français"
    )


@pytest.fixture
def words(arcadia: Administration, officer: Person) -> Any:
    """What the officer reads of a form that was typed at an address."""

    def read(address: str, *fields: tuple[str, Any]) -> dict[str, str]:
        typed = [(name, str(value)) for name, value in fields]
        return dict(readable(typed, address=address, reader=officer))

    return read


def topic(model: Any, slug: str, name: str, **fields: Any) -> Any:
    return model.objects.create(slug=slug, name_en=name, name_fr=f"{name} (fr)", **fields)


def test_card_reads_in_words(words: Any, french: Language) -> None:
    seals = topic(Technology, "seals", "Seals", group="sensing-control", status="focus")
    scans = topic(Technology, "scans", "Scans", group="sensing-control", status="focus")
    risk = topic(Process, "risk", "Risk management", group="control")

    assert words(
        CARD,
        ("seen", "abc"), ("post", "Head"), ("email_visibility", "region"), ("language", "fr"),
        ("zone", "Africa/Dakar"), ("technologies", seals.pk), ("technologies", scans.pk),
        ("processes", risk.pk), ("language_1", "fr"), ("level_1", "B2"), ("language_2", ""),
        ("level_2", "B2"),
    ) == {
        "Post": "Head",
        "Who sees your e-mail": "My WCO region and the Secretariat",
        "Language of the portal": "French",
        "Time zone": "Africa/Dakar",
        "Technologies you work on": "Seals, Scans",
        "Processes you work on": "Risk management",
        "Language 1": "French",
        "Level of language 1": "Can work",
    }  # fmt: skip


def test_record_reads_in_words(
    words: Any, french: Language, arcadia: Administration, europe: Region
) -> None:
    assert words(
        "/en/research/works/add/",
        ("title", "A record"), ("language", french.pk), ("administration", arcadia.pk),
        ("marking", "amber-strict"), ("kind", "report"), ("regions", europe.pk),
        ("is_open_to_partners", "on"), ("token", "abc"),
    ) == {
        "Title": "A record",
        "Language": "French",
        "Owner of the record": "Arcadia",
        "TLP label": "TLP:AMBER+STRICT",
        "Type": "Report",
        "Regions studied": "Europe",
        "Partner organisations may read it": "Yes",
    }  # fmt: skip


def test_item_term_and_role_read_in_words(words: Any) -> None:
    assert words("/en/content/news/add/", ("marking", "green"), ("once", "x")) == {
        "TLP label": "TLP:GREEN"
    }
    assert words("/en/taxonomies/technologies/add/", ("group", "sensing-control")) == {
        "Group": "Sensing and control"
    }
    role = words("/en/directory/people/qqqqqqqqqqqq/roles/", ("role", "publisher"))
    assert role == {"Role": "Publisher"}


def test_words_are_the_readers_whatever_the_address_spoke(words: Any) -> None:
    with translation.override("fr"):
        shown = words(CARD, ("email_visibility", "secretariat"))

    assert shown == {"Qui voit votre adresse électronique": "Le Secrétariat seul"}


@pytest.mark.parametrize("value", ["0", "-1", "999999999999999999999", "x\0", "१२"])
def test_value_that_stands_for_nothing_is_shown_as_typed(words: Any, value: str) -> None:
    assert words(CARD, ("technologies", value)) == {"Technologies you work on": value}


def test_number_of_a_partner_tells_its_name_to_readers_of_partners_alone(
    arcadia: Administration, unconfirmed: Person, officer: Person
) -> None:
    partner = PartnerOrganisation.objects.create(
        acronym="XPO", name_en="Canary partner", name_fr="Canari", kind="un"
    )
    shown = [
        readable([("partner", str(partner.pk))], address="/en/directory/people/add/", reader=reader)
        for reader in (officer, unconfirmed)
    ]

    assert shown == [
        [("Partner organisation", "Canary partner")], [("Partner organisation", str(partner.pk))],
    ]  # fmt: skip


def test_page_of_a_kept_form_shows_the_words(client: Client, officer: Person) -> None:
    held = HeldForm.hold(
        person=officer, address=CARD, fields=[("phone_visibility", "secretariat"), ("x_y", "z")]
    )
    client.force_login(officer)
    page = client.get(reverse("home:held_form", args=[held.public_id])).content.decode()

    assert "<dt>Who sees your telephone</dt>" in page
    assert "The Secretariat only</dd>" in page
    assert "<dt>X y</dt>" in page
