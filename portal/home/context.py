"""What every page shows around its content."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hub.notice import STANDING
from portal.markings.access import may
from portal.needs import head_of

# Which word of the navigation is underlined, by namespace and by page.
PLACES = {
    "research": "library", "taxonomy": "library", "search": "library", "hub": "hub",
    "workspaces": "workspaces", "forums": "workspaces", "guidelines": "guidance",
}  # fmt: skip
# The pages of whoever works on the desk are those that these permissions open.
DESK = {
    "audit.read_log", "desk.keep_desk", "desk.work_queues", "directory.reset_factor",
    "hub.edit_banner", "hub.edit_item", "hub.keep_announcements", "hub.keep_items",
    "notifications.watch_delivery", "research.read_drafts", "research.withdraw_unread",
    "taxonomy.edit_term",
}  # fmt: skip
DESK_PAGES: tuple[tuple[str, Promise, str, list[str]], ...] = (
    ("desk.work_queues", gettext_lazy("Queues"), "desk:home", []),
    ("hub.keep_items", gettext_lazy("Writing and publishing"), "hub:item_list", ["news"]),
    ("research.read_drafts", gettext_lazy("Library drafts"), "research:draft_list", []),
    ("taxonomy.edit_term", gettext_lazy("Taxonomies"), "taxonomy:taxonomy_list", []),
    (
        "directory.reset_factor",
        gettext_lazy("Lost second steps"),
        "directory:factor_reset_list",
        [],
    ),
    ("notifications.watch_delivery", gettext_lazy("Mail delivery"), "notifications:delivery", []),
    ("audit.read_log", gettext_lazy("Audit log"), "home:audit_list", []),
    ("hub.edit_banner", gettext_lazy("Maintenance notice"), "hub:banner_edit", []),
    ("directory.assign_role", gettext_lazy("Roles"), "directory:role_list", []),
)
# Pages that anybody may open and that stand on the desk all the same.
OPEN_ON_DESK = {"directory:role_list", "taxonomy:taxonomy_list", "taxonomy:term_list"}
ABOUT = {"home:about", "home:join"}


def page(request: HttpRequest) -> dict[str, Any]:
    """Return the frame of a page: sections that exist, languages, icons, notice, what waits."""
    person = request.user
    desk = cache(lambda: list(desk_pages(request)))
    return {
        "icons": static("img/icons.svg"),
        "nav": SimpleLazyObject(lambda: navigation(request, desk())),
        "language_urls": language_urls(place_of(request)) if keeps_place(request) else [],
        "banner": SimpleLazyObject(STANDING.now),
        # Counted only by a page that shows it; the home page and the inbox give their own.
        "standing": SimpleLazyObject(lambda: head_of(person)) if person.is_authenticated else None,
        "is_overdue": getattr(person, "is_late", False),
        "desk_pages": desk,
        "demo": settings.DEMO,
    }


def keeps_place(request: HttpRequest) -> bool:
    """Return whether this page can be asked for again; a secret that is shown once cannot."""
    return not getattr(request, "is_shown_once", False)


def place_of(request: HttpRequest) -> str:
    """Return the address of this page, or of the page above it where its own takes only POST."""
    match = request.resolver_match
    if match is None or not is_post_only(match):
        return request.get_full_path()
    path = request.path
    while path := path.rstrip("/").rpartition("/")[0] + "/":
        try:
            if not is_post_only(resolve(path)):
                break
        except Resolver404:
            continue
    return path


def is_post_only(match: ResolverMatch) -> bool:
    """Return whether the view of an address answers to forms alone."""
    return getattr(match.func, "is_post_only", False)


def language_urls(path: str) -> list[tuple[str, str, str, bool]]:
    """Return code, word, address and whether it is the present one; place and query are kept."""
    here = get_language()
    place = path.removeprefix(f"/{here}/") if path.startswith(f"/{here}/") else ""
    return [
        (code, code.upper(), f"/{code}/{place}", code == here) for code, _name in settings.LANGUAGES
    ]


class Navigation(NamedTuple):
    """All that the words of the navigation depend on; `here` is the section of the page."""

    language: str
    here: str
    is_known: bool
    reads_cards: bool
    enters_workspaces: bool
    # The address of the person's own desk, if they have one.
    desk: str

    def __str__(self) -> str:
        return _drawn(self)

    @property
    def placeless(self) -> SafeString:
        """The same words for a page that is nowhere."""
        return _drawn(self._replace(here=""))


def navigation(request: HttpRequest, desk: list[tuple[str, str, bool]]) -> Navigation:
    """Return the navigation; none of its words leads to a page that refuses this person."""
    person = request.user
    return Navigation(
        language=get_language() or "en",
        here=section_of(request.resolver_match),
        is_known=person.is_authenticated,
        reads_cards=person.is_authenticated and may(person, "directory.read_cards"),
        enters_workspaces=person.is_authenticated and may(person, "workspaces.look"),
        desk=desk[0][1] if desk else "",
    )


@lru_cache(maxsize=128)
def _drawn(navigation: Navigation) -> SafeString:
    """Return the navigation as HTML; a pure function, so what is kept is right for everybody."""
    return render_to_string("components/nav.html", {"nav": list(sections(navigation))})


def sections(navigation: Navigation) -> Iterator[dict[str, Any]]:
    """Yield the words of the navigation."""
    here = navigation.here
    yield _word("guidance", _("Guidance"), reverse("guidelines:home"), here)
    yield _word("library", _("Library"), reverse("research:work_list"), here)
    if navigation.reads_cards:
        administrations = reverse("directory:administration_list")
        yield _word("directory", _("Directory"), administrations, here)
    else:
        yield _word("directory", _("Members"), reverse("directory:member_list"), here)
    if navigation.enters_workspaces:
        yield _word("workspaces", _("Workspaces"), reverse("workspaces:workspace_list"), here)
    yield _word("hub", _("News and meetings"), reverse("hub:news_list"), here)
    if not navigation.is_known:
        yield _word("about", _("About the project"), reverse("home:about"), here)
    elif navigation.desk:
        yield _word("desk", _("Desk"), navigation.desk, here)


def _word(place: str, label: str, url: str, here: str) -> dict[str, Any]:
    return {"label": label, "url": url, "current": place == here}


def section_of(match: ResolverMatch | None) -> str:
    """Return the word of the navigation that a page stands under; empty for one of no section."""
    if match is None:
        return ""
    if getattr(match.func, "access_rule", "") in DESK or match.view_name in OPEN_ON_DESK:
        return "desk"
    if match.view_name in ABOUT:
        return "about"
    if match.namespace == "directory":
        account = str(match.url_name).startswith(("account", "factor"))
        return "" if account else "directory"
    return PLACES.get(match.namespace, "")


def desk_pages(request: HttpRequest) -> Iterator[tuple[str, str, bool]]:
    """Yield label, address and whether it is the present one of each page this person works on."""
    person = request.user
    if not person.is_authenticated:
        return
    for permission, label, name, args in DESK_PAGES:
        if may(person, permission):
            address = reverse(name, args=args)
            # The tabs of one page differ in their last word.
            yield str(label), address, request.path.startswith(address.removesuffix("news/"))
