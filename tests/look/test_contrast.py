"""Contrast of every pair of colours that meets on a page, in light and dark (WCAG 2.2 AA)."""

import math
import re

import pytest

from tests.look import sources

TOKENS = sources.rules("tokens.css")
HEX = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6})", TOKENS))
OKLCH = dict(re.findall(r"(--[\w-]+): oklch\(([^)]*)\)", TOKENS))
GROUNDS = ["paper", "sheet", "tint"]
STATES = ["ok", "due", "late", "info"]
TEXT = [
    *((text, ground) for text in ("text", "text-soft", "text-mute", "link") for ground in GROUNDS),
    *((text, "paper") for text in ("visited", "action", *STATES)),
    *((state, f"{state}-bg") for state in STATES),
    *((text, f"{state}-bg") for text in ("text", "link") for state in STATES),
    ("visited", "sheet"),
    ("text", "mark"),
    ("on-brand", "brand"),
    ("on-brand", "brand-edge"),
    ("on-brand-soft", "brand"),
    ("on-soft", "on-brand-soft"),
    ("on-soft", "on-brand"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-action", "fill-1"),
    ("tlp-red", "tlp-ground"),
    ("tlp-amber", "tlp-ground"),
    ("tlp-green", "tlp-ground"),
    ("tlp-clear", "tlp-ground"),
]
SHAPES = [
    ("control", "paper"),
    ("control", "sheet"),
    ("fill-1", "paper"),
    ("fill-2", "paper"),
    ("focus", "paper"),
    ("focus", "sheet"),
    ("focus-on-brand", "brand"),
    ("focus-on-brand", "brand-edge"),
    ("late", "paper"),
]


def semantic(theme: int) -> dict[str, str]:
    """Return the colour of every name: 0 is light, 1 is dark."""
    names = dict(HEX)
    for name, raw in re.findall(r"(--[\w-]+): var\((--[\w-]+)\);", TOKENS):
        names.setdefault(name, HEX.get(raw, ""))
    if theme:
        for name, dark in re.findall(
            r"(--[\w-]+): light-dark\(var\(--[\w-]+\), var\((--[\w-]+)\)\)", TOKENS
        ):
            names[name] = HEX[dark]
    return names


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


def from_oklch(value: str) -> list[float]:
    """Return the sRGB channels, 0 to 255, of the three numbers of oklch()."""
    lightness, chroma, hue = (float(part) for part in value.split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    cone = [
        (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3,
        (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3,
        (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3,
    ]
    rows = [
        (4.0767416621, -3.3077115913, 0.2309699292),
        (-1.2684380046, 2.6097574011, -0.3413193965),
        (-0.0041960863, -0.7034186147, 1.7076147010),
    ]
    linear = [sum(w * c for w, c in zip(row, cone, strict=True)) for row in rows]
    return [
        255 * min(max(12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055, 0), 1)
        for c in linear
    ]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT, ids="-on-".join)
def test_text_contrast_is_at_least_4_5(text: str, ground: str, theme: int) -> None:
    names = semantic(theme)

    assert contrast(names[f"--{text}"], names[f"--{ground}"]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES, ids="-on-".join)
def test_shape_contrast_is_at_least_3(shape: str, ground: str, theme: int) -> None:
    names = semantic(theme)

    assert contrast(names[f"--{shape}"], names[f"--{ground}"]) >= 3


def test_light_and_dark_themes_differ() -> None:
    light, dark = semantic(0), semantic(1)

    assert light["--paper"] == "#ffffff"
    assert contrast(dark["--paper"], "#000000") < 1.3


@pytest.mark.parametrize("name", OKLCH)
def test_oklch_value_is_the_hex_value(name: str) -> None:
    expected = [int(HEX[name][at : at + 2], 16) for at in (1, 3, 5)]

    assert from_oklch(OKLCH[name]) == pytest.approx(expected, abs=2)
