"""Erasing one person touches no colleague whose name or address is nearly the same."""

import uuid

import pytest

from directory.erasing import blacken
from directory.mentions import pattern_of
from portal.audit.models import Event, Personal, erase_personal, record
from portal.desk.models import Letter

PATTERN = pattern_of(
    addresses={"diop@customs.example", "+221 33 800"},
    names={"Awa Sy", "Sy, Awa", "Sy Awa"},
)
OF_OTHERS = [
    "Awa Sylla", "Awa Sy-Diop", "Mawa Sy", "Anne-Awa Sy", "Awa Syé", "Awa", "Sy", "A. Sy",
    "m.diop@customs.example", "a+diop@customs.example", "diop@customs.example.org",
    "ndiop@customs.example", "+221 33 8001", "0+221 33 800",
    "q=m.diop%40customs.example", "q=Awa+Sylla",
]  # fmt: skip
OWN = [
    "Awa Sy", "AWA SY", "Awa Sy.", "(Awa Sy)", "Awa Sy's", "Sy, Awa:", "letter_Awa Sy.pdf",
    "line\nAwa Sy\nline", 'said "Awa Sy"', "diop@customs.example.", "<Diop@Customs.example>",
    "+221 33 800, 12", "q=diop%40customs.example", "q=x+Awa+Sy&r=1", "q=x+diop%40customs.example",
]  # fmt: skip


def written(text: str) -> Letter:
    return Letter.write("mistake", by=None, once=uuid.uuid4(), text=text)


@pytest.mark.parametrize("text", OF_OTHERS)
def test_words_of_a_colleague_stay(db: None, text: str) -> None:
    letter = written(text)
    kept = record("directory.edit_person", by=None, personal={"reason": text})

    blacken({Letter: ("text",)}, PATTERN)
    erase_personal(Event.objects.none(), PATTERN)

    letter.refresh_from_db()
    assert letter.text == text
    assert Personal.objects.get(event=kept).values == {"reason": text}


@pytest.mark.parametrize("text", OWN)
def test_words_of_the_person_go_from_texts_and_log(db: None, text: str) -> None:
    letter = written(text)
    logged = record("directory.edit_person", by=None, personal={"all": [{"said": text}]})

    blacken({Letter: ("text",)}, PATTERN)
    erase_personal(Event.objects.none(), PATTERN)

    letter.refresh_from_db()
    assert "[…]" in letter.text
    assert [word for word in ("sy", "diop", "800") if word in letter.text.casefold()] == []
    assert Personal.objects.get(event=logged).values == {}


def test_nothing_goes_without_words(db: None) -> None:
    letter = written("Anything at all")
    kept = record("directory.edit_person", by=None, personal={"reason": "Anything"})

    blacken({Letter: ("text",)}, pattern_of(addresses=(), names=()))
    erase_personal(Event.objects.none(), "")

    letter.refresh_from_db()
    assert letter.text == "Anything at all"
    assert Personal.objects.get(event=kept).values == {"reason": "Anything"}
