"""Hostile words in every text field of what people write: shown as words, never run."""

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models

from tests.journeys.people import NCP_KENYA, SECRETARIAT
from tests.journeys.seeded import seeded_site
from tests.journeys.site import Site
from tests.journeys.sweep import crawl
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</script><script>alert(1)</script>",
    "</title></textarea></select><iframe srcdoc='<script>alert(1)</script>'>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    "${alert(1)}",
    "\u202e<b onmouseover=alert(1)>x</b>\u2028alert(1)",
    "]]><math><mtext><style><img onerror=alert(1)>",
]
# What the field of an address refuses, and what it lets through.
REFUSED = ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "//evil.example/x"]
LINKS = [
    'https://evil.example/"><script>alert(1)</script>',
    "https://evil.example/'onmouseover='alert(1)'",
]
# Citations are kept as HTML: each work makes its own again from the hostile words.
CITE = """
from directory.models import Person
from research.models import Work
officer = Person.objects.get(email={officer!r})
for work in Work.objects.all():
    work.revise(by=officer, authors={authors!r})
"""
MODELS = ["research.Work", "research.Author", "directory.Person", "hub.News"]
# What a person cannot choose, or what leads to the pages themselves.
FIXED = {"public_id", "slug", "code", "email", "password", "zone", "language", "token"}
EXECUTED = """() => [
  ...[...document.querySelectorAll("a[href], form[action]")]
    .map((e) => e.getAttribute("href") ?? e.getAttribute("action"))
    .filter((a) => /^\\s*(javascript|data|vbscript):|^\\/\\//i.test(a)),
  ...[...document.querySelectorAll("[onerror], [onload], [onmouseover], iframe, math")]
    .map((e) => e.outerHTML.slice(0, 200)),
]"""


def text_fields(model: type[models.Model]) -> Iterator[models.Field]:
    """Yield the fields of a model that hold words somebody typed."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_free = field.name not in FIXED and not field.unique and (field.max_length or 99) >= 20
        if is_text and is_free:
            yield field


def test_addresses_that_run_are_refused() -> None:
    fields = [
        field
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.URLField)
    ]
    assert fields

    for field in fields:
        for word in REFUSED:
            with pytest.raises(ValidationError):
                field.run_validators(word)
        for word in LINKS:
            field.run_validators(word)


def plant(site: Site) -> int:
    """Write a payload into every text field of every row; return the number of fields."""
    count = 0
    for model in map(apps.get_model, MODELS):
        for field in text_fields(model):
            words = LINKS if isinstance(field, models.URLField) else PAYLOADS
            fitting = [word[: field.max_length] for word in words]
            site.rows(
                f"UPDATE {model._meta.db_table} SET {field.column} = (%s::text[])[1 + id %% %s]",
                [fitting, len(fitting)],
            )
            count += 1
        for field in model._meta.concrete_fields:
            if isinstance(field, ArrayField) and isinstance(field.base_field, models.CharField):
                site.rows(f"UPDATE {model._meta.db_table} SET {field.column} = %s", [PAYLOADS])
    site.run(CITE.format(officer=SECRETARIAT, authors=PAYLOADS))
    return count


@pytest.fixture(scope="module")
def hostile_site() -> Iterator[Site]:
    """A portal whose every text is hostile."""
    with seeded_site("hostile", email_url="smtp://localhost:1") as site:
        assert plant(site) > 20
        site.manage("reindex")
        yield site


@pytest.mark.parametrize(
    "person", ["", NCP_KENYA, SECRETARIAT], ids=["visitor", "NCP", "Secretariat"]
)
def test_hostile_words_are_only_words(person: str, hostile_site: Site, browser) -> None:
    visit = Visit(browser, hostile_site, "en")
    if person:
        visit.sign_in(person)
    instances = crawl(visit, ("", "search/?q=alert", "search/?q=script"), instances=6)

    found, shown = [], 0
    for instance in instances:
        visit.page.goto(hostile_site.url + instance.path)
        seen = visit.page.evaluate(EXECUTED)
        shown += "alert(1)" in visit.page.locator("main").inner_text()
        found += [f"{instance.path}: {json.dumps(fault)}" for fault in seen]
    found += visit.faults()
    visit.close()

    assert shown > 5
    assert "\n".join(found) == ""
