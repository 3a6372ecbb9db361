"""What is too much is said to its author, in bounded time; nothing of it is lost."""

import time

import pytest
from django import forms

from portal.writing.differences import differences
from portal.writing.forms import MarkdownField
from portal.writing.rendering import render
from portal.writing.text import MOST_CHARACTERS, Text
from tests.writing.allowed import faults_of
from tests.writing.samples import PEOPLE, QUOTES
from tests.writing.worst import WORST

# Processor time on a slow, shared machine; alone the worst takes less than a quarter of it.
SECONDS = 4.0
OUTPUT = 1_000_000


class PostForm(forms.Form):
    text = MarkdownField()


def spent(work: object, *args: object, **kwargs: object) -> tuple[float, object]:
    """Return the processor time that something takes, and what it returns."""
    start = time.process_time()
    result = work(*args, **kwargs)  # type: ignore[operator]
    return time.process_time() - start, result


@pytest.mark.parametrize("name", WORST)
def test_worst_text_takes_bounded_time_and_space(name: str) -> None:
    seconds, shown = spent(
        render, WORST[name][:MOST_CHARACTERS], key="p1", people=PEOPLE, quotes=QUOTES
    )

    assert seconds < SECONDS
    assert len(shown.html) < OUTPUT  # type: ignore[attr-defined]
    assert faults_of(shown.html) == []  # type: ignore[attr-defined]


def test_worst_texts_are_at_least_forty() -> None:
    assert len(WORST) >= 40


@pytest.mark.parametrize("name", ["letters", "short items", "stars and lines", "line of words"])
def test_worst_versions_are_compared_in_bounded_time(name: str) -> None:
    old = WORST[name][:MOST_CHARACTERS]

    for new in (old[::-1], old[1:], old[: MOST_CHARACTERS // 2], old.replace("a", "b")):
        seconds, _shown = spent(differences, old, new)
        assert seconds < SECONDS


DEEP_QUOTE = "> " * 12 + "words"
DEEP_LIST = "".join("  " * n + "- a\n" for n in range(12))
TOO_MUCH = {
    "long": ("a" * (MOST_CHARACTERS + 1), "32\u00a0001 characters; 32\u00a0000 are taken"),
    "deep quotes": (DEEP_QUOTE, "more than 8 deep"),
    "deep lists": (DEEP_LIST, "more than 8 deep"),
    "deep emphasis": ("*a _b " * 5 + "x" + "_*" * 5, "more than 8 deep"),
    "cells": ("|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "|\n" * 30, "more than 2\u00a0000 cells"),
    "parts": ("*a* " * 4_000, "more than 6\u00a0000 parts"),
    "reference bomb": (WORST["reference bomb"], "links are too long"),
    "footnotes": ("[^1]: a\n\n" + "[^1] " * 101, "more than 100 footnotes"),
    "mentions": (" ".join(f"@p{n}," for n in range(21)), "More than 20 people"),
    "quotes": ("".join(f"> [quote {n:012}]\n> a\n\n" for n in range(11)), "More than 10 posts"),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_said_at_the_field_and_kept(name: str) -> None:
    typed, words = TOO_MUCH[name]
    form = PostForm({"text": typed})

    assert words in "".join(form.errors["text"])
    assert form["text"].value() == typed


@pytest.mark.parametrize("name", TOO_MUCH)
def test_too_much_is_shown_as_typed_where_it_is_stored(name: str) -> None:
    typed, _words = TOO_MUCH[name]
    shown = render(typed)

    assert shown.words == Text(typed).source
    assert faults_of(shown.html) == []


def test_paste_of_100_000_lines_is_refused_in_time() -> None:
    seconds, form = spent(PostForm, {"text": "word\r\n" * 100_000})
    more, errors = spent(lambda: form.errors["text"])  # type: ignore[attr-defined]

    assert seconds + more < SECONDS
    assert list(errors) == [  # type: ignore[call-overload]
        "The text has 499\u00a0999 characters; 32\u00a0000 are taken. Shorten it or split it."
    ]


@pytest.mark.parametrize("typed", ["", "  \n\t ", "\u202e\x00", "\r\n\r\n"])
def test_text_without_a_word_is_missing(typed: str) -> None:
    assert list(PostForm({"text": typed}).errors["text"]) == ["This field is required."]


def test_one_person_may_be_named_often() -> None:
    form = PostForm({"text": "\n\n".join(f"@Ada Arcadi. Point {n}" for n in range(40))})

    assert form.is_valid()


def test_field_keeps_the_words_and_drops_what_nobody_sees() -> None:
    form = PostForm({"text": "\n    code\r\nnext\x00\u202e line\ud800  \n\n"})

    assert form.is_valid()
    assert form.cleaned_data["text"] == "    code\nnext line"
