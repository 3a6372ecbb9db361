"""What a record is filed under: words such as `phase:pilot`."""

from typing import Any

from guidelines.sections import Content

# Facets and the sections that they are read from.
FACETS = {
    "technology": "technologies",
    "process": "processes",
    "phase": "phase",
    "obstacle": "obstacles",
    "benefit": "benefits",
    "strength": "strength",
    "cause": "root_cause",
    "grounds": "grounds",
    "progress": "progress",
    "supplier": "supplier",
}


def facets_of(kind: str, content: Content, *, region: str = "", **more: str) -> list[str]:
    """Return the facet values of a record: its kind, what its content says, its region."""
    found = [f"kind:{kind}"]
    for facet, code in FACETS.items():
        value: Any = content.get(code)
        values = value if isinstance(value, list) else [value] if value else []
        found += [f"{facet}:{each}" for each in values]
    if region:
        found.append(f"region:{region}")
    found += [f"{name}:{value}" for name, value in more.items() if value]
    return sorted(set(found))
