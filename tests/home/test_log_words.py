"""What the log can say, it says in words: every verb of the code, and every kind of object."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps

from portal.home.log_words import OBJECTS, VERBS
from portal.services.places import ROOT

ROOMS = ["directory", "forums", "guidelines", "hub", "portal", "research", "workspaces"]
# What writes a row of the log is called so.
WRITERS = {"record", "record_all", "log", "_log"}
VERB = re.compile(r"[a-z]+\.[a-z_]+")


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls that write a row of the log."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            if name in WRITERS and any(word.arg == "by" for word in node.keywords):
                yield node


def verbs_of(call: ast.Call) -> Iterator[str]:
    """Yield the verbs that a call names; one made of parts stands as a pattern."""
    if isinstance(call.args[0], ast.JoinedStr):
        parts = call.args[0].values
        yield "".join(each.value if isinstance(each, ast.Constant) else "*" for each in parts)  # type: ignore[misc]
        return
    for each in ast.walk(call.args[0]):
        if isinstance(each, ast.Constant) and VERB.fullmatch(str(each.value)):
            yield str(each.value)


def test_every_verb_of_the_log_has_words() -> None:
    named = {verb for _path, tree in modules() for call in calls(tree) for verb in verbs_of(call)}
    patterns = {each for each in named if "*" in each}

    assert named - patterns - VERBS.keys() == set()
    assert len(named) > 200
    for each in patterns:
        regex = re.compile(re.escape(each).replace(r"\*", "[a-z_]+"))
        assert any(regex.fullmatch(verb) for verb in VERBS), each


def test_every_kind_of_object_that_a_model_writes_down_has_words() -> None:
    labels = set()
    for path, tree in modules():
        for node in ast.walk(tree):
            if not isinstance(node, ast.ClassDef):
                continue
            on = [word for call in calls(node) for word in call.keywords if word.arg == "on"]
            if any(isinstance(word.value, ast.Name) and word.value.id == "self" for word in on):
                module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
                labels |= {
                    model._meta.label_lower for model in apps.get_models()
                    if (model.__module__, model.__name__) == (module, node.name)
                }  # fmt: skip

    assert labels - OBJECTS.keys() == set()
    assert {"guidelines.record", "guidelines.relay"} <= labels
