"""Fixtures of the journeys: a running portal and the windows in which people use it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.mailbox import Mailbox
from tests.journeys.seeded import seeded_site
from tests.journeys.site import Site
from tests.journeys.visit import Visit

CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VISITS = pytest.StashKey[list[Visit]]()
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one the test is skipped; in CI it fails."""
    names = ["chromium", "chromium-browser", "google-chrome"]
    named = os.environ.get("PORTAL_CHROMIUM")
    found = [path for path in map(shutil.which, [named] if named else names) if path]
    if found:
        return found[0]
    reason = (
        f"No Chromium ({named or ', '.join(names)}). Install it (Debian: apt-get install chromium) "
        "or name it: PORTAL_CHROMIUM=/path/to/chromium"
    )
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium. It is closed after the package: its event loop would forbid others the database."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def mailbox() -> Iterator[Mailbox]:
    """The mail server of the portal."""
    mailbox = Mailbox()
    mailbox.start()
    yield mailbox
    mailbox.stop()


@pytest.fixture(scope="session")
def site(mailbox: Mailbox) -> Iterator[Site]:
    """The seeded portal of this worker, served by gunicorn, with a Valkey of its own."""
    with seeded_site(f"journeys_{WORKER}", email_url=mailbox.url) as site:
        yield site


@pytest.fixture
def worker(site: Site) -> Iterator[Site]:
    """The portal, now with a Celery worker and beat."""
    site.start_worker()
    yield site
    site.stop_worker()


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, browser: Browser, site: Site
) -> Iterator[Callable[..., Visit]]:
    """Open a window for each person of the story; at the end nothing may have gone wrong in any."""
    visits: list[Visit] = request.node.stash.setdefault(VISITS, [])
    site.forget_tries()

    def open_window(language: str = "en", width: int = 1280, **options: Any) -> Visit:
        visits.append(Visit(browser, site, language, width, **options))
        return visits[-1]

    yield open_window
    faults = [fault for each in visits for fault in each.faults()]
    for each in visits:
        each.close()
    assert faults == []


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """The folder for pictures, when PORTAL_SCREENSHOTS names one."""
    named = os.environ.get("PORTAL_SCREENSHOTS")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[pytest.TestReport]:
    """Say of a failed journey where its people stood."""
    report = yield
    if report.failed and report.when == "call":
        for visit in item.stash.get(VISITS, []):
            report.sections.append(("where they stood", visit.where()))
    return report
