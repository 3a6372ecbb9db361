"""What a work is filed under: words such as `type:report`."""

from typing import Any


def facets_of(work: Any) -> list[str]:
    """Return the facet values of a work, from its fields and its sets."""
    return [
        f"type:{work.kind}",
        f"language:{work.language.code}",
        *(f"technology:{term.slug}" for term in work.technologies.all()),
        *(f"process:{term.slug}" for term in work.processes.all()),
        *(f"region:{region.code}" for region in work.regions.all()),
    ]
