"""A question finds somebody of another administration, who answers in French; it is accepted."""

import pytest

from tests.journeys.people import OFFICER_SENEGAL
from tests.journeys.site import Site
from tests.journeys.test_forum import SEALS, room, write

pytestmark = pytest.mark.browser

NCP_RWANDA, NAME_RWANDA = "c.uwimana-gasana@customs-rwanda.example", "Claudine Uwimana-Gasana"
TITLE = "Qui vérifie un scellé au poste de transit ?"


def test_question_is_routed_to_an_expert_in_french_answered_and_accepted(visit, site: Site) -> None:
    asker, expert = visit("fr", 390), visit("fr", 1280)
    asker.sign_in(OFFICER_SENEGAL)
    asker.open("forums:topic_add", room(site, SEALS))
    for name, code in (("technologies", "e-seals"), ("processes", "transit")):
        asker.page.locator("main details").filter(has=asker.page.locator(f"[name={name}]")).locator(
            "summary"
        ).click()
        asker.page.locator(f"main [name={name}][value={code}]").check()
    asker.page.locator("main [name=languages][value=fr]").check()
    write(asker, "Le poste, ou la brigade ?", "Post topic", title=TITLE, language="fr")
    asker.reads_heading(TITLE)
    proposal = asker.page.locator("main .choice").filter(has_text=NAME_RWANDA)
    proposal.locator("input").check()
    asker.box("note").fill("Votre fiche cite les scellés.")
    asker.button("Ask them", inside="main").click()
    asker.reads(NAME_RWANDA, inside="#people")

    expert.sign_in(NCP_RWANDA)
    expert.open("home:front")
    expert.page.get_by_role("link", name=expert.words("Answer or decline")).first.click()
    expert.page.get_by_role("link", name=TITLE).first.click()
    expert.reads("Votre fiche cite les scellés.", inside="#asked")
    expert.page.locator("#asked a[href='#reply']").click()
    write(expert, "La brigade, avec une photo du *numéro*.", "Post answer", language="fr")
    expert.reads("La brigade, avec une photo du numéro.")
    assert expert.page.locator("#asked").count() == 0

    asker.page.reload()
    asker.reads(asker.words("Answered", "ask"), inside="#people")
    asker.button("This was useful", inside="main").click()
    asker.button("Accept as answer", inside="main").click()
    asker.reads(asker.words("Accepted answer"))
    asker.reads(asker.words("Answered"), inside=".custody")
    expert.open("forums:ask_list")
    expert.reads(expert.words("Answered", "ask"))


def test_queue_is_reached_from_the_workspaces_and_narrowed(visit) -> None:
    reader = visit("en", 1280)
    reader.sign_in(NCP_RWANDA)
    reader.open("workspaces:workspace_list")
    reader.link("Questions that wait", inside=".subnav").click()
    reader.reads_heading("Questions that wait")
    before = reader.page.locator("main .entry").count()
    reader.page.get_by_label("On my technologies and processes").check()
    reader.button("Show", inside="main").click()
    reader.page.wait_for_url("**technologies=on**")
    assert 0 < reader.page.locator("main .entry").count() <= before
