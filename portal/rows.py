"""What a page repeats, drawn by Jinja2: Django's own templates would spend half of it there.

`{% load rows %}{% drawn "research/works.html" rows=rows %}` draws a template from `rows`: the rows
of a list. The fields of forms are drawn so too.
"""

from functools import cache
from typing import Any

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.forms.renderers import BaseRenderer
from django.template import defaultfilters, engines
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, StrictUndefined

register = template.Library()


class RowEnvironment(Environment):
    """Jinja2 for rows that are dicts: their keys are looked up before the methods of a dict.

    The other way round each value of a row costs an exception: forty of them for a post.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what `row.name` is in a template."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def environment(**options: Any) -> Environment:
    """Return the engine: it escapes everything, and a name that is not there is an error."""
    made = RowEnvironment(  # Django's options switch escaping on
        **options | {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    made.filters |= {
        "capfirst": defaultfilters.capfirst,
        "date": defaultfilters.date,
        "filesizeformat": defaultfilters.filesizeformat,
        "intcomma": intcomma,
    }
    made.globals |= {"once": once, "part": part, "static": static}
    return made


def once(name: str) -> SafeString:
    """Return a template that takes nothing, drawn once for each language."""
    return _kept(name, get_language() or "en")


@cache
def _kept(name: str, language: str) -> SafeString:
    return drawn(name)


def part(name: str, **context: Any) -> SafeString:
    """Return a template of Django's engine, for what stands on few pages and is drawn there too."""
    return render_to_string(name, context)


@register.simple_tag
def drawn(name: str, **context: Any) -> SafeString:
    """Return a template of the folder `rows` as HTML; it sees what it is given and no more."""
    return SafeString(engines["jinja2"].get_template(name).render(context))


class FormRenderer(BaseRenderer):
    """Draws forms and their fields: a page of a topic has twenty controls and options."""

    def get_template(self, template_name: str) -> Any:
        """Return a template of `rows`, or of Django's own for Jinja2."""
        return engines["jinja2"].get_template(template_name)
