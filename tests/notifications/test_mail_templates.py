"""The templates of mails: what they say, what they never say, and how much they weigh."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from portal.notifications.lines import one_line

HOSTILE = "Fraud <b>& \"forgery\"</b>\u202e\u2028 'déjà'"


def line(n: int = 1, **fields: Any) -> SimpleNamespace:
    values = {
        "sentence": f"Ada Arcadi published the work number {n} about risk engines and their limits",
        "url": f"https://portal.example.org/en/research/{n}/",
        "why": "You follow Blockchain.",
        "at": datetime(2026, 11, 21, 8, 5, tzinfo=UTC),
        "marking_label": "",
        "area": "The library",
    }
    return SimpleNamespace(**values | fields)


def context(lines: list[Any], **more: Any) -> dict[str, Any]:
    base = "https://portal.example.org"
    groups: dict[str, list[Any]] = {}
    for each in lines:
        groups.setdefault(each.area, []).append(each)
    return {
        "person": "Ada Arcadi",
        "lines": lines,
        "groups": groups,
        "period_title": "Daily summary, Sat 21 Nov 2026",
        "left_out": 0,
        "stop_url": f"{base}/u/stop-token/",
        "stop_all_url": f"{base}/u/all-token/",
        "settings_url": f"{base}/en/notifications/preferences/",
        "inbox_url": f"{base}/en/notifications/",
        "base_url": base,
        "reason": "You get this because your setting for the library is “daily”.",
    } | more


def drawn(name: str, given: dict[str, Any], language: str = "en") -> tuple[str, str, str]:
    """Return subject, text and HTML."""
    with translation.override(language):
        subject, text, html = (
            render_to_string(f"emails/{name}/{part}", given)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return subject.strip(), text, html


@pytest.mark.parametrize("language", ["en", "fr"])
def test_digest_of_twenty_lines_is_light_and_loads_nothing(language: str) -> None:
    lines = [line(n, area=f"Area {n % 4}") for n in range(20)]

    _subject, text, html = drawn("digest", context(lines, left_out=14), language)

    assert len(html.encode()) <= 30_000
    assert len(text.encode()) <= 8_000
    assert re.findall(r"<img|<link|<script|<style|@import|url\(|src=|background=", html) == []
    assert set(re.findall(r'href="(https?://[^/"]+)', html)) == {"https://portal.example.org"}


@pytest.mark.parametrize("name", ["event", "digest"])
def test_mail_leads_out_in_three_ways_and_says_what_links_do(name: str) -> None:
    given = context([line()])
    _subject, text, html = drawn(name, given)

    for part in (text, html):
        assert all(given[url] in part for url in ("stop_url", "settings_url", "stop_all_url"))
        assert "never sign you in and never change anything" in part
        assert "You follow Blockchain." in part


def test_required_mail_offers_no_stop() -> None:
    _subject, text, html = drawn("event", context([line()], stop_url="", stop_all_url=""))

    assert all("/u/" not in part and "Stop" not in part for part in (text, html))


def test_digest_counts_what_it_left_out() -> None:
    subject, text, html = drawn("digest", context([line(n) for n in range(20)], left_out=14))

    assert subject == "34 changes in what you follow"
    assert all("And 14 more in your inbox" in part for part in (text, html))
    assert all("Nothing was left out" not in part for part in (text, html))


def test_restricted_line_carries_its_label() -> None:
    given = context([line(sentence="Something new in the library", marking_label="TLP:AMBER")])

    assert drawn("event", given)[0] == "[TLP:AMBER] Something new in the library"
    assert all("TLP:AMBER" in part for part in drawn("digest", given)[1:])


@pytest.mark.parametrize("name", ["event", "digest"])
def test_hostile_words_are_escaped_in_html_alone(name: str) -> None:
    _subject, text, html = drawn(name, context([line(sentence=HOSTILE, why=HOSTILE)]))

    assert "<b>" not in html
    assert HOSTILE in text
    assert re.findall("&lt;|&#x27;", text) == []


def test_name_from_the_right_keeps_to_itself() -> None:
    name = "\u0645\u062d\u0645\u062f \u0623\u0645\u064a\u0646"
    said = one_line(f"{name} (2) names you: Ada")
    assert said == f"\u2068{name}\u2069 (2) names you: Ada"
    # A line that is put into another line is held once.
    assert one_line(said) == said
    assert one_line("Ada names you") == "Ada names you"
