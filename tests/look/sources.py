"""The style sheets, scripts and templates, as text."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SPRITE = (ROOT / "static/img/icons.svg").read_text()
CSS = {path.name: path.read_text() for path in sorted((ROOT / "static/css").glob("*.css"))}
SCRIPTS = {path.name: path.read_text() for path in sorted((ROOT / "static/js").glob("*.js"))}
# Mail has its own rules: its styles must be inline.
TEMPLATES = {
    str(path.relative_to(ROOT / "templates")): path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if "emails" not in path.parts
} | {
    str(path.relative_to(ROOT)): path.read_text()
    for path in sorted((ROOT / "rows").rglob("*.html"))
}


def rules(name: str) -> str:
    """Return a style sheet without its comments."""
    return re.sub(r"/\*.*?\*/", "", CSS[name], flags=re.DOTALL)


def declarations(name: str) -> list[tuple[str, str]]:
    """Return the (property, value) pairs of a style sheet."""
    bodies = re.findall(r"\{([^{}]*)\}", rules(name))
    pairs = [part.split(":", 1) for body in bodies for part in body.split(";") if ":" in part]
    return [(prop.strip(), value.strip()) for prop, value in pairs]


def css_classes(name: str) -> set[str]:
    """Return the classes that the selectors of a style sheet name."""
    selectors = re.findall(r"([^{};]*)\{", rules(name))
    return {
        found
        for selector in selectors
        if not selector.strip().startswith("@")
        for found in re.findall(r"\.([a-z][\w-]*)", selector)
    }


def template_classes(text: str) -> set[str]:
    """Return the classes that a template writes; one made from a variable ends in its dash."""
    found: set[str] = set()
    for value in re.findall(r"\sclass=\"((?:\{[{%].*?[%}]\}|[^\"{])*)\"", text):
        literal = re.sub(r"\{%\s*firstof \S+ '([\w-]+)'.*?%\}", r" \1 ", value)
        literal = re.sub(r"\{%.*?%\}", " ", literal)
        found |= set(re.sub(r"\{\{.*?\}\}", "*", literal).split())
    return {name.rstrip("*") for name in found if name.strip("*")}
