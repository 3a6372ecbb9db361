"""Production refuses a missing or weak setting with a sentence that says what to set."""

import datetime
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks

ROOT = Path(__file__).resolve().parent.parent
GOOD = {
    "PORTAL_MODE": "production",
    "PORTAL_DEMO": "off",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "BASE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal_app@db/portal",
    "REDIS_URL": "redis://valkey:6379/0",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example.org:587",
    "STORAGE_URL": "file:///srv/portal/files",
    "TRUSTED_PROXY_COUNT": "1",
}


def check(**changes: str) -> subprocess.CompletedProcess[str]:
    """Return what `check --deploy` says in production mode."""
    return manage("check", "--deploy", "--fail-level", "WARNING", **changes)


def manage(*command: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """Return what a command says in production mode."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env=kept | GOOD | changes,
        capture_output=True,
        text=True,
        check=False,
    )


def test_good_settings_of_production_are_clean() -> None:
    answer = check()

    assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORTAL_MODE", "Production", "PORTAL_MODE is 'Production'. Accepted: 'production' and"),
        ("PORTAL_MODE", "staging", "PORTAL_MODE is 'staging'. Accepted: 'production' and"),
        ("SECRET_KEY", "", "SECRET_KEY is not set. In production mode, set it to"),
        ("SECRET_KEY", "short", "SECRET_KEY is weak. In production mode, set it to"),
        ("SECRET_KEY", "x" * 80, "SECRET_KEY is weak. In production mode, set it to"),
        ("BASE_URL", "http://portal.example.org", "set it to an address that starts with https://"),
        ("DATABASE_URL", "", "DATABASE_URL is not set. In production mode, set it to"),
        (
            "DATABASE_OWNER_URL",
            "postgres://portal_app:other@db/portal",
            "DATABASE_OWNER_URL names the role of DATABASE_URL. In production mode, set it to",
        ),
        ("REDIS_URL", "", "REDIS_URL is not set. In production mode, set it to"),
        ("EMAIL_URL", "", "EMAIL_URL is not set. In production mode, set it to"),
        (
            "EMAIL_URL",
            "carrier-pigeon://loft",
            "Accepted: smtp://, smtp+tls://, smtps:// and file://",
        ),
        (
            "EMAIL_URL",
            "file:///var/mail/portal",
            "nobody would get a mail. In production mode, set",
        ),
        ("STORAGE_URL", "s3://bucket/files", "STORAGE_URL is 's3://bucket/files'. Accepted: file:"),
        ("STORAGE_URL", "/srv/portal/files", "STORAGE_URL is '/srv/portal/files'. Accepted: file"),
        ("STORAGE_URL", "file://srv/portal", "STORAGE_URL is 'file://srv/portal'. Accepted: file"),
        ("STORAGE_URL", "file:files", "STORAGE_URL is 'file:files'. Accepted: file:///path"),
        ("STORAGE_URL", "file:///", "STORAGE_URL is 'file:///'. Accepted: file:///path"),
        ("STORAGE_URL", "", "STORAGE_URL is not set. In production mode, set it to"),
        ("JOURNAL_URL", "journal", "JOURNAL_URL is 'journal'. Accepted: file:///path, a folder by"),
        ("TRUSTED_PROXY_COUNT", "", "TRUSTED_PROXY_COUNT is not set. In production mode, set it"),
        ("TRUSTED_PROXY_COUNT", "one", "TRUSTED_PROXY_COUNT is 'one'. Accepted: a whole number"),
        ("TRUSTED_PROXY_COUNT", "-1", "TRUSTED_PROXY_COUNT is '-1'. Accepted: a whole number"),
        ("PORTAL_DEMO", "on", "Sample persons are refused in production mode"),
    ],
)
def test_production_stops_with_a_sentence(name: str, value: str, sentence: str) -> None:
    answer = check(**{name: value})

    assert answer.returncode != 0
    assert sentence in answer.stderr


def test_portal_starts_at_the_hour_at_which_offices_open(monkeypatch: pytest.MonkeyPatch) -> None:
    nine = datetime.datetime(2026, 11, 23, 9)
    monkeypatch.setattr("django.db.models.fields._get_naive_now", lambda: nine)
    found = [each for each in run_checks(tags=["models"]) if each.id == "fields.W161"]

    # It is found, as it is within ten seconds of nine o'clock, and stops nobody.
    assert [each.is_silenced() for each in found] == [True]


def test_only_migrating_needs_to_know_the_owner_of_the_tables() -> None:
    answer = manage("migrate")

    assert answer.returncode != 0
    assert "DATABASE_OWNER_URL is not set. In production mode, set it to" in answer.stderr
    assert check(DATABASE_OWNER_URL="postgres://portal_owner@db/portal").returncode == 0


def test_production_without_a_proxy_must_be_said() -> None:
    assert check(TRUSTED_PROXY_COUNT="0").returncode == 0
