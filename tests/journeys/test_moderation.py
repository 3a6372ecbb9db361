"""Posts are split off, their addresses go on, and who leaves the room loses them at once."""

import pytest

from tests.journeys.people import NCP_KENYA
from tests.journeys.site import Site
from tests.journeys.test_forum import END, SEALS, room

pytestmark = pytest.mark.browser

DEPUTY_KENYA = "b.mwangi-kiptoo@customs-kenya.example"
PAGE, APART = "One page that drivers understand", "Pictures instead of words"
POST = """SELECT post.public_id FROM forums_post post JOIN forums_topic topic
 ON topic.id = post.topic_id WHERE topic.title LIKE %s AND post.number = 2"""


def test_split_post_is_found_by_its_address_until_its_reader_leaves(visit, site: Site) -> None:
    moderator, member = visit(), visit()
    member.expected_statuses = {404}
    (post,) = (str(row[0]) for row in site.rows(POST, [f"{PAGE}%"]))
    moderator.sign_in(NCP_KENYA)
    moderator.open("forums:topic_list", room(site, SEALS))
    moderator.page.get_by_role("link", name=PAGE).first.click()
    moderator.link("Split off into a new topic", inside="main").click()
    moderator.box("posts").fill("2")
    moderator.box("title").fill(APART)
    moderator.button("Show what it would do", inside="main").click()
    moderator.reads("Nobody who does not read it now.")
    moderator.box("why").fill("A subject of its own.")
    moderator.button("Split off into a new topic", inside="main").click()
    moderator.reads_heading(APART)

    member.sign_in(DEPUTY_KENYA)
    address = f"{site.url}/en/posts/{post}/"
    member.page.goto(address)
    member.reads_heading(APART)
    topic = member.page.url.partition("?")[0]
    assert member.page.url.endswith("?page=1#p1")

    site.run(END.format(email=DEPUTY_KENYA, room=SEALS))

    for gone in (address, topic):
        answer = member.page.goto(gone)
        assert answer is not None
        assert (answer.status, APART in member.page.content()) == (404, False)


def test_first_posts_are_released_together_by_keyboard(visit, site: Site) -> None:
    moderator = visit()
    moderator.sign_in(NCP_KENYA)
    moderator.open("desk:queue", query="kind=forums.held")
    entries = moderator.page.locator("main .entry")
    waiting = entries.count()
    assert waiting >= 10
    for key in ("j", "x", "j", "x"):
        moderator.page.keyboard.press(key)
    assert moderator.page.locator("main input[name=item]:checked").count() == 2

    moderator.page.keyboard.press("a")

    moderator.page.wait_for_url("**/desk/queue/act/**")
    assert moderator.page.get_by_text("Shown").count() >= 2
    moderator.open("desk:queue", query="kind=forums.held")
    assert entries.count() == waiting - 2
