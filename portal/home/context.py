"""What every page shows around its content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.translation import get_language
from django.utils.translation import gettext as _



def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page: sections that exist, the language switch, the sprite of icons."""
    here = get_language()
    path = request.get_full_path()
    return {
        "icons": static("img/icons.svg"),
        "nav": sections(request),
        "language_urls": [
            (code, code.upper(), translate_url(path, code), code == here)
            for code, _name in settings.LANGUAGES
        ],
        "demo": settings.DEMO,
    }


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the words of the navigation, for this person."""
    match = getattr(request, "resolver_match", None)
    current = match.namespace if match else ""
    words = [("research", _("Library"), "research:work_list")]
    return [
        {"label": label, "url": reverse(name), "current": current == namespace}
        for namespace, label, name in words
    ]
