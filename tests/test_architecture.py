"""The house stands as drawn: conventions that a reader would otherwise have to remember."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from portal.markings.models import Readable

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ["directory", "forums", "guidelines", "hub", "research", "workspaces", "portal"]
UNWANTED = {"utils", "common", "core", "helpers", "services", "selectors", "managers", "signals"}


def sources(*, tests: bool = False) -> Iterator[Path]:
    """Yield our Python files, without migrations."""
    for room in [*ROOMS, *(["tests"] if tests else [])]:
        for path in (ROOT / room).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def names(path: Path) -> str:
    """Return a path as a reader of the failure wants it."""
    return path.relative_to(ROOT).as_posix()


def test_no_file_is_a_drawer() -> None:
    drawers = [names(path) for path in sources() if path.stem in UNWANTED]

    assert drawers == []


def test_files_keep_to_their_size() -> None:
    too_long = {
        names(path): lines
        for path in sources(tests=True)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }

    assert too_long == {}


def test_views_are_short() -> None:
    too_long = {}
    for path in sources():
        if path.stem != "views" and path.parent.name != "views":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
                if length > 25:
                    too_long[f"{names(path)}:{node.name}"] = length

    assert too_long == {}


def test_templates_that_code_names_exist() -> None:
    """A template is named whole, so that its name finds the views that show it."""
    named = re.compile(r"(\.\.|[a-z_]+)(/[\w.-]+)+\.html(#[\w-]+)?")
    missing = {
        f"{names(path)}:{node.lineno}": node.value
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and named.fullmatch(node.value)
        and not any(
            (ROOT / folder / node.value.partition("#")[0]).is_file()
            for folder in ("templates", "rows")
        )
    }

    assert missing == {}


def test_imports_stand_at_the_top() -> None:
    inside = []
    for path in sources():
        if path.stem == "apps":  # models exist only once the apps are ready
            continue
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef):
                inside += [
                    f"{names(path)}:{node.lineno}"
                    for node in ast.walk(function)
                    if isinstance(node, ast.Import | ast.ImportFrom)
                ]

    assert inside == []


class Eager(ast.NodeVisitor):
    """Finds words that are translated when their module is imported: in one language for all."""

    NAMES = {"gettext", "ngettext", "pgettext", "npgettext"}

    def __init__(self, tree: ast.Module) -> None:
        imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
        words = [each for each in imports if each.module == "django.utils.translation"]
        names = [alias for each in words for alias in each.names]
        self.now = {each.asname or each.name for each in names if each.name in self.NAMES}
        self.lazy = {each.asname or each.name for each in names if each.name.endswith("_lazy")}
        self.lines: list[int] = []
        self.visit(tree)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """Read what is evaluated at import; the body is not."""
        arguments = node.args
        defaults = [each for each in arguments.kw_defaults if each is not None]
        for each in [*node.decorator_list, *arguments.defaults, *defaults]:
            self.visit(each)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Leave a lambda for when it is called."""

    def visit_Call(self, node: ast.Call) -> None:
        """Note a word translated now."""
        if isinstance(node.func, ast.Name) and node.func.id in self.now:
            self.lines.append(node.lineno)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Note a lazy word that is filled in now, and so translated."""
        left = node.left.func if isinstance(node.left, ast.Call) else None
        if isinstance(left, ast.Name) and left.id in self.lazy and isinstance(node.op, ast.Mod):
            self.lines.append(node.lineno)
        self.generic_visit(node)


def test_words_of_a_module_wait_for_their_reader() -> None:
    eager = [
        f"{names(path)}:{line}"
        for path in sources()
        for line in Eager(ast.parse(path.read_text(encoding="utf-8"))).lines
    ]

    assert eager == []


def test_words_translated_at_import_are_found() -> None:
    planted = """
from django.utils.translation import gettext as _, gettext_lazy
A = {"new": _("Newest first")}
class B:
    title = gettext_lazy("%s first") % "new"
def c(words=_("Oldest first")):
    return _("never at import")
"""

    assert Eager(ast.parse(planted)).lines == [3, 5, 6]


def test_no_signal_receives_domain_events() -> None:
    listeners = [
        names(path)
        for path in sources()
        if "django.dispatch" in path.read_text(encoding="utf-8")
        or "django.db.models.signals" in path.read_text(encoding="utf-8")
    ]

    assert listeners == []


def test_policies_import_no_models_of_rooms() -> None:
    importing = {}
    for path in sources():
        if path.stem == "policies":
            modules = [
                node.module
                for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                if isinstance(node, ast.ImportFrom) and node.module
            ]
            rooms = [
                name for name in modules if name.endswith(".models") and "markings" not in name
            ]
            if rooms:
                importing[names(path)] = rooms

    assert importing == {}


OURS = [
    model
    for app in apps.get_app_configs()
    if Path(app.path).relative_to(ROOT, walk_up=True).parts[0] in ROOMS
    for model in app.get_models()
]
READABLE = [model for model in OURS if issubclass(model, Readable)]


@pytest.mark.parametrize("model", READABLE, ids=lambda model: model.__name__)
def test_readable_models_say_their_audience(model: type[Readable]) -> None:
    assert model.audience_tokens is not Readable.audience_tokens
    assert hasattr(model.objects.all(), "readable_by")
    assert isinstance(model._meta.get_field("audience"), models.ForeignKey)


def test_paired_fields_are_guarded() -> None:
    """A moment and its person (`handled_at`, `handled_by`) stand or fall together."""
    unguarded = []
    for model in OURS:
        fields = {field.name: field for field in model._meta.get_fields()}
        for name, field in fields.items():
            pair = fields.get(name.removesuffix("_by") + "_at") if name.endswith("_by") else None
            if pair is None or not getattr(pair, "null", False):
                continue
            conditions = [str(each.condition) for each in model._meta.constraints
                          if isinstance(each, models.CheckConstraint)]  # fmt: skip
            if not any(name in text and pair.name in text for text in conditions):
                unguarded.append(f"{model.__name__}.{field.name}")

    assert unguarded == []


def test_views_say_that_they_take_forms_alone() -> None:
    """The language switch must know it: `post_only` says so, Django's decorator does not."""
    silent = [
        names(path)
        for path in sources()
        if "require_POST" in path.read_text(encoding="utf-8") and path.stem != "access"
    ]

    assert silent == []


def test_views_say_which_methods_they_take() -> None:
    ways = {"get_or_post", "post_only", "require_safe"}
    silent = [
        f"{names(path)}:{node.name}"
        for path in sources()
        if path.stem != "errors"  # a page of an error answers whatever was asked
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).startswith("access(") for each in node.decorator_list)
        and not any(ast.unparse(each) in ways for each in node.decorator_list)
    ]

    assert silent == []
