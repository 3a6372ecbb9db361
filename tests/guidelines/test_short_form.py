"""An experience is drafted in ten minutes: few sections are needed, and none to save."""

import pytest
from django.test import Client

from directory.models import Person
from guidelines.models import Manuscript
from guidelines.sections import EXPERIENCE
from tests.guidelines.advice import language

pytestmark = pytest.mark.django_db


def test_experience_needs_eight_sections_of_which_three_are_one_click() -> None:
    needed = [each for each in EXPERIENCE if each.is_needed]

    assert [each.code for each in needed] == [
        "title", "problem", "solution", "progress", "outcome", "lesson", "technologies", "phase",
    ]  # fmt: skip
    assert sum(not each.is_prose for each in needed) == 3


def test_draft_is_saved_with_a_title_alone(client: Client, ncp_a: Person) -> None:
    language()
    client.force_login(ncp_a)
    sent = {"title": "Seals", "language": "en", "marking": "green", "attribution": "secretariat"}

    assert client.post("/en/guidelines/experiences/add/", sent).status_code == 302
    assert Manuscript.objects.get().content["title"] == "Seals"
