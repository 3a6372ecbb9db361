"""Hostile texts come out as words: nothing beyond the allowlist, whatever was typed."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.writing.differences import differences
from portal.writing.quoting import quoting
from portal.writing.rendering import excerpt, render
from portal.writing.text import Text
from tests.writing.allowed import HOSTILE, faults_of
from tests.writing.samples import PEOPLE, QUOTES

PARTS = [
    "<script>", "</script>", "<img src=x onerror=alert(1)>", "javascript:", "https://x.example/",
    "[", "](", ")", "![", "<", ">", "&lt;", "&#106;", '"', "'", "`", "```\n", "~~~", "*", "**", "_",
    "~~", "\n", "\n\n", "> ", "- ", "1. ", "# ", "|", "|-|-|\n", "[^1]", "[^1]: ", "{lang=", "}",
    "@", "@Ada Arcadi", "\\", "    ", "[quote abcdefghijkl]", "words ", "\u202e", "\x00", "\ud800",
    "مرحبا", "\u0301", "[r]: ", "<!--", "&",
]  # fmt: skip
MARKDOWN = st.lists(st.sampled_from(PARTS) | st.text(max_size=8), max_size=60).map("".join)


def test_corpus_is_large_enough() -> None:
    assert len(HOSTILE) == len(set(HOSTILE.values())) >= 400


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_has_nothing_beyond_the_allowlist(name: str) -> None:
    shown = render(HOSTILE[name], key="p1", language="en", people=PEOPLE, quotes=QUOTES)

    assert faults_of(shown.html) == []


def test_checker_finds_what_is_planted() -> None:
    planted = {
        "<img src=x>": ["<img>", "<img src='x'>", "<img> stays open"],
        "<p onclick=x>a</p>": ["<p onclick='x'>"],
        '<a href="javascript:alert(1)">x</a>': ["<a href='javascript:alert(1)'>"],
        '<a href="//evil.example">x</a>': ["<a href='//evil.example'>"],
        "<p><em>a</p></em>": ["</p> out of place", "</em> out of place"],
        "<!-- x -->": ["comment"],
        '<div class="masthead">x</div>': ["<div class='masthead'>"],
    }

    assert {html: faults_of(html) for html in planted} == planted


# The same texts each time; by night, others each time.
SAME = settings(
    deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, database=None
)


@settings(SAME, max_examples=300)
@given(MARKDOWN)
def test_any_text_is_shown_within_the_allowlist(typed: str) -> None:
    shown = render(typed, key="p1", language="fr", people=PEOPLE, quotes=QUOTES)

    assert faults_of(shown.html) == []
    shown.html.encode()
    assert len(excerpt(shown.words)) <= 240


@settings(SAME, max_examples=100)
@given(MARKDOWN, MARKDOWN)
def test_any_two_versions_are_compared(old: str, new: str) -> None:
    before, after = Text(old).source, Text(new).source

    assert "<script" not in differences(before, after)
    assert render(quoting(before, public_id="abcdefghijkl"), quotes=QUOTES).html


@pytest.mark.nightly
@settings(max_examples=20_000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MARKDOWN)
def test_very_many_texts_are_shown_within_the_allowlist(typed: str) -> None:
    assert faults_of(render(typed, key="p1", people=PEOPLE, quotes=QUOTES).html) == []
