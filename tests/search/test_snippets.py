"""Passages with marks: nothing that was typed or indexed becomes HTML."""

import pytest
from django.test import Client

from portal.markings.models import Marking
from portal.search.indexing import index_stale
from portal.search.snippets import as_html
from portal.search.texts import HIT_END, HIT_START
from tests.hub.items import make_meeting, make_news, published
from tests.search.conftest import Publish

HOSTILE = '<script>alert("fraud")</script> & <b onmouseover=x>fraud</b> <mark>fraud</mark>'


def hit(word: str) -> str:
    return f"{HIT_START}{word}{HIT_END}"


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (f"A {hit('word')}.", "A <mark>word</mark>."),
        (f"{hit('two')} {hit('words')}.", "<mark>two words</mark>."),
        (f"{hit('e')}-{hit('seal')}.", "<mark>e-seal</mark>."),
        (f"<i>{hit('<b>')}</i> & so.", "&lt;i&gt;<mark>&lt;b&gt;</mark>&lt;/i&gt; &amp; so."),
        # Marks without their partner, in each other, or closed first.
        (f"{HIT_START}open.", "open."),
        (f"{HIT_END}closed.", "closed."),
        (f"{HIT_END}wrong{HIT_START}.", "wrong."),
        (f"{HIT_START}{hit('twice')}{HIT_END}.", "<mark>twice</mark>."),
        ("Cut off", "Cut off …"),
    ],
)
def test_as_html_marks_hits_and_escapes_the_rest(passage: str, expected: str) -> None:
    assert as_html(passage) == expected


def test_as_html_says_where_the_text_is_cut() -> None:
    assert as_html("The beginning.", "The beginning. The end.") == "The beginning."
    assert as_html("The end.", "The beginning. The end.") == "… The end."


def test_hostile_texts_stay_texts(client: Client, publish: Publish) -> None:
    sentinels = f"{HIT_START}<img src=x onerror=fraud>{HIT_END}"
    publish(f"Fraud {HOSTILE}", abstract=f"{HOSTILE} {sentinels}", venue=f"{HOSTILE}")
    published(make_news("Fraud", summary_en=f"Fraud {HOSTILE}", body_en=f"{HOSTILE} {sentinels}"))
    index_stale()

    for query in ("fraud", f"fraud {HOSTILE}", f"fraud {sentinels}", f'"{HOSTILE}" fraud'):
        page = client.get("/en/search/", {"q": query}).content.decode()

        assert page.count("<script") == page.count('<script type="module"')
        for tag in ("<b ", "<img", "onmouseover=x>", HIT_START, HIT_END):
            assert tag not in page
        assert page.count("<mark>") == page.count("</mark>")


def test_snippet_shows_the_passage_that_matched(client: Client, publish: Publish) -> None:
    before, after = "Nothing of note here. " * 40, " And so it went on." * 40
    publish("A study", abstract=f"{before}Smugglers prefer quiet harbours.{after}")
    index_stale()

    found = client.get("/en/search/", {"q": "smuggler harbour"}).context["results"]

    snippet = found.groups[0].hits[0].snippet
    assert "<mark>Smugglers</mark> prefer quiet <mark>harbours</mark>" in snippet
    assert snippet.startswith("… ")
    assert len(snippet) < 400


def test_snippet_is_the_opening_when_only_the_title_matched(
    client: Client, publish: Publish
) -> None:
    publish("Harbours", abstract="What smugglers prefer.")
    index_stale()

    found = client.get("/en/search/", {"q": "harbours"}).context["results"]

    assert found.groups[0].hits[0].snippet == "What smugglers prefer."


def test_restricted_hits_show_their_label(
    client: Client, publish: Publish, ncp_a: object, secretariat: object
) -> None:
    publish("Fraud in amber", marking=Marking.AMBER)
    publish("Fraud in green", marking=Marking.GREEN)
    index_stale()
    client.force_login(ncp_a)

    page = client.get("/en/search/", {"q": "fraud"}).content.decode()

    assert page.count('<span class="tlp tlp-amber">TLP:AMBER</span>') == 1
    assert "TLP:GREEN" not in page


def test_line_repeats_no_sentence_of_the_text(client: Client, db: None) -> None:
    note = "The Members met to speak about fraud and nothing else at all."
    published(make_meeting("Fraud", note_en=note, note_fr=note, place_en="Online"))
    index_stale()

    hit = client.get("/en/search/", {"q": "fraud"}).context["results"].groups[0].hits[0]

    assert hit.meta == ["Online"]
    assert "speak about <mark>fraud</mark>" in hit.snippet
