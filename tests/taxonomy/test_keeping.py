"""The Secretariat keeps the words of every taxonomy; codes never change."""

from typing import Any

import pytest

from directory.models import Person
from portal.audit.models import Event
from portal.taxonomy.models import KINDS, Language, Phase, Technology

FIELDS = {
    "name_en": "New word", "name_fr": "Nouveau mot", "definition_en": "A definition.",
    "definition_fr": "Une définition.", "position": "7", "group": "control", "status": "focus",
    "endonym": "New",
}  # fmt: skip
TECHNOLOGY = FIELDS | {"group": "sensing-control"}


@pytest.fixture
def keeper(client: Any, editor: Person) -> Any:
    """A browser in which an editor has signed in."""
    client.force_login(editor)
    return client


@pytest.mark.parametrize("kind", KINDS)
def test_word_is_added_and_edited(kind: str, keeper: Any) -> None:
    model = KINDS[kind]
    fields = TECHNOLOGY if model is Technology else FIELDS
    code = {model.KEY: "xx"}

    added = keeper.post(f"/en/taxonomies/{kind}/add/", fields | code)
    row = model.objects.get(**code)
    seen = keeper.get(f"/en/taxonomies/{kind}/xx/").context["form"]["seen"].value()
    edited = keeper.post(
        f"/en/taxonomies/{kind}/xx/", fields | {"name_en": "Better word", "seen": seen}
    )

    row.refresh_from_db()
    verbs = Event.objects.about(row).order_by("pk").values_list("verb", "detail")
    assert (added.status_code, edited.status_code, row.name_en) == (302, 302, "Better word")
    assert [verb for verb, _detail in verbs] == ["taxonomy.add_term", "taxonomy.edit_term"]


def test_word_added_twice_is_one_word(keeper: Any) -> None:
    answers = [
        keeper.post("/en/taxonomies/phases/add/", FIELDS | {"slug": "pilot"}) for _press in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 200]
    assert Phase.objects.filter(slug="pilot").count() == 1


def test_code_is_not_the_forms_to_change(keeper: Any) -> None:
    Phase.objects.create(slug="pilot", name_en="Pilot", name_fr="Pilote", position=1)
    seen = keeper.get("/en/taxonomies/phases/pilot/").context["form"]["seen"].value()

    keeper.post("/en/taxonomies/phases/pilot/", FIELDS | {"slug": "other", "seen": seen})

    assert [*Phase.objects.values_list("slug", "name_en")] == [("pilot", "New word")]


def test_word_that_somebody_else_changed_comes_back(keeper: Any) -> None:
    phase = Phase.objects.create(slug="pilot", name_en="Pilot", name_fr="Pilote", position=1)
    seen = keeper.get("/en/taxonomies/phases/pilot/").context["form"]["seen"].value()
    phase.revise(by=None, name_en="Theirs")

    answer = keeper.post("/en/taxonomies/phases/pilot/", FIELDS | {"seen": seen})

    phase.refresh_from_db()
    assert "Somebody changed this after you opened it." in answer.content.decode()
    assert phase.name_en == "Theirs"


def test_word_saved_twice_is_saved_once(keeper: Any) -> None:
    phase = Phase.objects.create(slug="pilot", name_en="Pilot", name_fr="Pilote", position=1)
    seen = keeper.get("/en/taxonomies/phases/pilot/").context["form"]["seen"].value()

    for _press in range(2):
        keeper.post("/en/taxonomies/phases/pilot/", FIELDS | {"seen": seen})

    assert Event.objects.about(phase).count() == 1


@pytest.mark.parametrize(
    "values", [{}, {"name_en": "\0"}, {"position": "-1"}, {"name_fr": "x" * 10_000}]
)
def test_word_that_does_not_fit_comes_back(values: dict[str, str], keeper: Any) -> None:
    Phase.objects.create(slug="pilot", name_en="Pilot", name_fr="Pilote")
    fields = (FIELDS | values) if values else {}

    answer = keeper.post("/en/taxonomies/phases/pilot/", fields)

    assert answer.status_code == 200
    assert "error-summary" in answer.content.decode()


def test_editing_is_offered_to_keepers_only(client: Any, editor: Person, ncp_a: Person) -> None:
    Language.objects.create(code="wo", name_en="Wolof", name_fr="wolof", endonym="Wolof")
    pages = []
    for reader in (ncp_a, editor):
        client.force_login(reader)
        pages.append(client.get("/en/taxonomies/languages/").content.decode())

    assert ["/en/taxonomies/languages/wo/" in page for page in pages] == [False, True]
