"""The keys of a person's audiences, written for PostgreSQL once and not for every statement."""

from functools import cached_property

import psycopg
from psycopg.adapt import Dumper
from psycopg.postgres import types


class Keys(list[int]):
    """Numbers that go into several statements of a page."""

    @cached_property
    def written(self) -> bytes:
        """The numbers as PostgreSQL reads an array: `{1,2}`."""
        return b"{" + b",".join(b"%d" % key for key in self) + b"}"


class _KeysDumper(Dumper):
    oid = types["int4"].array_oid

    def dump(self, obj: Keys) -> bytes:
        """Return what was written."""
        return obj.written


psycopg.adapters.register_dumper(Keys, _KeysDumper)
