"""Statements compiled once: other values, never those of somebody else."""

from typing import Any

import pytest
from django.db import IntegrityError, connection

from directory.models import Person
from portal.compiled import Compiled, ask
from research.models import Work
from tests.research.conftest import english, make_work  # noqa: F401 fixtures

NAMES = Compiled(
    lambda person, family: Person.objects.filter(pk=person, family_name=family).values("email"),
    person=-1,
    family="?",
)


def asked(person: int, family: str) -> list[tuple[str]]:
    return ask(*NAMES(person=person, family=family))


def test_compiled_statement_takes_the_values_of_each_call(ncp_a: Person, ncp_b: Person) -> None:
    assert asked(ncp_a.pk, "Arcadi") == [(ncp_a.email,)]
    assert asked(ncp_b.pk, "Bordur") == [(ncp_b.email,)]
    assert asked(ncp_a.pk, "Bordur") == []


def test_compiled_statement_without_an_examples_place_is_refused(db: None) -> None:
    statement = Compiled(lambda person: Person.objects.all(), person=-1)

    with pytest.raises(ValueError, match="holds no person"):
        statement(person=1)


def test_examples_that_are_the_same_are_refused(db: None) -> None:
    statement = Compiled(lambda a, b: Person.objects.filter(pk=a, administration=b), a=-1, b=-1)

    with pytest.raises(ValueError, match="a, b are the same"):
        statement(a=1, b=2)


@pytest.mark.parametrize(
    "build",
    [
        lambda person: Person.objects.filter(pk=person, administration=-1),
        lambda person: Person.objects.filter(pk=person, administration=person + 1),
        lambda person: Person.objects.filter(pk=person)[: 5 if person == -1 else 6],
    ],
    ids=["like a constant", "made into a value", "decides about the statement"],
)
def test_example_that_stands_for_more_than_its_value_is_refused(build: Any, db: None) -> None:
    with pytest.raises(ValueError, match="not told from other values"):
        Compiled(build, person=-1)(person=1)


def test_example_may_stand_in_two_places(ncp_a: Person, ncp_b: Person) -> None:
    twice = Compiled(
        lambda name: Person.objects.filter(family_name=name, email__contains=name), name="?"
    )
    both = Compiled(
        lambda name: Person.objects.filter(family_name=name).exclude(given_name=name), name="?"
    )

    assert both.found(name="Arcadi") == [ncp_a]
    with pytest.raises(ValueError, match="not told"):
        twice(name="Arcadi")


def test_compiled_statement_needs_every_value() -> None:
    with pytest.raises(KeyError, match="family"):
        NAMES(person=1)


def test_asked_statement_is_prepared_and_counted(
    ncp_a: Person, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(2):
        ask("SELECT email FROM directory_person WHERE id = %s", [ncp_a.pk])
        ask("SELECT email FROM directory_person WHERE id = %s", [ncp_a.pk])

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = [statement for (statement,) in cursor.fetchall()]
    assert prepared.count("SELECT email FROM directory_person WHERE id = $1") == 1


def test_statements_of_django_are_never_prepared(db: None) -> None:
    for number in range(12):
        Person.objects.filter(pk=number).first()

    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE statement ~ 'person'")
        assert cursor.fetchall() == []


def test_asked_statement_fails_with_the_error_of_django(db: None) -> None:
    with pytest.raises(IntegrityError):
        ask("INSERT INTO markings_audience (tokens) VALUES (%s::text[]) RETURNING id", [None])


def test_compiled_rows_are_models(ncp_a: Person, ncp_b: Person) -> None:
    people = Compiled(lambda person: Person.objects.filter(pk=person), person=-1)

    assert people.found(person=ncp_a.pk) == [ncp_a]
    assert people.found(person=ncp_b.pk)[0].email == ncp_b.email


def test_compiled_rows_hold_relations_and_what_only_a_queryset_reads(
    make_work: Any,  # noqa: F811 the fixture
    django_assert_num_queries: Any,
) -> None:
    here = make_work("Here", authors=["Ada Arcadi"])
    asked = Work.objects.select_related("language", "audience", "administration")
    works = Compiled(lambda work: asked.filter(pk=work), work=-1)

    with django_assert_num_queries(1):
        (found,) = works.found(work=here.pk)
        shown = (found.language.code, found.audience.tokens, found.administration)

    same = asked.get(pk=here.pk)
    assert shown == (same.language.code, same.audience.tokens, same.administration)
    assert {name: getattr(found, name) for name in vars(same) if name != "_state"} == {
        name: value for name, value in vars(same).items() if name != "_state"
    }
    assert found.citations
    assert works.found(work=-5) == []
