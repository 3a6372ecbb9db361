"""The port that the portal listens on."""

import socket

import pytest

from portal.services.addresses import listen
from portal.services.errors import ServiceError


@pytest.fixture
def taken():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_taken_port_is_named_and_the_next_free_one_used(taken):
    said = []

    listener = listen("127.0.0.1", taken, said.append)

    assert listener.port > taken
    assert said[0] == f"Port {taken} is taken; trying {taken + 1}."
    assert listener.url == f"http://localhost:{listener.port}"
    listener.close()


def test_localhost_counts_as_taken_when_either_family_is(taken):
    said = []

    listener = listen("localhost", taken, said.append)

    assert listener.port > taken
    listener.close()


def test_an_address_of_another_machine_is_refused_with_advice():
    with pytest.raises(ServiceError, match="Name an address of this machine with --host"):
        listen("192.0.2.1", 8000, print)
