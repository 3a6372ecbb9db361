"""Components that decide something: what they print for what they are given."""

import re
from datetime import UTC, date, datetime

from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils import translation

from portal.paging import Page


def a_page(**neighbours: str | None) -> Page:
    return Page(
        rows=list(range(25)),
        sort="title",
        orders={},
        total=187,
        is_total_capped=False,
        **{"first": None, "previous": None, "next": None} | neighbours,
    )


def links(html: str) -> list[str]:
    return re.findall(r'<a href="([^"]*)"', html)


def test_pager_of_the_first_page_counts_from_one() -> None:
    html = render_to_string("components/pager.html", {"page": a_page(next="?after=x")})

    assert "1 to 25 of 187" in html
    assert links(html) == ["?after=x"]


def test_pager_of_an_empty_list_says_nothing() -> None:
    page = a_page()
    page.rows, page.total = [], 0

    assert "<nav" not in render_to_string("components/pager.html", {"page": page})


def test_pager_of_a_later_page_leads_three_ways() -> None:
    page = a_page(first="?", previous="?before=x", next="?after=y")
    html = render_to_string("components/pager.html", {"page": page})

    assert "25 of 187" in html
    assert "1 to" not in html
    assert links(html) == ["?", "?before=x", "?after=y"]


def test_pager_of_a_long_list_says_that_there_are_more() -> None:
    page = a_page(next="?after=x")
    page.is_total_capped = True

    assert "of 1\u00a0000+" in render_to_string("components/pager.html", {"page": page})


def test_custody_line_shows_both_dates_in_the_language_of_the_page() -> None:
    context = {
        "marking": "amber-strict",
        "label": "TLP:AMBER+STRICT",
        "changed": date(2026, 8, 14),
        "confirmed": date(2026, 12, 3),
    }
    with translation.override("fr"):
        html = render_to_string("components/custody.html", context)

    assert '<span class="tlp tlp-amber-strict">TLP:AMBER+STRICT</span>' in html
    assert re.findall(r'<time datetime="([^"]*)">([^<]*)<', html) == [
        ("2026-08-14", "14 août 2026"),
        ("2026-12-03", "3 déc. 2026"),
    ]


def test_custody_line_leaves_out_what_is_not_known() -> None:
    html = render_to_string("components/custody.html", {"marking": "clear", "label": "TLP:CLEAR"})

    assert "<time" not in html
    assert links(html) == []


def test_chips_escape_what_was_typed() -> None:
    context = {"chips": [("<script>", "?region=EUR")], "clear_url": "?"}
    html = render_to_string("components/chips.html", context)

    assert "<script>" not in html
    assert links(html) == ["?region=EUR", "?"]


def test_chips_print_nothing_without_filters() -> None:
    assert render_to_string("components/chips.html", {"chips": []}).strip() == ""


def test_facet_keeps_what_is_chosen() -> None:
    options = [
        {"value": "ai", "label": "AI", "count": 33, "checked": True},
        {"value": "iot", "label": "IoT", "count": 4, "checked": False},
    ]
    html = render_to_string(
        "components/facet.html", {"legend": "Technology", "name": "technology", "options": options}
    )

    assert re.findall(r'value="(\w+)"( checked)?', html) == [("ai", " checked"), ("iot", "")]


def written(language: str, template: str, **context: object) -> str:
    with translation.override(language):
        return Template("{% load humanize %}" + template).render(Context(context))


def test_dates_and_numbers_are_written_as_each_language_does() -> None:
    day = datetime(2026, 8, 14, 9, 52, tzinfo=UTC)

    assert written("en", "{{ day|date }}", day=day) == "14 Aug 2026"
    assert written("fr", "{{ day|date }}", day=day) == "14 août 2026"
    assert written("en", '{{ day|date:"DATETIME_FORMAT" }}', day=day) == "14 Aug 2026, 09:52"
    assert written("en", '{{ day|date:"SHORT_DATE_FORMAT" }}', day=day) == "Fri 14 Aug"
    assert written("fr", '{{ day|date:"SHORT_DATE_FORMAT" }}', day=day) == "ven 14 août"
    assert written("en", "{{ 12345|intcomma }}") == "12\u00a0345"
    assert written("fr", "{{ 12345|intcomma }}") == "12\u00a0345"


def test_date_field_keeps_its_value_in_every_language() -> None:
    field = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    with translation.override("fr"):
        assert 'value="2026-08-14"' in field.widget.render("due", date(2026, 8, 14))
