"""How gunicorn is set up."""

import socket

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.parser import RequestParser

from portal.services import web


@pytest.fixture
def config():
    config = Config()
    for name in config.settings:
        if hasattr(web, name):
            config.set(name, getattr(web, name))
    return config


def received(config, query: str) -> str:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(f"GET /en/?q={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        return next(RequestParser(config, ours, ("127.0.0.1", 1))).query


def test_a_query_of_ten_thousand_letters_of_any_script_reaches_the_site(config):
    query = "%E6%B5%B7" * 10_000

    assert received(config, query) == f"q={query}"


def test_a_request_line_has_an_end(config):
    with pytest.raises(LimitRequestLine):
        received(config, "x" * 150_000)


def test_workers_are_few_and_share_the_loaded_site(config):
    assert (config.workers, config.threads, config.preload_app) == (2, 4, True)
