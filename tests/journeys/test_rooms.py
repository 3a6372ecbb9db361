"""What rooms and posts carry: a lesson at the end, files, and what named persons alone read."""

import pytest

from tests.journeys.people import NCP_KENYA, NCP_SENEGAL, OFFICER_SENEGAL
from tests.journeys.site import Site
from tests.journeys.test_forum import SEALS, room, write

pytestmark = pytest.mark.browser

MISSION = "Peer visit: image analysis at a sea port"
TEXTS = ("happened", "worked", "failed", "instead", "useful_for")


def test_mission_room_closes_with_its_lesson(visit, site: Site) -> None:
    owner, other = visit(), visit()
    owner.sign_in(NCP_SENEGAL)
    here = room(site, MISSION)
    owner.open("workspaces:workspace_archive", here)
    owner.page.locator("main form.stack [type=submit]").last.click()
    owner.reads("Write first what was learned on this mission.")

    owner.open("workspaces:lesson_edit", here)
    for name in TEXTS:
        owner.box(name).fill(f"Readers of pictures sat together: {name}.")
    owner.page.locator("main form.stack [type=submit]").last.click()
    owner.open("workspaces:workspace_archive", here)
    owner.page.locator("main form.stack [type=submit]").last.click()

    owner.reads("This workspace is archived.")
    owner.reads("Readers of pictures sat together: worked.")
    owner.open("forums:topic_list", here)
    assert owner.link("New topic", inside="main").count() == 0
    owner.open("workspaces:activity", here)
    owner.reads("archived the workspace")
    # Whoever was never in it learns nothing of it.
    other.expected_statuses = {404}
    other.sign_in(NCP_KENYA)
    answer = other.page.goto(owner.page.url)
    assert answer is not None
    assert answer.status == 404


def test_file_is_kept_with_the_draft_and_read_through_its_post(
    visit, site: Site, worker: Site, pictures
) -> None:
    writer, reader = visit(), visit("fr", 390)
    writer.sign_in(NCP_KENYA)
    writer.open("forums:topic_list", room(site, SEALS))
    writer.page.locator("main .entry h3 a").first.click()
    writer.box("body").fill("The plan is in the file.")
    writer.box("attached_new").set_input_files(
        {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"Seven seals."}
    )
    writer.page.locator("main [name=attached]").wait_for()
    # Nothing is lost with the window: the draft has it.
    writer.page.reload()
    assert writer.page.locator("main [name=attached]").is_checked()
    writer.shoot(pictures, "post-files-form")
    writer.page.locator(".composer .actions [type=submit]").first.click()
    writer.page.wait_for_url(lambda url: "#p" in url)
    topic = writer.page.url
    for _try in range(30):
        writer.page.reload()
        if writer.page.locator(".post-files a[download]").count():
            break
        writer.page.wait_for_timeout(1000)
    writer.shoot(pictures, "post-files")

    reader.sign_in(NCP_SENEGAL)
    reader.page.goto(topic.replace("/en/", "/fr/"))
    with reader.page.expect_download() as download:
        reader.page.locator(".post-files a[download]").last.click()
    assert download.value.suggested_filename == "plan.txt"
    assert download.value.path().read_bytes() == b"Seven seals."


def test_red_topic_is_read_by_whom_it_names_alone(visit, site: Site, pictures) -> None:
    title = "Our informant at the port"
    author, named, owner = visit(), visit("fr", 390), visit()
    author.sign_in(NCP_SENEGAL)
    author.open("forums:topic_add", room(site, SEALS))
    author.box("readers").fill(OFFICER_SENEGAL)
    write(author, "He knows the containers.", "Post topic", title=title, marking="red")
    author.reads_heading(title)
    topic = author.page.url
    author.page.locator(".watermark").wait_for(state="attached")
    author.shoot(pictures, "red-topic")
    author.page.emulate_media(media="print")
    author.shoot(pictures, "red-topic-print")

    named.sign_in(OFFICER_SENEGAL)
    named.page.goto(topic.replace("/en/", "/fr/"))
    named.reads_heading(title)
    named.shoot(pictures, "red-topic-phone")
    owner.expected_statuses = {404}
    owner.sign_in(NCP_KENYA)
    owner.open("forums:topic_list", room(site, SEALS))
    assert title not in owner.page.inner_text("main")
    answer = owner.page.goto(topic)
    assert answer is not None
    assert answer.status == 404
