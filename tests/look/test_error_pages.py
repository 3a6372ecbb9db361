"""Error pages: plain ones need nothing, and a 404 repeats nothing of its request."""

import re
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import translation

from directory.models import Person
from portal.home.views.errors import server_error

PLAIN = ["400.html", "500.html", "503.html"]


@pytest.mark.parametrize("name", PLAIN)
def test_plain_error_page_needs_no_database_and_no_context(name: str) -> None:
    html = render_to_string(name)

    assert '<html lang="en" dir="ltr">' in html
    assert re.findall(r"<h1>[^<]+</h1>", html) != []
    assert "{{" not in html


@pytest.mark.parametrize("name", PLAIN)
def test_plain_error_page_speaks_french(name: str) -> None:
    english = render_to_string(name)
    with translation.override("fr"):
        french = render_to_string(name)

    assert '<html lang="fr" dir="ltr">' in french
    assert re.findall(r"<h1>(.*?)</h1>", french) != re.findall(r"<h1>(.*?)</h1>", english)


@pytest.mark.parametrize("name", PLAIN)
def test_plain_error_page_needs_no_list_of_static_files(
    name: str, settings: Any, tmp_path: Path
) -> None:
    caches["drawn"].clear()
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }

    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        render_to_string("components/styles.html")
    assert "<h1>" in render_to_string(name)


def test_plain_error_page_has_the_look_of_every_other() -> None:
    sheets = re.compile(r"css/(\w+)\.")
    plain = render_to_string("plain.html")
    screen = sheets.findall(render_to_string("components/styles.html"))

    assert [*sheets.findall(plain), "print"] == screen
    for path in re.findall(r'href="/static/([^"]+)"', plain):
        assert (settings.ROOT / "static" / path).is_file()


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_plain_error_page_links_the_report_of_a_mistake(name: str, language: str) -> None:
    with translation.override(language):
        assert f'<a href="{reverse("desk:report_add")}">' in render_to_string(name)


@pytest.mark.parametrize("method", ["get", "post"])
def test_500_has_a_reference_that_stands_in_the_log(
    rf: RequestFactory, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    request = getattr(rf, method)("/en/news/?q=<a&b>")
    with time_machine.travel("2026-11-21T09:52:00Z"), translation.override("en"):
        try:
            raise KeyError("what broke")
        except KeyError:
            html = server_error(request).content.decode()

    found = re.search(r"Reference <code>([0-9a-f]{4}-[0-9a-f]{2})</code>, (.*?)</p>", html)
    assert found
    assert found[2] == "21 Nov 2026, 09:52 UTC"
    assert f"Reference {found[1]}" in caplog.text
    assert "KeyError: 'what broke'" in caplog.text
    again = '<a class="btn" href="/en/news/?q=%3Ca&amp;b%3E">Try again</a>'
    assert (again in html) is (method == "get")


def test_frame_turns_round_for_a_right_to_left_language() -> None:
    with translation.override("ar"):
        assert '<html lang="ar" dir="rtl">' in render_to_string("500.html")


def not_found(client: Client, path: str) -> bytes:
    response: Any = client.get(path)

    assert response.status_code == 404
    return bytes(response.content)


@pytest.mark.django_db
def test_404_repeats_nothing_of_the_request(client: Client) -> None:
    one = not_found(client, "/en/canary-one/?q=canary-one&page=canary-one")
    other = not_found(client, "/en/canary-two/")

    assert b"canary" not in one
    assert one == other


def test_404_of_a_signed_in_person_repeats_nothing(client: Client, ncp_a: Person) -> None:
    client.force_login(ncp_a)
    one = not_found(client, "/en/canary-one/?q=canary-one")
    other = not_found(client, "/en/canary-two/")

    assert b"canary" not in one
    assert one == other


@pytest.mark.django_db
def test_404_offers_the_home_page_in_every_language(client: Client) -> None:
    html = not_found(client, "/en/canary/").decode()

    assert re.findall(r'<a href="([^"]*)" lang="\w+" hreflang="(\w+)"', html) == [
        ("/en/", "en"),
        ("/fr/", "fr"),
    ]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("post", "help/", "GET, HEAD"), ("get", "held/canary/discard/", "POST")],
)
def test_405_is_a_page_in_the_readers_language(
    client: Client, ncp_a: Person, method: str, path: str, allowed: str
) -> None:
    client.force_login(ncp_a)
    english, french = (getattr(client, method)(f"/{code}/{path}") for code in ("en", "fr"))

    assert [page.status_code for page in (english, french)] == [405, 405]
    assert [page["Allow"] for page in (english, french)] == [allowed, allowed]
    assert "<h1>This page cannot be opened this way</h1>" in english.content.decode()
    assert '<html lang="fr"' in french.content.decode()
    assert "canary" not in english.content.decode()


@pytest.mark.django_db
def test_405_of_a_form_without_a_session(client: Client) -> None:
    refused = client.post("/en/search/", {"q": "canary"})

    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD")
    assert "canary" not in refused.content.decode()
