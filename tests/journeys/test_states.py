"""Pages that no link leads to: half-way through signing in, with faults, and of errors."""

from collections.abc import Callable, Iterator

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from tests.journeys.people import NCP_KENYA, NCP_NEW_ZEALAND, NCP_SENEGAL, OFFICER_SENEGAL
from tests.journeys.sweep import Inspector
from tests.journeys.visit import Visit

pytestmark = [pytest.mark.browser, pytest.mark.nightly]

# Sends the form of a page as a browser would that asks for nothing to be filled in.
SEND = """fill => {
  const form = document.querySelector("main form[method=post]");
  form.noValidate = true;
  for (const [name, value] of Object.entries(fill)) form.elements[name].value = value;
  form.requestSubmit();
}"""


@pytest.fixture
def look(visit: Callable[..., Visit]) -> Iterator[tuple[Visit, Callable[[str], None]]]:
    """A window, and a way to look at what stands in it; at the end there was no fault."""
    window = visit()
    window.expected_statuses |= {400, 403, 405, 429, 500, 503}
    inspector = Inspector(window, thorough=False)
    faults: list[str] = []

    def look_at(name: str) -> None:
        faults.extend(inspector.shown(name))

    yield window, look_at
    assert "\n".join(faults) == ""


def send(window: Visit, **fill: str) -> None:
    """Send the form of the page, and wait for what comes back."""
    with window.page.expect_navigation():
        window.page.evaluate(SEND, fill)


def test_second_step_is_without_fault(look) -> None:
    window, look_at = look
    window.sign_in(NCP_NEW_ZEALAND)
    window.arrives_at("mfa_authenticate")
    look_at("second step")
    send(window, code="000000")
    look_at("second step, wrong code")


def test_typed_codes_and_a_new_password_are_without_fault(look, mailbox) -> None:
    window, look_at = look
    window.open("account_request_login_code")
    window.field("E-mail at your administration").fill(OFFICER_SENEGAL)
    window.button("Send the code").click()
    window.arrives_at("account_confirm_login_code")
    look_at("code to sign in")
    mailbox.code_for(OFFICER_SENEGAL)

    window.open("account_reset_password")
    window.field("E-mail at your administration").fill(NCP_SENEGAL)
    window.button("Send the code").click()
    window.arrives_at("account_confirm_password_reset_code")
    look_at("code for a new password")
    window.field("Code from the mail").fill(mailbox.code_for(NCP_SENEGAL))
    window.page.locator("main form[method=post] button").first.click()
    window.arrives_at("account_complete_password_reset")
    look_at("new password")


def test_pages_of_an_account_that_is_not_ready_are_without_fault(look) -> None:
    window, look_at = look
    window.sign_in(NCP_KENYA)
    for name in ("directory:account_welcome", "directory:account_protect"):
        window.open(name)
        look_at(name)


def test_pages_that_nothing_links_are_without_fault(look) -> None:
    window, look_at = look
    for name in (
        "account_inactive",
        "account_signup",
        "account_password_reset_completed",
        "directory:join",
        "directory:drill_answer",
    ):
        window.open(name)
        look_at(name)


def test_held_form_is_without_fault(look) -> None:
    window, look_at = look
    window.sign_in(NCP_KENYA)
    window.open("directory:account_card")
    window.context.clear_cookies(name="session")
    send(window, phone="+254 1")
    look_at("sign in to go on")
    window.sign_in(NCP_KENYA)
    window.open("home:held_form_list")
    look_at("held forms")
    window.page.locator("main a[href*='/held/']").first.click()
    look_at("a held form")


def test_form_with_errors_is_without_fault(look) -> None:
    window, look_at = look
    window.open("desk:report_add")
    send(window)
    window.page.locator("[aria-invalid=true]").first.wait_for()
    look_at("a form with errors")


def test_pages_of_refused_requests_are_without_fault(look) -> None:
    window, look_at = look
    window.sign_in(NCP_KENYA)
    for name, path in (
        ("400", "search/?" + "a&" * 1001),
        ("405", "held/canary/discard/"),
    ):
        answer = window.page.goto(f"{window.site.url}/en/{path}")
        assert answer
        assert str(answer.status) == name
        look_at(name)
    window.open("desk:report_add")
    send(window, csrfmiddlewaretoken="x" * 64, text="What I typed.")
    window.reads_heading("Your form was not sent")
    look_at("403, a form without its token")


def test_too_many_tries_are_answered_without_fault(look) -> None:
    window, look_at = look
    for _press in range(6):
        window.open("account_reset_password")
        send(window, email="nobody-at-all@nowhere.example")
    window.reads_heading("Too many tries")
    look_at("429")


@pytest.mark.parametrize("name", ["500", "503"])
def test_pages_of_faults_are_without_fault(name: str, look) -> None:
    """Nothing breaks on purpose: the page stands in for an address of the portal."""
    window, look_at = look
    context = {"reference": "7f3a-21", "at": timezone.now(), "again": "/en/news/"}
    html = render_to_string(f"{name}.html", context)
    window.page.route(
        "**/en/broken/",
        lambda route: route.fulfill(status=int(name), content_type="text/html", body=html),
    )
    window.page.goto(f"{window.site.url}/en/broken/")
    look_at(name)
