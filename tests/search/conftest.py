"""Works to be found, and a database of its own for what must be committed."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections

from directory.models import Administration
from portal.markings.models import Marking
from portal.search.indexing import index_stale
from portal.taxonomy.models import Language, Technology
from research.models import Work
from tests.databases import clone_database, drop_database

type Publish = Callable[..., Work]


def language(code: str) -> Language:
    """Return a language of works."""
    return Language.objects.get_or_create(
        code=code, defaults={"name_en": code, "name_fr": code, "endonym": code}
    )[0]


def publish_work(title: str, **fields: Any) -> Work:
    """Return a published work: public, in English, without another word than its title."""
    values = {
        "by": None,
        "authors": ["Nobody Special"],
        "title": title,
        "year": 2020,
        "kind": Work.Type.REPORT,
        "language": language("en"),
        "abstract": "Nothing.",
        "marking": Marking.CLEAR,
    }
    work = Work.add(**values | fields)
    work.publish(by=None)
    return work


@pytest.fixture
def publish(db: None, arcadia: Administration) -> Publish:
    """A maker of published works; amber ones belong to Arcadia."""

    def make(title: str, **fields: Any) -> Work:
        if fields.get("marking") in (Marking.AMBER, Marking.AMBER_STRICT):
            fields.setdefault("administration", arcadia)
        return publish_work(title, **fields)

    return make


@pytest.fixture
def indexed(publish: Publish) -> Publish:
    """The same, indexed at once."""

    def make(title: str, **fields: Any) -> Work:
        work = publish(title, **fields)
        index_stale()
        return work

    return make


@pytest.fixture
def ai(db: None) -> Technology:
    return Technology.objects.create(
        slug="ai-ml",
        name_en="Artificial intelligence",
        name_fr="Intelligence artificielle",
        group="data-intelligence",
        status="focus",
    )


@pytest.fixture
def seals(db: None) -> Technology:
    return Technology.objects.create(
        slug="e-seals",
        name_en="Electronic seals",
        name_fr="Scellés électroniques",
        group="sensing-control",
        status="tracked",
    )


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database for this test alone, in which transactions end and several connections meet."""
    settings = connection.settings_dict
    before, name = settings["NAME"], clone_database(f"search_{os.getpid()}")
    with django_db_blocker.unblock():
        connections.close_all()
        settings["NAME"] = name
        try:
            yield
        finally:
            connections.close_all()
            settings["NAME"] = before
            drop_database(name)
