"""Conditions that are written out: they mean the rows of their own query, within others too."""

import pytest

from directory.models import Administration, Person
from portal.conditions import Written
from tests.people import make_person

pytestmark = pytest.mark.django_db

NAMED = Written("{row}.given_name = %s", "Ada")


def test_written_condition_filters_rows(ncp_a: Person, ncp_b: Person) -> None:
    assert set(Person.objects.filter(NAMED)) == {ncp_a}
    assert set(Person.objects.filter(~NAMED)) == {ncp_b}
    assert set(Person.objects.filter(NAMED | Written("{row}.given_name = %s", "Boris"))) == {
        ncp_a,
        ncp_b,
    }


def test_written_condition_means_the_inner_query_within_another(
    ncp_a: Person, ncp_b: Person, arcadia: Administration
) -> None:
    named = Person.objects.filter(NAMED).values("administration")

    # Both queries are of people: of the outer one, nothing is asked.
    assert set(Person.objects.filter(administration__in=named)) == {ncp_a}
    assert set(Person.objects.exclude(administration__in=named)) == {ncp_b}
    assert set(Person.objects.filter(pk__in=Person.objects.filter(NAMED)).exclude(NAMED)) == set()


def test_written_condition_stands_beside_a_join(ncp_a: Person, arcadia: Administration) -> None:
    make_person("Ada Elsewhere", factor=False)

    assert set(Person.objects.filter(NAMED, administration__iso2=arcadia.iso2)) == {ncp_a}
    people = Administration.objects.filter(officers__in=Person.objects.filter(NAMED))
    assert set(people) == {arcadia}
