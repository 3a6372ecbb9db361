"""Statements written by hand: none reads a row under the reading rule without its clause."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from portal.markings.models import Readable
from portal.search.models import Entry

ROOMS = ("directory", "forums", "guidelines", "hub", "research", "workspaces", "portal")
TABLES = {model._meta.db_table for model in apps.get_models() if issubclass(model, Readable)}
# The index keeps a copy of each row's readers.
TABLES |= {Entry._meta.db_table}
CLAUSE = "audience_id = ANY("
# Statements that may do without the clause, and why. Think before you add one.
WITHOUT = {
    ("directory/cards.py", "CARDS"): "asked for people who were fetched under the rule",
    ("directory/reachable.py", "NOW"): "asks for the weekend of a Member, which is public",
    ("forums/models/proposing.py", "WORKDAYS"): "asks for the weekend of a Member, which is public",
    ("directory/tiles.py", "TILES"): "Members are public; of people it only says yes or no",
    ("guidelines/lists/duplicates.py", "_NEAR"): "gives keys alone, which are asked for anew",
    ("guidelines/lists/matrix.py", "COUNTS"): "counts each audience apart",
    ("portal/home/seed/scale_guidance.py", "_READ"): "writes the data of benches",
    ("portal/home/seed/scale_topics.py", "_COPIES"): "writes the data of benches",
    ("portal/search/indexing.py", "_FILL"): "writes the index",
    ("portal/search/indexing.py", "_FRESH"): "notes which rows of the index have new readers",
    ("portal/search/saved.py", "_CLAIM"): "takes numbers of rows, and tells nobody of them",
    (
        "portal/search/saved.py",
        "_MATCH",
    ): "gives the readers of each hit, who are asked of before it is told",
}


def read_without_the_clause(source: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the table of each statement in a source that lacks the clause."""
    tree = ast.parse(source)
    names = {
        id(part): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
        for part in ast.walk(node.value)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            read = set(re.findall(r"\b(?:FROM|JOIN|UPDATE|USING)\s+\"?(\w+)", node.value)) & TABLES
            for table in sorted(read):
                if node.value.count(CLAUSE) < len(read):
                    yield names.get(id(node), ""), table


def found() -> dict[tuple[str, str], set[str]]:
    """Return what the project reads by hand without the clause: tables by file and name."""
    statements: dict[tuple[str, str], set[str]] = {}
    for room in ROOMS:
        for path in sorted(Path(settings.ROOT, room).rglob("*.py")):
            if "migrations" not in path.parts:
                for name, table in read_without_the_clause(path.read_text(encoding="utf-8")):
                    place = path.relative_to(settings.ROOT).as_posix()
                    statements.setdefault((place, name), set()).add(table)
    return statements


def test_no_statement_reads_rows_without_the_clause() -> None:
    assert found().keys() - WITHOUT.keys() == set()


def test_every_exception_is_still_needed() -> None:
    assert WITHOUT.keys() - found().keys() == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('NAMES = "SELECT name FROM directory_person"', [("NAMES", "directory_person")]),
        ('run("SELECT 1 FROM a JOIN research_work AS w ON true")', [("", "research_work")]),
        ('X = "SELECT 1 FROM search_entry WHERE NOT is_hidden"', [("X", "search_entry")]),
        ('X = "SELECT 1 FROM directory_person WHERE audience_id = ANY(%s)"', []),
        ('X = "SELECT 1 FROM taxonomy_technology"', []),
        (
            'X = "FROM directory_person JOIN research_work WHERE audience_id = ANY(%s)"',
            [("X", "directory_person"), ("X", "research_work")],
        ),
    ],
)
def test_planted_statement_is_found(source: str, expected: list[tuple[str, str]]) -> None:
    assert list(read_without_the_clause(source)) == expected
