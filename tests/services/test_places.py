"""Where things live, and who may enter."""

import os
from pathlib import Path

import environ
import pytest
from psycopg.conninfo import conninfo_to_dict

from portal.services import places
from portal.services.accounts import Account, private_folder
from portal.services.errors import ServiceError
from portal.services.programs import postgres_programs, reachable, valkey_program

LONGEST_SOCKET_PATH = 107


def test_sockets_fit_whatever_the_depth_of_the_checkout(monkeypatch):
    monkeypatch.setattr(places, "ROOT", Path("/home") / ("deep " * 50) / "checkout")

    folder = places.socket_folder()

    assert len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH
    assert len(os.fsencode(places.redis_socket(folder))) <= LONGEST_SOCKET_PATH


def test_two_checkouts_share_no_sockets(monkeypatch):
    here = places.socket_folder()
    monkeypatch.setattr(places, "ROOT", Path("/somewhere/else"))

    assert places.socket_folder() != here


def test_the_addresses_mean_the_same_to_libpq_and_to_the_settings():
    urls = places.ServiceUrls(Path("/srv/a folder"))

    settings = environ.Env.db_url_config(urls.database_url)

    assert conninfo_to_dict(urls.database_url) == {
        "user": "portal_app",
        "dbname": "portal",
        "host": "/srv/a folder",
    }
    assert (settings["USER"], settings["NAME"]) == ("portal_app", "portal")
    assert settings["OPTIONS"] == {"host": "/srv/a folder"}


def test_a_private_folder_is_entered_by_its_owner_alone(tmp_path):
    folder = private_folder(tmp_path / "sockets", None)

    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_link_put_where_the_private_folder_belongs_is_refused(tmp_path):
    (tmp_path / "theirs").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "theirs")

    with pytest.raises(ServiceError, match="belongs to somebody else"):
        private_folder(tmp_path / "sockets", None)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_refused(tmp_path):
    (tmp_path / "sockets").mkdir()
    os.chown(tmp_path / "sockets", 12345, 12345)

    with pytest.raises(ServiceError, match="user id 12345"):
        private_folder(tmp_path / "sockets", None)


def test_an_account_reaches_only_what_every_folder_on_the_way_opens(tmp_path):
    stranger = Account("stranger", uid=54321, gid=54321)
    inner = tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)

    inner.chmod(0o755)
    inner.parent.chmod(0o700)

    assert not stranger.can_reach(inner)
    assert stranger.can_reach(Path("/"))


def test_a_wrong_program_folder_is_named_with_what_it_lacks(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_PG_BIN", str(tmp_path))

    with pytest.raises(ServiceError, match="lacks initdb, postgres, psql"):
        postgres_programs(tmp_path, None)


def test_a_wrong_redis_program_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_REDIS_SERVER", str(tmp_path / "missing"))

    with pytest.raises(ServiceError, match="which is no program"):
        valkey_program(tmp_path, None)


def test_programs_out_of_reach_are_copied_to_where_everybody_may_run_them(tmp_path):
    stranger = Account("stranger", uid=54321, gid=54321)
    hidden = tmp_path / "hidden" / "postgres_package"
    hidden.mkdir(parents=True)
    (hidden / "run").write_text("#!/bin/sh")
    (hidden / "run").chmod(0o700)
    (hidden / "words").touch(0o600)
    hidden.parent.chmod(0o700)

    copy = reachable([hidden, hidden.with_suffix(".libs")], tmp_path, stranger)

    modes = {path.name: path.stat().st_mode & 0o777 for path in copy.iterdir()}
    assert modes == {"run": 0o755, "words": 0o644}
    assert reachable([hidden], tmp_path, stranger) == copy
