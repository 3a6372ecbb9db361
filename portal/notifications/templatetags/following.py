"""The control of a page that can be followed."""

from typing import Any

from django import template
from django.templatetags.static import static
from django.urls import reverse

from portal.notifications.following import heard, states_of
from portal.notifications.registry import followable_of
from portal.rows import drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def follow(context: template.Context, code: str, key: str, others: Any = ()) -> str:
    """Show the button that follows a subject; `others` are more (code, key, title) of its page.

    One statement for all of them; nothing, and none, for visitors.
    """
    request = context["request"]
    if not request.user.is_authenticated:
        return ""
    subject = f"{code}:{key}"
    more = [(f"{code_}:{key_}", title) for code_, key_, title in others]
    states = states_of([subject, *(each for each, _title in more)], request.user)
    followable = followable_of(subject)
    return drawn(
        "notifications/follow.html",
        csrf=str(context.get("csrf_token", "")),
        icons=static("img/icons.svg"),
        here=request.get_full_path(),
        set_url=reverse("notifications:follow_set"),
        stop_url=reverse("notifications:follow_stop"),
        state=states[subject],
        levels=[(level.value, level.label) for level in followable.levels] if followable else [],
        others=[(states[each], title) for each, title in more],
    )


@register.inclusion_tag("components/watch.html", takes_context=True)
def watch(context: template.Context, *names: str) -> dict[str, Any]:
    """Show how closely each of these is followed, the most telling first, with every level.

    `names` are code and key in turns. One statement for all of them, none for visitors.
    """
    request = context["request"]
    if not request.user.is_authenticated:
        return {}
    subjects = [f"{code}:{key}" for code, key in zip(names[::2], names[1::2], strict=True)]
    states = states_of(subjects, request.user)
    known = [(states[each], followable_of(each)) for each in subjects]
    return {
        "request": request,
        "csrf_token": context.get("csrf_token"),
        "here": request.get_full_path(),
        "rows": [
            (state, each.label, [(level.value, level.label) for level in each.levels])
            for state, each in known
            if each
        ],
        "heard": heard([states[each] for each in subjects]),
    }
