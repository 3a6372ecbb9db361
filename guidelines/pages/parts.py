"""Parts of a page that say the same to many readers, drawn once for whatever they say.

What a part says is its key, the address of its record with it. It holds nothing else of a reader:
no name, no token of a form.
"""

from collections.abc import Hashable
from typing import Any

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString

from portal.kept import KeptEach

_PARTS: KeptEach[Hashable, SafeString] = KeptEach(seconds=600, most=4_000)


def kept_part(name: str, key: Hashable, **context: Any) -> SafeString:
    """Return a template as HTML, kept in each language under everything that it says."""
    shown = {"icons": static("img/icons.svg"), **context}
    return _PARTS.of((name, key), lambda: render_to_string(name, shown))
