"""What was published is looked at again, and what the owner of the database may still do."""

import pytest
from django.db import IntegrityError, connection, transaction

from guidelines.models import Version
from guidelines.proving import prove_versions
from portal.audit.models import Event
from tests.guidelines.advice import publish, version_of

pytestmark = pytest.mark.usefixtures("db_as_owner")


def test_version_that_was_changed_is_logged_once() -> None:
    kept, changed = version_of(publish()), version_of(publish())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE guidelines_version DISABLE TRIGGER guidelines_version_keep")
    Version.objects.filter(pk=changed.pk).update(content={})

    found = [prove_versions(), prove_versions()]

    rows = Event.objects.filter(verb="guidelines.version_changed")
    assert (found, [each.object_id for each in rows]) == ([1, 1], [changed.pk])
    assert kept.is_intact


def test_version_is_rendered_anew_and_the_table_is_never_emptied() -> None:
    version = version_of(publish())

    Version.objects.filter(pk=version.pk).update(rendering=0, html={})
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        connection.cursor().execute("TRUNCATE guidelines_version CASCADE")

    assert Version.objects.get(pk=version.pk).rendering == 0
