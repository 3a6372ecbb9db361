"""The form of an answer, and what its page says of it: short, with the rest folded."""

import re

import pytest
from django.test import Client

from directory.models import Person
from guidelines.kinds import Kind
from guidelines.measures.confidence import Outcome as Answered
from guidelines.models import Outcome, Record
from tests.guidelines.advice import publish, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def practice(ncp_a: Person) -> Record:
    """A practice with one source of grade B."""
    sources = [{"grade": "B", "source": "", "title": "A study", "note": ""}]
    return publish(Kind.PRACTICE, content=text(Kind.PRACTICE, evidence=sources))


def test_page_says_in_short_why_and_folds_the_other_steps(
    client: Client, practice: Record, ncp_a: Person
) -> None:
    client.force_login(ncp_a)
    html = client.get(practice.get_absolute_url()).content.decode()
    short, folded = html.split('id="confidence"')[1].split("</details>")[0].split("<details")

    step = "Some evidence: 1 source of grade B or C."
    assert (short.count("<li>"), step in short) == (1, True)
    assert (folded.count("<li>"), step in folded) == (3, True)


def test_questions_about_the_administration_are_folded_until_one_is_wrong(
    client: Client, practice: Record, ncp_a: Person
) -> None:
    client.force_login(ncp_a)
    address = f"/en/guidelines/{practice.public_id}/answer/?outcome=used"

    folded, looked_at = client.get(address), client.post(address, {"ict": "no such"})

    pages = [each.content.decode() for each in (folded, looked_at)]
    assert [re.findall("<details( open)?>\\s*<summary>What your", page) for page in pages] == [
        [""], [" open"],
    ]  # fmt: skip


@pytest.mark.parametrize("answer", Answered.values)
def test_form_asks_six_questions_at_most(
    client: Client, practice: Record, ncp_a: Person, answer: str
) -> None:
    client.force_login(ncp_a)

    page = client.get(f"/en/guidelines/{practice.public_id}/answer/?outcome={answer}")

    assert len(page.context["form"].asked) <= 6
    assert client.post(page.request["PATH_INFO"] + f"?outcome={answer}", {}).status_code == 200
    assert Outcome.objects.count() == 0
