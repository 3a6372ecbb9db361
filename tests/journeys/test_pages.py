"""Every page: accessible, light, safe, on a phone, in the dark, in its language."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLResolver, get_resolver
from playwright.sync_api import Browser

from tests.journeys.people import ADMINISTRATOR, AUDITOR, NCP_KENYA, SECRETARIAT
from tests.journeys.site import Site
from tests.journeys.sweep import PHONE, Inspector, Instance, crawl
from tests.journeys.visit import Visit

pytestmark = pytest.mark.browser

PEOPLE = {
    "visitor": "",
    "contact point": NCP_KENYA,
    "Secretariat": SECRETARIAT,
    "auditor": AUDITOR,
    "administrator": ADMINISTRATOR,
}
# Pages that show each kind of person something else.
FACES = {
    "home:front",
    "directory:administration_detail",
    "directory:person_detail",
    "research:work_list",
    "research:work_detail",
    "search:results",
}
# Pages that no link leads to.
STARTS = (
    "",
    "styleguide/",
    "directory/administrations/SN/",
    "search/?q=risk",
    "search/?q=zzzzqqqq",
    "research/works/?year_from=2099",
)


# What the crawl does not meet, and why.
UNSEEN = {
    "no page: for machines, or it only leads on": """
        favicon feed healthz readyz robots root security_contact stop account_set_password
        desk:item_next mfa_login_webauthn mfa_reauthenticate_webauthn
        notifications:notification_open
    """,
    "no page: a file": """
        directory:coverage_table directory:import_report directory:own_data_file files:download
        guidelines:briefing_file mfa_download_recovery_codes research:work_citation
        research:work_export
    """,
    "half-way through something: test_states looks at it": """
        account_complete_password_reset account_confirm_login_code
        account_confirm_password_reset_code account_inactive account_password_reset_completed
        account_signup directory:account_protect directory:account_welcome directory:drill_answer
        directory:join home:held_form home:held_form_list mfa_authenticate
    """,
    "the sample data hold no object for it; their journeys and the matrix open it": """
        desk:letter_detail desk:letter_sent desk:reason_edit directory:contact_request_ask
        directory:contact_request_detail directory:drill_detail directory:import_detail
        directory:join_password directory:nomination_detail directory:own_people
        directory:person_restore directory:person_verify directory:request_invite
        directory:role_end directory:signing_detail files:file_state guidelines:briefing_state
        hub:announcement_detail
    """,
    "asks for the password again first; test_sign_in goes through it": """
        account_email_verification_sent mfa_activate_totp mfa_add_webauthn mfa_deactivate_totp
        mfa_edit_webauthn mfa_generate_recovery_codes mfa_reauthenticate mfa_remove_webauthn
        mfa_view_recovery_codes
    """,
}


def addresses() -> set[str]:
    """Return the names of the addresses that answer to GET."""

    def walk(patterns: Any, namespace: str) -> Iterator[str]:
        for each in patterns:
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, each.namespace or namespace)
            elif each.name and not getattr(each.callback, "is_post_only", False):
                yield f"{namespace}:{each.name}" if namespace else each.name

    return set(walk(get_resolver().url_patterns, ""))


@pytest.fixture(scope="package")
def windows(browser: Browser, site: Site) -> Callable[[str, str], Visit]:
    """Windows in which a person has signed in; each person signs in once."""
    states: dict[str, object] = {}

    def window(person: str, language: str) -> Visit:
        visit = Visit(browser, site, language, storage_state=states.get(person))
        if PEOPLE[person] and person not in states:
            visit.sign_in(PEOPLE[person])
            states[person] = visit.context.storage_state()
        return visit

    return window


@pytest.fixture(scope="package")
def pages(windows: Callable[[str, str], Visit]) -> Callable[[str, str], list[Instance]]:
    """One page of each address pattern that a person reaches, found once."""
    found: dict[tuple[str, str], list[Instance]] = {}

    def pages_of(person: str, language: str) -> list[Instance]:
        if (person, language) not in found:
            visit = windows(person, language)
            found[person, language] = crawl(visit, STARTS)
            visit.close()
        return found[person, language]

    return pages_of


def inspect(visit: Visit, pages: list[Instance], *, thorough: bool) -> str:
    """Return the faults of these pages, one a line."""
    assert pages
    inspector = Inspector(visit, thorough=thorough)
    faults = [fault for page in pages for fault in inspector.faults(page)]
    visit.close()
    return "\n".join(faults)


def new_to(person: str, pages: Callable[[str, str], list[Instance]]) -> list[Instance]:
    """Return the pages that nobody before this person saw, or saw so."""
    before = list(PEOPLE)[: list(PEOPLE).index(person)]
    seen = {page.pattern for other in before for page in pages(other, "en")}
    return [page for page in pages(person, "en") if page.pattern not in seen - FACES]


# Looked at whenever the tests run; the whole site is looked at by night.
GLANCES = {
    "visitor": ["home:front", "account_login", "directory:member_list"],
    "contact point": [
        "home:front",
        "directory:administration_list",
        "research:work_detail",
        "search:results",
        "notifications:inbox",
    ],
    "Secretariat": ["desk:home", "hub:item_add", "directory:person_detail"],
}


@pytest.mark.parametrize("person", GLANCES)
def test_every_page_is_light_and_some_are_without_fault(person, windows, pages) -> None:
    found = pages(person, "en")
    visit = windows(person, "en")
    inspector = Inspector(visit, thorough=False)
    shown = {page.pattern: page for page in found}

    faults = [fault for page in found for fault in page.too_heavy()]
    faults += [fault for name in GLANCES[person] for fault in inspector.glance(shown[name])]

    visit.close()
    assert "\n".join(faults) == ""


@pytest.mark.nightly
@pytest.mark.parametrize("person", ["visitor", "contact point", "Secretariat"])
def test_pages_that_others_did_not_see_are_without_fault(person, windows, pages) -> None:
    found = new_to(person, pages)

    assert inspect(windows(person, "en"), found, thorough=False) == ""


@pytest.mark.nightly
@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_is_without_fault(person, language, windows, pages) -> None:
    found = pages(person, language)

    assert inspect(windows(person, language), found, thorough=True) == ""


@pytest.mark.nightly
def test_every_address_is_crawled_or_named_with_a_reason(pages) -> None:
    crawled = {page.pattern for person in PEOPLE for page in pages(person, "en")}

    assert addresses() - crawled == {name for names in UNSEEN.values() for name in names.split()}


@pytest.mark.parametrize(
    ("path", "status"), [("nowhere/", 404), ("audit/", 403)], ids=["not found", "refused"]
)
def test_pages_of_errors_are_without_fault(path: str, status: int, windows) -> None:
    visit = windows("contact point", "en")
    visit.expected_statuses.add(status)

    faults = Inspector(visit, thorough=False).faults(Instance(str(status), f"/en/{path}"), status)

    visit.close()
    assert faults == []


def test_pictures(windows, pages, pictures: Path | None) -> None:
    """Take a picture of every page, when somebody asked for them."""
    if not pictures:
        pytest.skip("PORTAL_SCREENSHOTS names no folder")
    for person in ("visitor", "contact point", "Secretariat"):
        for variant in ("en", "phone", "dark", "fr"):
            visit = windows(person, "fr" if variant == "fr" else "en")
            visit.page.emulate_media(color_scheme="dark" if variant == "dark" else "light")
            visit.page.set_viewport_size(
                PHONE if variant == "phone" else {"width": 1280, "height": 900}
            )
            for page in new_to(person, pages):
                path = page.path.replace("/en/", "/fr/", 1) if variant == "fr" else page.path
                visit.page.goto(visit.site.url + path)
                visit.shoot(pictures, f"{page.pattern.replace(':', '.')} {person} {variant}")
            visit.close()
