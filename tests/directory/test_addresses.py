"""What is odd about an address is said before a letter is believed."""

import pytest

from directory.addresses import findings

KNOWN = {"douane.example", "customs.gov.example"}


@pytest.mark.parametrize(
    ("email", "codes"),
    [
        ("a.diallo@douane.example", []),
        ("a.diallo@DOUANE.example", []),
        ("a.diallo@mail.douane.example", []),
        ("a.diallo+portal@douane.example", ["sub-address"]),
        ("a.diallo@gmail.com", ["free-mail", "not-listed"]),
        ("a.diallo@other.example", ["not-listed"]),
        # One letter added, dropped, changed, swapped.
        ("a@douanes.example", ["look-alike", "not-listed"]),
        ("a@duane.example", ["look-alike", "not-listed"]),
        ("a@douame.example", ["look-alike", "not-listed"]),
        ("a@duoane.example", ["look-alike", "not-listed"]),
        ("a@d0uane.example", ["look-alike", "not-listed"]),
        ("a@dou-ane.example", ["look-alike", "not-listed"]),
        # The known one stands in front of another.
        ("a@douane.example.evil.test", ["look-alike", "not-listed"]),
        ("a@douane-example.test", ["look-alike", "not-listed"]),
        # A Cyrillic letter, written so and as its punycode.
        ("a@d\u043euane.example", ["punycode", "mixed-scripts", "look-alike", "not-listed"]),
        ("a@xn--duane-jye.example", ["punycode", "mixed-scripts", "look-alike", "not-listed"]),
        (
            "a@\u0434\u043e\u0443\u0430\u043d\u0435.example",
            ["punycode", "mixed-scripts", "not-listed"],
        ),
        ("a\u200b@douane.example", ["hidden"]),
        ("a.d\u0456allo@douane.example", ["mixed-scripts"]),
    ],
)
def test_findings(email: str, codes: list[str]) -> None:
    assert [finding.code for finding in findings(email, KNOWN)] == codes


def test_office_without_a_list() -> None:
    assert [each.code for each in findings("a@douane.example", set())] == ["no-list"]
