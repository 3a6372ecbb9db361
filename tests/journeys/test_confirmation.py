"""A year later: a contact point confirms on a phone; another hands the seat over."""

import time
from typing import Any

import pytest

from tests.journeys.people import NCP_KENYA, SECRETARIAT
from tests.journeys.site import Site
from tests.journeys.visit import BOTH

pytestmark = pytest.mark.browser

# As if a year less five days had passed.
ASK = """
import datetime
from django.utils import timezone
from directory.models import Person
person = Person.objects.get(email={email!r})
Person.objects.filter(pk=person.pk).update(
    confirm_by=timezone.now().date() + datetime.timedelta(days=5)
)
from directory import confirming
confirming.move_clocks()
"""
# A contact point and a colleague of a Member without sample people.
PEOPLE = """
from django.utils import timezone
from directory.models import Administration, Person, Seat
from portal.home.seed.people import PASSWORD
home = Administration.objects.filter(officers=None, kind="member").order_by("iso2")[0]
for name in ("Hana", "Sami"):
    person = Person.enrol(
        by=None, email=f"{{name.lower()}}.{tag}@customs.example", password=PASSWORD,
        given_name=name, family_name="{tag}", administration=home, state="verified",
        is_sample=True, welcomed_at=timezone.now(), terms_version=Person.TERMS_VERSION,
        language="{language}", post="Officer",
    )
    if name == "Hana":
        place, _new = Seat.objects.get_or_create(role_id="contact-point", administration=home)
        place.give_to(person, by=None)
"""


def test_contact_point_confirms_on_a_phone_without_scripts(visit: Any, site: Site) -> None:
    site.run(ASK.format(email=NCP_KENYA))
    ncp = visit("fr", 390, java_script_enabled=False)
    ncp.sign_in(NCP_KENYA)
    began = time.monotonic()
    ncp.open("home:front")
    ncp.link("Confirm that your card is right", inside="main").click()
    ncp.reads_heading(ncp.words("Is your card right?"))
    width = ncp.page.viewport_size["width"]
    assert ncp.page.locator("main").bounding_box()["width"] <= width

    ncp.link("Something is wrong").click()
    ncp.arrives_at("directory:account_card")
    ncp.button("Save my card").click()
    ncp.arrives_at("directory:account_confirm")

    ncp.button("All correct").click()
    ncp.reads(ncp.words("Thank you. Your card is confirmed for a year."))
    assert time.monotonic() - began < 60
    assert ncp.button("All correct").count() == 0


@BOTH
def test_seat_is_handed_over(language: str, width: int, visit: Any, site: Site) -> None:
    tag = f"Handover{language}"
    site.run(PEOPLE.format(tag=tag, language=language))
    holder = visit(language, width)
    holder.sign_in(f"hana.{tag}@customs.example")
    holder.link("What my seat asks").click()
    holder.page.locator(f"a[href$='{_path(holder, 'contact-point')}']").click()
    holder.box("person").select_option(label=f"Sami {tag}")
    holder.button("Name my successor").click()
    holder.reads(f"Sami {tag}", inside="h1")

    successor = visit(language, width)
    successor.sign_in(f"sami.{tag}@customs.example")
    successor.open("directory:nomination_list")
    successor.page.locator("main .entry h3 a").click()
    successor.button("Yes, I take it over").click()
    successor.reads(successor.words("Thank you. The Secretariat checks it now."))

    officer = visit("en", 1280)
    officer.sign_in(SECRETARIAT)
    home = site.rows(
        "SELECT name_en FROM directory_administration AS home JOIN directory_person AS person"
        " ON person.administration_id = home.id WHERE person.family_name = %s",
        [tag],
    )[0][0]
    officer.open("desk:queue", query="kind=directory.letter")
    officer.page.get_by_role("link", name=home).first.click()
    officer.reads("The holder of the seat named this person while signed in.")
    officer.page.get_by_role("button", name="Verify and invite").click()

    successor.open("home:front")
    successor.link("What my seat asks").click()
    successor.reads_heading(successor.words("What my seat asks"))
    holder.expected_statuses.add(403)
    holder.open("directory:role_desk")
    holder.reads("403")


def _path(visit: Any, role: str) -> str:
    return str(visit.address("directory:person_name", role)).removeprefix(visit.site.url)
