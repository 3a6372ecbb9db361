"""Every list of the site has a test that counts what it asks of the database."""

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Person, SeatRole
from portal.home.models import HeldForm
from tests.access.test_matrix import patterns

ROOT = Path(__file__).resolve().parent.parent
ROOMS = {"directory", "forums", "guidelines", "hub", "portal", "research", "workspaces"}
# Which test counts the queries of which list, for one row and for three.
COUNTED = {
    "desk/test_keeping.py::test_lists_ask_a_fixed_number_of_queries": (
        "desk:holiday_list desk:reason_list"
    ),
    "desk/test_queues.py::test_pages_ask_a_fixed_number_of_queries": "desk:queue",
    "directory/test_administrations.py::test_administration_list_asks_no_more_for_more_rows": (
        "directory:administration_list"
    ),
    "directory/test_contact_pages.py::test_ledger_asks_no_more_for_more_rows": (
        "directory:look_list"
    ),
    "directory/test_contact_pages.py::test_list_of_requests_asks_no_more_for_more_rows": (
        "directory:contact_request_list"
    ),
    "directory/test_drills.py::test_pages_ask_a_fixed_number_of_queries": (
        "directory:drill_detail directory:drill_list"
    ),
    "directory/test_handover.py::test_lists_ask_the_same_however_long": (
        "directory:nomination_list directory:own_people"
    ),
    "directory/test_history.py::test_histories_ask_as_often_for_many_steps_as_for_one": (
        "directory:person_history directory:seat_history"
    ),
    "directory/test_imports.py::test_pages_ask_a_fixed_number_of_queries": (
        "directory:import_detail directory:import_list"
    ),
    "directory/test_people.py::test_person_list_asks_no_more_for_more_rows": (
        "directory:person_list"
    ),
    "directory/test_public_pages.py::test_member_list_asks_once": "directory:member_list",
    "directory/test_public_pages.py::test_partner_list_asks_no_more_for_more_rows": (
        "directory:partner_list"
    ),
    "directory/test_public_pages.py::test_role_list_asks_no_more_for_more_holders": (
        "directory:role_list"
    ),
    "directory/test_saved_filters.py::test_list_asks_as_much_for_three_as_for_one": (
        "directory:filter_list"
    ),
    "directory/test_signin_reset.py::test_list_asks_the_same_for_one_and_three": (
        "directory:factor_reset_list"
    ),
    "directory/test_signings.py::test_list_asks_a_constant_number_of_statements": (
        "directory:signing_list"
    ),
    "guidelines/test_journey_pages.py::test_list_costs_the_same_with_more_texts": (
        "guidelines:manuscript_list"
    ),
    "guidelines/test_journey_pages.py::test_reviewers_cost_the_same_however_many": (
        "guidelines:reviewer_list"
    ),
    "guidelines/test_lists.py::test_list_asks_the_same_however_many_records": (
        "guidelines:record_list"
    ),
    "guidelines/test_wordings.py::test_queue_lists_what_nobody_checked": (
        "guidelines:translation_queue"
    ),
    "guidelines/test_relay.py::test_list_of_questions_asks_as_often_however_many": (
        "guidelines:relay_list"
    ),
    "guidelines/test_running.py::test_list_asks_as_often_however_many": "guidelines:running_list",
    "guidelines/test_using.py::test_alike_ask_the_same_however_many_there_are": (
        "guidelines:alike_list"
    ),
    "guidelines/test_versions.py::test_list_of_versions_asks_the_same_however_many": (
        "guidelines:version_list"
    ),
    "guidelines/test_outcomes.py::test_list_of_answers_asks_no_more_for_more_rows": (
        "guidelines:outcome_list"
    ),
    "guidelines/test_outcomes.py::test_names_are_read_by_contact_points_alone": (
        "guidelines:outcome_names"
    ),
    "home/test_audit.py::test_log_asks_a_fixed_number_of_queries": "home:audit_list",
    "hub/test_announcing.py::test_list_costs_the_same_for_one_and_three": "hub:announcement_list",
    "hub/test_pages.py::test_list_asks_a_fixed_number_of_queries": (
        "hub:deliverable_list hub:link_list hub:meeting_list hub:meeting_past hub:news_list"
    ),
    "hub/test_pages.py::test_list_of_keepers_asks_a_fixed_number_of_queries": "hub:item_list",
    "notifications/test_delivery.py::"
    "test_page_asks_the_same_of_the_database_for_one_and_three_mails": (
        "notifications:delivery notifications:mail_list"
    ),
    "notifications/test_delivery.py::"
    "test_addresses_that_send_mails_back_are_listed_and_let_in_again": (
        "notifications:unreachable_list"
    ),
    "notifications/test_feeds.py::test_page_costs_the_same_with_addresses": (
        "notifications:feed_list"
    ),
    "notifications/test_following.py::test_list_asks_the_same_however_much_is_followed": (
        "notifications:follow_list"
    ),
    "notifications/test_inbox.py::test_inbox_asks_a_fixed_number_of_queries": (
        "notifications:inbox"
    ),
    "guidelines/test_likeness.py::test_list_asks_a_fixed_number_of_queries": "guidelines:pair_list",
    "guidelines/test_translations.py::test_list_asks_a_fixed_number_of_queries": (
        "guidelines:translation_list"
    ),
    "research/test_editing.py::test_draft_list_shows_who_wrote_what_and_asks_the_same": (
        "research:draft_list"
    ),
    "research/test_work_list.py::test_work_list_asks_the_same_however_many_works": (
        "research:work_list"
    ),
    "forums/test_pages.py::test_pages_ask_a_fixed_number_of_queries": "forums:topic_list",
    "forums/test_asking_pages.py::test_pages_ask_a_fixed_number_of_queries": (
        "forums:ask_list forums:question_list"
    ),
    "forums/test_bookmarks.py::test_list_asks_a_fixed_number_of_queries": "forums:bookmark_list",
    "forums/test_poll_pages.py::test_votes_ask_a_fixed_number_of_queries": "forums:vote_list",
    "forums/test_poll_ends.py::test_polls_that_wait_are_listed_until_one_votes": "forums:poll_list",
    "forums/test_carry_pages.py::test_figures_are_published_without_small_ones": (
        "forums:count_list"
    ),
    "search/test_results.py::test_statements_of_a_page_do_not_grow": "search:results",
    "taxonomy/test_pages.py::test_lists_ask_no_more_for_more_rows": (
        "taxonomy:taxonomy_list taxonomy:technology_list taxonomy:term_list"
    ),
    "forums/test_activity.py::test_lists_ask_a_fixed_number_of_queries": (
        "workspaces:activity workspaces:export_list"
    ),
    "workspaces/test_pages.py::test_lists_cost_the_same_however_many_rooms": (
        "workspaces:listed_list workspaces:workspace_list"
    ),
    "workspaces/test_pages.py::test_room_and_members_cost_the_same_however_many_members": (
        "workspaces:member_list"
    ),
    "writing/test_drafts.py::test_list_costs_the_same_for_three": "writing:draft_list",
    "test_lists.py::test_small_lists_ask_the_same_for_one_and_three": (
        "directory:seat_role_list home:held_form_list usersessions_list"
    ),
}
# Pages by another way than a view's own `Page.of`.
LISTS_ELSEWHERE = {"search:results"}


def pages_rows(module: Any) -> set[str]:
    """Return the functions of a module that make a page of rows, or call one that does."""
    tree = ast.parse(inspect.getsource(module))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}

    def calls(node: ast.AST, known: set[str]) -> bool:
        return any(
            isinstance(part, ast.Call)
            and (ast.unparse(part.func) == "Page.of" or ast.unparse(part.func) in known)
            for part in ast.walk(node)
        )

    found: set[str] = set()
    while more := {name for name, node in functions.items() if calls(node, found)} - found:
        found |= more
    return found


def lists() -> Iterator[str]:
    """Yield the name of every address that shows a list."""
    yield from LISTS_ELSEWHERE
    for name, pattern in patterns():
        view: Any = inspect.unwrap(pattern.callback)
        is_ours = view.__module__.partition(".")[0] in ROOMS
        if getattr(pattern.callback, "is_post_only", False):
            continue
        if name.endswith("_list") or (
            is_ours and view.__name__ in pages_rows(sys.modules[view.__module__])
        ):
            yield name


def test_every_list_has_a_test_that_counts_its_queries() -> None:
    named = [name for names in COUNTED.values() for name in names.split()]

    assert len(named) == len(set(named))
    assert set(named) == set(lists())


@pytest.mark.parametrize("node", COUNTED)
def test_test_that_counts_queries_exists(node: str) -> None:
    path, name = node.split("::")
    tree = ast.parse((ROOT / "tests" / path).read_text(encoding="utf-8"))

    functions = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
    assert name in functions


def test_small_lists_ask_the_same_for_one_and_three(client: Client, secretariat: Person) -> None:
    names = ("directory:seat_role_list", "home:held_form_list", "usersessions_list")
    client.force_login(secretariat)
    counts = []
    for number in (1, 2):
        for each in range(number):
            Client().force_login(secretariat)
            HeldForm.hold(person=secretariat, address="/en/news/", fields=[("text", "Words")])
            role = SeatRole.objects.get(code="deputy")
            role.pk, role._state.adding, role.code = None, True, f"other-{number}-{each}"
            role.save()
        counts.append([asked(client, name) for name in names])

    assert counts[0] == counts[1]


def asked(client: Client, name: str) -> int:
    """Return how many statements a page costs, once it was opened before."""
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as statements:
        assert client.get(reverse(name)).status_code == 200
    return len(statements)
