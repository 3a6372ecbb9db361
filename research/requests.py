"""Requests as types: what the access rule has seen to."""

from django.http import HttpRequest

from directory.models import Person


class OfficerRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: Person
