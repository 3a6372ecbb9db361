"""Who reads a record, in words."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.markings.models import Marking

# What each label means for a record, said where the label is chosen.
MEANINGS = {
    Marking.CLEAR: gettext_lazy("Everybody, signed in or not. Search engines find it."),
    Marking.GREEN: gettext_lazy("Verified officers of all Member administrations."),
    Marking.AMBER: gettext_lazy(
        "Officers of the owner’s administration, the Secretariat, and readers that you name."
    ),
    Marking.AMBER_STRICT: gettext_lazy(
        "Officers of the owner’s administration and readers that you name. Not the Secretariat."
    ),
    Marking.RED: gettext_lazy("Only readers that you name. Not the Secretariat."),
}


NAMED = ("person:", "administration:")


def label_choices() -> list[tuple[str, SafeString]]:
    """Return the labels with what each means, for a group of radio buttons."""
    return [
        (
            marking.value,
            format_html(
                '<span class="tlp tlp-{}">{}</span> {}', marking.value, marking.label, meaning
            ),
        )
        for marking, meaning in MEANINGS.items()
    ]


def readership(work: Any) -> str:
    """Return who reads the record now."""
    if work.state == work.State.DRAFT:
        return _("Draft: its author, editors and publishers")
    # The stored audience names them: no query.
    return readership_of(work, {token for token in work.audience.tokens if token.startswith(NAMED)})


def readership_when_published(work: Any) -> str:
    """Return who will read a draft once it is published."""
    return readership_of(work, work.named_readers())


def readership_of(work: Any, named: set[str]) -> str:
    """Return who reads a published record with these named readers."""
    if work.marking == Marking.CLEAR:
        return _("Everybody")
    if work.marking == Marking.GREEN:
        if work.is_open_to_partners:
            return _("All Members and partner organisations")
        return _("All Members")
    parts = []
    if work.marking == Marking.AMBER:
        parts.append(_("%(owner)s and the Secretariat") % {"owner": work.administration})
    elif work.marking == Marking.AMBER_STRICT:
        parts.append(_("Only %(owner)s") % {"owner": work.administration})
    if count := len(named - {f"administration:{work.administration_id}"}):
        parts.append(
            ngettext("%(count)s named reader", "%(count)s named readers", count) % {"count": count}
        )
    return ", ".join(parts) or _("Nobody yet: name the readers")
