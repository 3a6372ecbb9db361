"""A server is away: what people see meanwhile, and that the portal recovers by itself."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from portal.home.seed.people import PASSWORD
from portal.services.places import ServiceUrls
from tests.journeys.servers import Server, folder_of_servers, postgres_in, valkey_in
from tests.journeys.site import Site

pytestmark = pytest.mark.nightly

OFFICER = "e.marchetto-voss@secretariat.example"


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]


class Browser:
    """Cookies and forms, nothing else."""

    def __init__(self, site: Site) -> None:
        self.site = site
        jar = http.cookiejar.CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def get(self, path: str, data: dict[str, str] | None = None) -> Answer:
        """Return the page at a path; with data, post them."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        request = urllib.request.Request(self.site.url + path, body, {"Referer": self.site.url})  # noqa: S310
        try:
            answer = self._opener.open(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            return Answer(answer.status, answer.read().decode(), dict(answer.headers))

    def post(self, path: str, **data: str) -> Answer:
        """Fill the form of a page and send it."""
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path).text)
        assert token
        return self.get(path, {"csrfmiddlewaretoken": token[1]} | data)


@dataclass
class Ship:
    """A portal with servers that can be stopped."""

    site: Site
    postgres: Server
    valkey: Server


@pytest.fixture(scope="module")
def ship() -> Iterator[Ship]:
    with ExitStack() as stack:
        folder = stack.enter_context(folder_of_servers())
        postgres = stack.enter_context(postgres_in(folder))
        valkey = stack.enter_context(valkey_in(folder))
        urls = ServiceUrls(folder / "sockets")
        site = Site(
            folder,
            {
                "DATABASE_URL": urls.database_url,
                "DATABASE_OWNER_URL": urls.owner_database_url,
                "REDIS_URL": urls.redis_url,
                "EMAIL_URL": (folder / "mail").as_uri(),
            },
        )
        stack.callback(site.stop)
        for words in (["migrate"], ["seed"], ["reindex"]):
            site.manage(*words)
        site.start_web()
        yield Ship(site, postgres, valkey)


@pytest.fixture
def browser(ship: Ship) -> Browser:
    return Browser(ship.site)


def within(seconds: float, is_true: Callable[[], bool]) -> bool:
    """Wait for something to come true; tell whether it did."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def test_without_the_database_a_plain_page_says_so_and_comes_back_by_itself(
    ship: Ship, browser: Browser
) -> None:
    assert browser.get("/en/research/works/").status == 200

    ship.postgres.stop()
    away = browser.get("/en/research/works/")
    alive, ready = browser.get("/healthz"), browser.get("/readyz")
    ship.postgres.start()

    assert (away.status, away.headers["Retry-After"]) == (503, "30")
    assert "<h1" in away.text
    assert "Content-Security-Policy" in away.headers
    assert (alive.status, ready.status) == (200, 503)
    assert within(10, lambda: browser.get("/en/research/works/").status == 200)
    assert browser.get("/readyz").status == 200


def test_a_person_stays_signed_in_over_an_absence_of_the_database(
    ship: Ship, browser: Browser
) -> None:
    browser.post("/en/account/login/", login=OFFICER, password=PASSWORD)

    ship.postgres.stop()
    away = browser.get("/en/directory/administrations/")
    ship.postgres.start()

    assert away.status == 503
    assert within(10, lambda: browser.get("/en/directory/administrations/").status == 200)


def test_without_valkey_people_sign_in_and_what_they_change_waits_for_the_index(
    ship: Ship, browser: Browser
) -> None:
    ship.valkey.stop()
    signed_in = browser.post("/en/account/login/", login=OFFICER, password=PASSWORD)
    pages = [
        browser.get(path).status
        for path in ("/en/", "/en/research/works/", "/en/directory/administrations/")
    ]
    ship.site.run(
        "from portal.search.models import stale; from research.models import Work;"
        "stale(Work.objects.first())"
    )
    waiting = len(ship.site.rows("SELECT 1 FROM search_stale"))
    ship.valkey.start()
    ship.site.start_worker()

    assert signed_in.status == 200
    assert pages == [200, 200, 200]
    assert waiting >= 1
    assert within(40, lambda: not ship.site.rows("SELECT 1 FROM search_stale"))


def test_without_valkey_wrong_passwords_are_still_counted(ship: Ship, browser: Browser) -> None:
    ship.valkey.stop()
    answers = [
        browser.post("/en/account/login/", login=OFFICER, password="wrong").text
        for _attempt in range(7)
    ]
    ship.valkey.start()

    assert "Too many" not in answers[0]
    assert "Too many" in answers[-1]
