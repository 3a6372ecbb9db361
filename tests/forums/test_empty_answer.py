"""The kept form of an answer: for each reader what their own form would say, and nothing else's."""

import re

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from directory.models import PartnerOrganisation, Person
from forums.forms.compose import PostForm
from forums.forms.empty import EmptyAnswer
from forums.models import Topic
from portal.markings.models import Marking
from tests.forums.talk import ask
from tests.people import make_person
from tests.workspaces.rooms import admit, make_room
from workspaces.models import Workspace

# What differs from page to page.
CHANGING = re.compile(r'(name="(?:token|draft_window)" value=")[^"]+')


@pytest.fixture
def room(ncp_a: Person, ncp_b: Person) -> Workspace:
    return make_room(ncp_a, ncp_b, is_listed=True, is_open_to_partners=True)


@pytest.fixture
def signed_in(client: Client, ncp_a: Person) -> Client:
    client.force_login(ncp_a)
    return client


def fields(topic: Topic, person: Person) -> list[str]:
    """Return the fields of the kept form, and those of a form of this reader."""
    request = RequestFactory().get(topic.get_absolute_url())
    request.user = person  # type: ignore[assignment]
    key = f"topic:{topic.public_id}"
    kept = EmptyAnswer.of(request, key=key, topic=topic)
    own = PostForm.compose(request, key=key, by=person, room=topic.workspace, topic=topic)
    assert kept is not None
    assert kept.draft_attributes == own.draft_attributes
    assert kept.is_multipart == own.is_multipart()
    return [CHANGING.sub(r"\1", str(each)) for each in (kept, own)]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_kept_form_says_what_each_reader_would_be_asked(
    language: str, room: Workspace, ncp_a: Person, ncp_b: Person
) -> None:
    organisation = PartnerOrganisation.objects.create(acronym="TYP", name_en="T", name_fr="T")
    partner = make_person("Paul Partner", partner=organisation)
    admit(room, partner)
    ncp_a.administration.name_en = "Seals & <b>Sons</b>"
    ncp_a.administration.save(update_fields=["name_en"])
    ncp_b.language = "fr"
    markings = [each for each in Marking if each != Marking.RED]
    topics = [ask(room, ncp_a, f"Under {each}", marking=each) for each in markings]

    seen = set()
    with translation.override(language):
        for topic in topics:
            for person in (ncp_a, ncp_b, partner):
                kept, own = fields(topic, person)
                assert kept == own
                seen.add(own)

    # The strictest label leaves no choice; whoever speaks for nobody is not asked who speaks.
    assert len(seen) == len(topics) * 3


def test_each_page_has_a_token_of_its_own(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    address = ask(room, ncp_a).get_absolute_url()

    pages = [signed_in.get(address).content.decode() for _each in range(2)]

    values = [re.findall(r'name="(?:token|draft_window)" value="([^"]+)"', page) for page in pages]
    assert [len(each) for each in values] == [2, 2]
    assert not set(values[0]) & set(values[1])
    assert "kept" not in "".join(values[0])


def test_draft_and_quote_stand_in_the_form(
    signed_in: Client, room: Workspace, ncp_a: Person
) -> None:
    topic = ask(room, ncp_a)
    address = topic.get_absolute_url()
    signed_in.get(address)

    quoting = signed_in.get(address, {"quote": topic.posts.get().public_id}).content.decode()
    signed_in.post(address, {"body": "Half a thought", "press": "save"})

    assert f"[quote {topic.posts.get().public_id}]" in quoting
    assert "Half a thought" in signed_in.get(address).content.decode()
    signed_in.post(address, {"press": "discard", "draft_seen": "1"})
    assert "Half a thought" not in signed_in.get(address).content.decode()
    assert reverse("writing:draft_save") in signed_in.get(address).content.decode()
