"""Two administrations in a forum: a question answered, a position signed, a member who leaves."""

import pytest

from tests.journeys.people import (
    NCP_KENYA,
    NCP_SENEGAL,
    OFFICER_SENEGAL,
    SECRETARIAT,
)
from tests.journeys.site import Site
from tests.journeys.visit import BOTH, Visit

pytestmark = pytest.mark.browser

SEALS, EVERYBODY = "Corridor e-seals drafting group", "Smart technologies: everybody’s room"
PAYS = "Who pays for a lost seal in your contracts?"
NCP_MOZAMBIQUE = "a.macuacua-nhantumbo@alfandegas-mocambique.example"
END = """
from directory.models import Person
from workspaces.models import Admission
person = Person.objects.get(email={email!r})
Admission.objects.current().get(workspace__name={room!r}, person=person).end(by=None, why="Moved.")
"""


def room(site: Site, name: str) -> str:
    """Return the identifier of a sample room."""
    return str(
        site.rows("SELECT public_id FROM workspaces_workspace WHERE name = %s", [name])[0][0]
    )


def write(person: Visit, text: str, button: str, **choices: str) -> None:
    """Write a text and send it."""
    for name, value in choices.items():
        person.box(name).fill(value) if name == "title" else person.box(name).select_option(value)
    person.box("body").fill(text)
    person.page.locator(".composer .actions").get_by_role(
        "button", name=person.words(button), exact=True
    ).click()


@BOTH
def test_question_in_french_is_answered_and_accepted(
    language: str, width: int, visit, site: Site
) -> None:
    title = f"Combien de scellés de réserve ? {language}"
    asker = visit(language, width)
    asker.sign_in(NCP_SENEGAL)
    asker.open("forums:topic_list", room(site, SEALS))
    asker.link("New topic", inside="main").click()
    write(asker, "Combien de *scellés* ?", "Post topic", title=title, language="fr")
    asker.reads_heading(title)
    address = asker.page.url.partition("#")[0].partition(f"/{language}/")[2]

    colleague = visit("en", 1280)
    colleague.sign_in(NCP_KENYA)
    colleague.open("forums:topic_list", room(site, SEALS))
    colleague.page.get_by_role("link", name=title).first.click()
    colleague.page.keyboard.press("r")
    write(colleague, "Cinq par poste.", "Post answer", language="fr")
    colleague.reads("Cinq par poste.")

    asker.page.goto(f"{site.url}/{language}/{address}")
    asker.button("Accept as answer", inside="main").click()

    asker.reads(asker.words("Accepted answer"))
    asker.reads(asker.words("Answered"), inside=".custody")


def test_position_is_shown_once_the_holder_of_the_seat_confirms(visit, site: Site) -> None:
    title = "Which alarms of a seal do you act on at once?"
    officer, holder, reader = visit("fr"), visit(), visit()
    officer.sign_in(OFFICER_SENEGAL)
    officer.open("forums:topic_list", room(site, SEALS))
    officer.page.get_by_role("link", name=title).first.click()
    officer.page.locator("main [name=voice][value=position]").check()
    write(officer, "Ten per cent, as a fixed share.", "Post answer")
    officer.page.locator(".post-held").last.get_by_text("Ten per cent").wait_for()
    address = officer.page.url.partition("?")[0].replace("/fr/", "/en/")

    reader.sign_in(NCP_KENYA)
    reader.page.goto(f"{address}?page=1")
    assert "Ten per cent, as a fixed share." not in reader.page.inner_text("main")
    holder.sign_in(NCP_SENEGAL)
    holder.open("directory:signing_list")
    # Its title is in the language of whoever drafted it.
    waiting = holder.page.locator("main .entry").filter(has_text="Waits for a signature")
    waiting.locator("a").first.click()
    holder.page.locator("main form[action$='/sign/'] [type=submit]").click()

    reader.page.goto(f"{address}?page=1")
    reader.reads("Ten per cent, as a fixed share.")
    reader.page.locator(".post-official").last.get_by_text("Official position").wait_for()


def test_member_who_is_removed_loses_all_at_once(visit, site: Site) -> None:
    member, other = visit(), visit()
    member.expected_statuses = {404}
    member.sign_in(NCP_MOZAMBIQUE)
    here = room(site, SEALS)
    member.open("forums:topic_list", here)
    member.page.locator("main .entry h3 a").first.click()
    topic = member.page.url
    member.search("who pays for a lost seal")
    assert member.page.get_by_role("link", name=PAYS).count() == 1

    site.run(END.format(email=NCP_MOZAMBIQUE, room=SEALS))

    answer = member.page.goto(topic)
    assert answer is not None
    assert answer.status == 404
    # The room is listed: who may know of it reads nothing that stands in it.
    member.open("forums:topic_list", here)
    member.reads("Only members read what is written here.")
    assert PAYS not in member.page.inner_text("main")
    member.open("workspaces:workspace_list")
    assert SEALS not in member.page.inner_text("main")
    member.search("who pays for a lost seal")
    assert member.page.get_by_role("link", name=PAYS).count() == 0
    # Nor does the Secretariat read a room that it is not in.
    other.sign_in(SECRETARIAT)
    other.expected_statuses = {404}
    answer = other.page.goto(topic)
    assert answer is not None
    assert answer.status == 404


def test_topic_works_without_scripts_and_with_keys(visit, site: Site) -> None:
    plain = visit(java_script_enabled=False)
    plain.sign_in(NCP_KENYA)
    plain.open("forums:topic_list", room(site, EVERYBODY))
    plain.page.get_by_role("link", name="A shared set of invented").first.click()
    plain.link("Reply", inside="main").click()
    assert plain.box("body").input_value().startswith("> [quote ")

    keys = visit()
    keys.sign_in(NCP_KENYA)
    keys.page.goto(plain.page.url.partition("?")[0] + "?page=1")
    keys.page.keyboard.press("j")
    keys.page.keyboard.press("j")
    assert keys.page.evaluate("document.activeElement.id") == "p2"
    keys.page.keyboard.press("k")
    assert keys.page.evaluate("document.activeElement.id") == "p1"
    keys.page.keyboard.press("r")
    assert keys.page.evaluate("document.activeElement.name") == "body"
