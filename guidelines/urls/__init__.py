from django.urls import include, path, register_converter

from guidelines.urls.identity import IDENTITY
from guidelines.urls.use import USE
from guidelines.views import (
    making,
    manuscripts,
    outcomes,
    overview,
    pairs,
    records,
    reexaminations,
    succession,
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
    # Before what a kind could be called: “figures/” is none.
    *IDENTITY,
    *USE,
    path("manuscripts/", include("guidelines.urls.texts")),
    path("answers/", outcomes.outcome_list, name="outcome_list"),
    path("confidence/", outcomes.confidence_rule, name="confidence_rule"),
    path("reviews/<slug:public_id>/end/", reexaminations.review_end, name="review_end"),
    path("duplicates/", pairs.pair_list, name="pair_list"),
    path("duplicates/<int:pk>/settle/", pairs.pair_settle, name="pair_settle"),
    path("<guidance:kind>s/", records.record_list, name="record_list"),
    path("<guidance:kind>s/add/", manuscripts.record_add, name="record_add"),
    path("manuscripts/<slug:public_id>/", manuscripts.manuscript_detail, name="manuscript_detail"),
    path(
        "manuscripts/<slug:public_id>/edit/",
        manuscripts.manuscript_edit,
        name="manuscript_edit",
    ),
    path("translations/", translations.translation_queue, name="translation_queue"),
    path("codes/<slug:code>/", succession.record_by_code, name="record_by_code"),
    path("from/<slug:code>/<slug:key>/", making.making, name="making"),
    path("from/<slug:code>/<slug:key>/<slug:kind>/", making.record_make, name="record_make"),
    path("<slug:public_id>/", records.record_detail, name="record_detail"),
    path("<slug:public_id>/revise/", manuscripts.record_revise, name="record_revise"),
    path("<slug:public_id>/take-over/", manuscripts.record_take, name="record_take"),
    path("<slug:public_id>/versions/", versions.version_list, name="version_list"),
    path("<slug:public_id>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path(
        "<slug:public_id>/versions/<int:number>/text.json",
        versions.version_hashed,
        name="version_hashed",
    ),
    path("<slug:public_id>/changes/", versions.version_changes, name="version_changes"),
    path("<slug:public_id>/answer/", outcomes.outcome_edit, name="outcome_edit"),
    path("<slug:public_id>/answers/", outcomes.outcome_names, name="outcome_names"),
    path("<slug:public_id>/answer/withdraw/", outcomes.outcome_withdraw, name="outcome_withdraw"),
    path("<slug:public_id>/review/", reexaminations.review_add, name="review_add"),
    path("<slug:public_id>/review-by/", reexaminations.review_plan, name="review_plan"),
    path("<slug:public_id>/supersede/", succession.record_supersede, name="record_supersede"),
    path("<slug:public_id>/merge/", succession.record_merge, name="record_merge"),
    path("<slug:public_id>/sources/", succession.record_sources, name="record_sources"),
    path("<slug:public_id>/withdraw/", succession.record_withdraw, name="record_withdraw"),
    path("<slug:public_id>/liken/", pairs.record_liken, name="record_liken"),
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
    path(
        "<slug:public_id>/translations/<slug:language>/proposed/<int:pk>/",
        translations.wording_settle,
        name="wording_settle",
    ),
]
