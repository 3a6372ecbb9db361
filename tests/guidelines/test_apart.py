"""The database shows whose a record is to nobody by accident."""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from directory.models import Person
from guidelines.kinds import Attribution
from guidelines.models import Identity, Record
from guidelines.models.apart import RecordsOf, is_of, opened
from portal.services import places
from tests.guidelines.advice import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(officer: Person) -> Record:
    return publish(by=officer, attribution=Attribution.REGION)


def test_statement_that_joins_by_accident_finds_nothing(row: Record, officer: Person) -> None:
    assert not Identity.objects.exists()
    assert not Record.objects.filter(identity__author=officer).exists()
    assert Record.objects.select_related("identity").get(pk=row.pk).version
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM guidelines_identity")
        assert cursor.fetchone() == (0,)
        cursor.execute("DELETE FROM guidelines_identity")
    with opened():
        assert Record.objects.filter(identity__author=officer).get() == row


def test_nothing_is_written_by_accident(row: Record, ncp_b: Person) -> None:
    owner = row.identity_or_none
    assert owner

    assert Identity.objects.update(author=ncp_b) == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        Identity.objects.create(record=row, administration=owner.administration)


def test_what_is_opened_closes_again(row: Record) -> None:
    with opened():
        with opened():
            pass
        assert Identity.objects.count() == 1
    assert Identity.objects.count() == 0

    with pytest.raises(ZeroDivisionError), opened():
        raise ZeroDivisionError
    assert Identity.objects.count() == 0


def test_whose_it_is_is_asked_of_the_database(
    row: Record, officer: Person, ncp_a: Person, ncp_b: Person
) -> None:
    home, other = ncp_a.administration_id, ncp_b.administration_id
    assert home
    assert other

    assert (is_of(row.pk, home), is_of(row.pk, other)) == (True, False)
    asked = [
        RecordsOf(home),
        RecordsOf(other),
        RecordsOf(home, officer.pk),
        RecordsOf(home, ncp_a.pk),
    ]
    found = [Record.objects.filter(pk__in=each).count() for each in asked]
    assert found == [1, 0, 1, 0]
    owner = row.identity_or_none
    assert owner
    assert (owner.author, owner.administration) == (officer, officer.administration)


def test_role_that_only_reads_may_not_ask(row: Record) -> None:
    functions = ("is_of(bigint, bigint)", "records_of(bigint, bigint)", "identity_of(bigint)")
    asked = "SELECT has_function_privilege(%s, 'guidelines_' || %s, 'EXECUTE')"
    with connection.cursor() as cursor:
        found = set()
        for role in ("pg_read_all_data", places.APP_ROLE):
            for name in functions:
                cursor.execute(asked, [role, name])
                found.add((role, cursor.fetchone()))
    assert found == {("pg_read_all_data", (False,)), (places.APP_ROLE, (True,))}
