"""Templates, scripts and icons as files: short, nothing inline, nothing from elsewhere."""

import re

import pytest

from tests.look.sources import CSS, SCRIPTS, SPRITE, TEMPLATES

INLINE = re.compile(
    r"\sstyle=|<style\b|\son[a-z]+=[\"']|javascript:"
    r"|<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/ld\+json\")"
)
ELSEWHERE = re.compile(
    r"(?:src|action)=[\"'](?:https?:)?//|<link\b[^>]*href=[\"'](?:https?:)?//|url\(|@import"
)
MARKUP = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?://")
SYMBOLS = set(re.findall(r'id="(i-[a-z]+)"', SPRITE))


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_short(name: str) -> None:
    assert len(TEMPLATES[name].splitlines()) <= 80


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_nothing_inline_and_nothing_from_elsewhere(name: str) -> None:
    assert INLINE.findall(TEMPLATES[name]) == []
    assert ELSEWHERE.findall(TEMPLATES[name]) == []


@pytest.mark.parametrize("name", CSS)
def test_css_loads_nothing(name: str) -> None:
    assert ELSEWHERE.findall(CSS[name]) == []


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_short_and_writes_no_markup(name: str) -> None:
    assert len(SCRIPTS[name].splitlines()) <= 80
    assert MARKUP.findall(SCRIPTS[name]) == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_icons_of_a_template_exist(name: str) -> None:
    assert set(re.findall(r"#(i-[a-z]+)[\"{]", TEMPLATES[name])) - SYMBOLS == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_icons_are_decoration_beside_words(name: str) -> None:
    icons = re.findall(r"<svg class=\"icon[^>]*>", TEMPLATES[name])

    assert [icon for icon in icons if 'aria-hidden="true"' not in icon] == []


def test_style_guide_shows_every_icon() -> None:
    assert set(re.findall(r"#(i-[a-z]+)", TEMPLATES["home/styleguide/icons.html"])) == SYMBOLS


def test_component_says_its_purpose_in_its_first_line() -> None:
    silent = [
        name
        for name, text in TEMPLATES.items()
        if name.startswith("components/") and not re.match(r"\{# .+ #\}", text)
    ]

    assert silent == []
