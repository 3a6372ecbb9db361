"""Rows of long lists, drawn by Jinja2: on these, Django's own templates spend half of a page.

`{% load rows %}{% drawn "research/works.html" rows=rows %}` draws a template from `rows`.
"""

from typing import Any

from django import template
from django.template import defaultfilters, engines
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from jinja2 import Environment, StrictUndefined

register = template.Library()


def environment(**options: Any) -> Environment:
    """Return the engine: it escapes everything, and a name that is not there is an error."""
    made = Environment(  # noqa: S701  # Django's options switch escaping on
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= {"capfirst": defaultfilters.capfirst, "date": defaultfilters.date}
    return made


@register.simple_tag
def drawn(name: str, **context: Any) -> SafeString:
    """Return a template of the folder `rows` as HTML; it sees what it is given and no more."""
    return SafeString(engines["jinja2"].get_template(name).render(context))
