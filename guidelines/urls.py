from django.urls import include, path, register_converter

from guidelines.harbour_urls import HARBOUR
from guidelines.use_urls import USE
from guidelines.views import (
    after,
    likeness,
    making,
    manuscripts,
    outcomes,
    overview,
    records,
    reexaminations,
    translations,
    versions,
)


class KindConverter:
    """The kinds of records: shorter than identifiers, of which some end in “s” too."""

    regex = "[a-z]{1,10}"

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return value

    def to_url(self, value: str) -> str:
        """Return the word of the address."""
        return str(value)


register_converter(KindConverter, "guidance")
app_name = "guidelines"

urlpatterns = [
    path("", overview.home, name="home"),
    # Before what a kind could be called.
    *USE,
    path("manuscripts/", include("guidelines.journey_urls")),
    path("answers/", outcomes.outcome_list, name="outcome_list"),
    path("confidence/", outcomes.confidence_rule, name="confidence_rule"),
    path("reviews/<slug:public_id>/end/", reexaminations.review_end, name="review_end"),
    path("duplicates/", likeness.pair_list, name="pair_list"),
    path("duplicates/<int:pk>/settle/", likeness.pair_settle, name="pair_settle"),
    path("<guidance:kind>s/", records.record_list, name="record_list"),
    path("<guidance:kind>s/add/", manuscripts.record_add, name="record_add"),
    path("manuscripts/<slug:public_id>/", manuscripts.manuscript_detail, name="manuscript_detail"),
    path(
        "manuscripts/<slug:public_id>/edit/",
        manuscripts.manuscript_edit,
        name="manuscript_edit",
    ),
    path("codes/<slug:code>/", after.record_by_code, name="record_by_code"),
    path("from/<slug:code>/<slug:key>/", making.making, name="making"),
    path("from/<slug:code>/<slug:key>/<slug:kind>/", making.record_make, name="record_make"),
    path("<slug:public_id>/", records.record_detail, name="record_detail"),
    path("<slug:public_id>/revise/", manuscripts.record_revise, name="record_revise"),
    path("<slug:public_id>/versions/", versions.version_list, name="version_list"),
    path("<slug:public_id>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path("<slug:public_id>/changes/", versions.version_changes, name="version_changes"),
    path("<slug:public_id>/answer/", outcomes.outcome_edit, name="outcome_edit"),
    path("<slug:public_id>/answer/withdraw/", outcomes.outcome_withdraw, name="outcome_withdraw"),
    path("<slug:public_id>/review/", reexaminations.review_add, name="review_add"),
    path("<slug:public_id>/review-by/", reexaminations.review_plan, name="review_plan"),
    path("<slug:public_id>/supersede/", after.record_supersede, name="record_supersede"),
    path("<slug:public_id>/merge/", after.record_merge, name="record_merge"),
    path("<slug:public_id>/withdraw/", after.record_withdraw, name="record_withdraw"),
    path("<slug:public_id>/liken/", likeness.record_liken, name="record_liken"),
    path("<slug:public_id>/translations/", translations.translation_list, name="translation_list"),
    path(
        "<slug:public_id>/translations/<slug:language>/",
        translations.translation_detail,
        name="translation_detail",
    ),
    path(
        "<slug:public_id>/translations/<slug:language>/<slug:section>/",
        translations.translation_edit,
        name="translation_edit",
    ),
    path(
        "<slug:public_id>/translations/<slug:language>/<slug:section>/check/",
        translations.translation_check,
        name="translation_check",
    ),
]
# Before the others: “figures/” is no kind of record.
urlpatterns[:0] = HARBOUR
