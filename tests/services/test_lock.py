"""One start per checkout."""

import pytest

from portal.services import places
from portal.services.errors import ServiceError
from portal.services.lock import only_start


@pytest.fixture(autouse=True)
def _checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "ROOT", tmp_path)
    places.home().mkdir()


def test_a_second_start_is_told_where_the_first_one_is():
    with only_start() as first:
        first.note("http://localhost:8003")

        with (
            pytest.raises(ServiceError, match=r"already runs[\s\S]*http://localhost:8003"),
            only_start(),
        ):
            pass


def test_the_lock_is_free_after_the_first_start_ended():
    with only_start():
        pass

    with only_start() as again:
        assert again is not None
