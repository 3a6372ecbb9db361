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


@pytest.mark.parametrize("listed", ["xn--zll-sna.example", "z\u00f6ll.example"])
@pytest.mark.parametrize("typed", ["xn--zll-sna.example", "z\u00f6ll.example"])
def test_domain_of_the_list_is_known_in_both_spellings(listed: str, typed: str) -> None:
    assert findings(f"a@{typed}", {listed}) == []
    assert findings(f"a@mail.{typed}", {listed}) == []
    assert "look-alike" in {each.code for each in findings("a@zoll.example", {listed})}


def test_digits_pass_for_the_letters_they_look_like() -> None:
    for typed in ("cu5toms.example", "cust0ms.example", "cu$toms.example"):
        assert "look-alike" in {each.code for each in findings(f"a@{typed}", {"customs.example"})}
    # Two digits, which no slip of one letter explains.
    assert "look-alike" in {
        each.code for each in findings("a@cu5t0m5.example", {"customs.example"})
    }


def test_office_without_a_list() -> None:
    assert [each.code for each in findings("a@douane.example", set())] == ["no-list"]
