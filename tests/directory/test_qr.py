"""Codes that phones read."""

from defusedxml.ElementTree import fromstring

from directory.qr import qr_svg

TEXT = "otpauth://totp/somebody?secret=ABC"


def test_code_of_a_page_and_code_of_a_picture_are_the_same_squares() -> None:
    part, picture = fromstring(qr_svg(TEXT)), fromstring(qr_svg(TEXT, is_file=True))

    assert (part.tag, picture.tag) == ("svg", "{http://www.w3.org/2000/svg}svg")
    assert [each.attrib for each in part] == [each.attrib for each in picture]
    assert part.get("viewBox") == picture.get("viewBox") == "0 0 37 37"
    assert {name for each in part.iter() for name in each.attrib} == {
        "class", "viewBox", "fill", "stroke", "d"
    }  # fmt: skip
    assert len(qr_svg(TEXT, is_file=True)) < 4_000


def test_text_that_no_code_holds_has_none() -> None:
    assert (qr_svg("x" * 2_950) == "", qr_svg("x" * 2_960)) == (False, "")
