"""Statements compiled once: other values, never those of somebody else."""

import pytest
from django.db import connection

from directory.models import Person
from portal.compiled import Compiled

NAMES = Compiled(
    lambda person, family: Person.objects.filter(pk=person, family_name=family).values("email"),
    person=-1,
    family="?",
)


def asked(person: int, family: str) -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute(*NAMES(person=person, family=family))
        return cursor.fetchall()


def test_compiled_statement_takes_the_values_of_each_call(ncp_a: Person, ncp_b: Person) -> None:
    assert asked(ncp_a.pk, "Arcadi") == [(ncp_a.email,)]
    assert asked(ncp_b.pk, "Bordur") == [(ncp_b.email,)]
    assert asked(ncp_a.pk, "Bordur") == []


def test_compiled_statement_without_an_examples_place_is_refused(db: None) -> None:
    statement = Compiled(lambda person: Person.objects.all(), person=-1)

    with pytest.raises(ValueError, match="holds no person"):
        statement(person=1)


def test_compiled_statement_needs_every_value() -> None:
    with pytest.raises(KeyError, match="family"):
        NAMES(person=1)
