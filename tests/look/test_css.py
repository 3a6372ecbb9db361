"""The style sheets: small, layered, made of tokens, ready for right-to-left."""

import gzip
import re

import pytest

from portal.home import samples
from tests.look import sources
from tests.look.sources import CSS, TEMPLATES

PHYSICAL = re.compile(
    r"(min-|max-)?(width|height)|(margin|padding|border)-(left|right|top|bottom)(-\w+)?"
    r"|left|right|top|bottom|border-(top|bottom)-(left|right)-radius|overflow-[xy]"
)
# A scroll box scrolls along its own lines in either direction.
ALLOWED = {"overflow-x"}
COLOUR = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(rgba?|hsla?|oklch|oklab|lab|lch|hwb|color)\("
    r"|\b(white|black|red|green|blue|gr[ae]y|yellow|orange)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("name", CSS)
def test_css_file_is_short(name: str) -> None:
    assert len(CSS[name].splitlines()) <= 200


def test_css_of_a_page_is_at_most_16_kb_compressed() -> None:
    """A page has the sheets of the frame and at most two of its own."""
    sizes = {name: len(gzip.compress(text.encode(), 9)) for name, text in CSS.items()}
    frame = set(re.findall(r"css/([a-z]+\.css)", TEMPLATES["components/styles.html"]))
    others = sorted((size for name, size in sizes.items() if name not in frame), reverse=True)

    assert frame
    assert sum(sizes[name] for name in frame) + sum(others[:2]) <= 16_000


@pytest.mark.parametrize("name", CSS)
def test_css_has_no_physical_property(name: str) -> None:
    physical = {prop for prop, _ in sources.declarations(name) if PHYSICAL.fullmatch(prop)}
    sides = {
        (prop, value)
        for prop, value in sources.declarations(name)
        if prop in ("text-align", "float", "clear") and re.search(r"\b(left|right)\b", value)
    }

    assert (physical - ALLOWED, sides) == (set(), set())


@pytest.mark.parametrize("name", [name for name in CSS if name != "tokens.css"])
def test_colour_literals_stand_only_in_tokens(name: str) -> None:
    literals = [
        (prop, value)
        for prop, value in sources.declarations(name)
        if COLOUR.search(re.sub(r'var\([^()]*\)|"[^"]*"', "", value))
    ]

    assert literals == []


@pytest.mark.parametrize("name", [name for name in CSS if name not in ("tokens.css", "print.css")])
def test_rules_stand_in_a_declared_layer(name: str) -> None:
    layers = re.findall(r"@layer (\w+) \{", sources.rules(name))
    outside = re.sub(r"@layer \w+ \{.*?\n\}", "", sources.rules(name), flags=re.DOTALL).strip()

    assert set(layers) <= {"reset", "base", "layout", "components", "utilities"}
    assert (bool(layers), outside) == (True, "")


def test_every_token_is_used_and_every_used_token_exists() -> None:
    text = "".join(sources.rules(name) for name in CSS)
    defined = set(re.findall(r"(--[\w-]+)\s*:", text))
    used = set(re.findall(r"var\((--[\w-]+)", text))
    with_fallback = set(re.findall(r"var\((--[\w-]+),", text))

    assert defined - used == set()
    assert used - with_fallback - defined == set()


def test_components_use_semantic_colours_only() -> None:
    raw = set(re.findall(r"(--[\w-]+):", sources.rules("tokens.css").split("@supports", 1)[0]))
    used = {
        token
        for name in CSS
        if name != "tokens.css"
        for token in re.findall(r"var\((--[\w-]+)", sources.rules(name))
    }

    assert raw & used == set()


def test_every_class_of_the_style_sheets_is_shown_in_the_style_guide() -> None:
    frame = (
        "base.html", "components/", "home/styleguide", "writing/", "rows/django/", "rows/files/",
        "rows/writing/",
    )  # fmt: skip
    shown = set().union(
        *(
            sources.template_classes(text)
            for name, text in TEMPLATES.items()
            if name.startswith(frame)
        ),
        sources.template_classes(samples.sample().html),
    )
    stems = tuple(name for name in shown if name.endswith("-"))
    styled = set().union(*(sources.css_classes(name) for name in CSS))

    assert {name for name in styled - shown if not name.startswith(stems)} == set()


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_class_of_a_template_has_a_style(name: str) -> None:
    styled = set().union(*(sources.css_classes(sheet) for sheet in CSS))
    written = sources.template_classes(TEMPLATES[name])

    assert {
        name
        for name in written - styled
        if not (name.endswith("-") and any(style.startswith(name) for style in styled))
    } == set()


def test_style_sheets_write_no_punctuation() -> None:
    """French puts a no-break space before a colon: words and their marks stand in templates."""
    written = {
        f"{name}: {value}"
        for name in CSS
        for prop, value in sources.declarations(name)
        if prop == "content" and re.search(r'"[^"]*[:;!?][^"]*"', value)
    }

    assert written == set()
