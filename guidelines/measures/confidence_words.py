"""The words of the rule of confidence: each step of a verdict, and the table that explains it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

SENTENCES: dict[str, Promise] = {
    "evidence-strong": ngettext_lazy(
        "Strong evidence: %(number)d source of grade A or B.",
        "Strong evidence: %(number)d sources of grade A or B.",
        "number",
    ),
    "evidence-some": ngettext_lazy(
        "Some evidence: %(number)d source of grade B or C.",
        "Some evidence: %(number)d sources of grade B or C.",
        "number",
    ),
    "evidence-weak": ngettext_lazy(
        "Weak evidence: %(number)d source, of grade D, and none better.",
        "Weak evidence: %(number)d sources, of grade D, and none better.",
        "number",
    ),
    "evidence-none": _("No evidence is given."),
    # Of Members no number, which could be told apart by subtraction.
    "used-few": _(
        "Fewer than three administrations count as using it; it takes three to raise the level."
    ),
    "used-several": _("Three to nine administrations count as using it: the level rises one step."),
    "used-many": _(
        "Ten administrations or more count as using it: the level rises two steps, to high at most."
    ),
    "failed-few": _("Fewer than two failures count; it takes two to lower the level."),
    "failed-some": _("Two failures or more count: the level falls one step."),
    "failed-many": _("Two failures or more count, at least as many as uses: it is contested."),
    "half": _("Some answers count half: they are old, or a review has dealt with them."),
}

# The same where the number of failures is below three, and hidden.
UNTOLD: dict[str, Promise] = {
    "failed-some": _("Failures were reported: the level falls one step."),
    "failed-many": _("Failures were reported, at least as many as uses: it is contested."),
}

COLUMNS: tuple[Promise, ...] = (
    _("Fewer than three administrations use it"),
    _("Three to nine use it"),
    _("Ten or more use it"),
)

ROWS: dict[str, Promise] = {
    "evidence-strong": _("Strong evidence: one source of grade A, or two of grade B"),
    "evidence-some": _("Some evidence: one source of grade B or C"),
    "evidence-weak": _("Weak evidence: grade D only, or none"),
}

NOTES: tuple[Promise, ...] = (
    _("Each administration has one answer, signed by its holder, and may amend it at any time."),
    _("Two failures or more lower the level by one step. One alone does not."),
    _("Two failures or more, and at least as many as uses: the practice is contested."),
    _("“Not applicable here” does not change the level."),
    _("An answer older than 24 months counts half."),
    _("A failure that a review has dealt with counts half too."),
    _("Two halves of the same answer make one; a single half is not counted."),
    _("A new failure opens a review as soon as two failures count."),
    _(
        "A circumstance is proposed as a contraindication when two administrations share it: "
        "it failed there, or does not apply there."
    ),
    _("A circumstance of an administration that uses the practice is not proposed."),
)
