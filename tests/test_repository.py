"""What the repository promises about itself."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from portal.services import messages

ROOT = Path(__file__).resolve().parent.parent
READS = re.compile(r"""(?:env\.\w+|required)\(\s*["']([A-Z_]+)["']""")


def test_env_example_lists_every_variable_of_the_settings() -> None:
    settings = (ROOT / "portal" / "settings.py").read_text(encoding="utf-8")
    example = (ROOT / ".env.example").read_text(encoding="utf-8")

    read = set(READS.findall(settings))
    listed = set(re.findall(r"^#?\s?([A-Z_]+)=", example, flags=re.MULTILINE))

    assert read
    assert listed == read


def test_french_is_complete() -> None:
    assert messages.missing("fr") == []


def mails() -> list[Path]:
    """Return the folders of mail templates."""
    folder = ROOT / "templates" / "emails"
    return sorted(path for path in folder.iterdir() if path.is_dir()) if folder.exists() else []


@pytest.mark.parametrize("folder", mails(), ids=lambda folder: folder.name)
def test_mail_has_subject_text_and_html(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == {"subject.txt", "body.txt", "body.html"}


def test_lock_has_a_hash_for_every_package() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8"))
        packages = [entry for entry in entries if "==" in entry.split("\n")[0]]

        assert packages
        assert [entry.split()[0] for entry in packages if "--hash=sha256:" not in entry] == []


def test_nothing_reads_outside_the_repository() -> None:
    outside = [
        path.relative_to(ROOT).as_posix()
        for folder in ("directory", "hub", "portal", "research", "workspaces", "bin", "bench")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
        and path.suffix in {"", ".py", ".sh"}
        and ".." + "/shared" in path.read_text(encoding="utf-8", errors="replace")
    ]

    assert outside == []


def test_security_page_says_how_long_rows_of_each_model_are_kept() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    first = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    listed = re.findall(r"`(\w+\.\w+)`", " ".join(first))

    models = {model._meta.label for model in apps.get_models() if not model._meta.proxy}
    assert sorted(listed) == sorted(models)


def test_architecture_page_names_every_module_of_the_portal() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"^  (\w+)(?:\.py|/)", text, re.MULTILINE)

    # What every site of Django has needs no word.
    usual = {"__init__", "celery", "settings", "urls", "wsgi"}
    modules = {path.stem for path in (ROOT / "portal").glob("*.py")} - usual
    rooms = {path.parent.name for path in (ROOT / "portal").glob("*/__init__.py")}
    assert sorted(named) == sorted(modules | rooms)
