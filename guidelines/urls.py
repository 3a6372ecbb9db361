from django.urls import include, path, register_converter

from guidelines.harbour_urls import HARBOUR
from guidelines.views import manuscripts, outcomes, records, reexaminations, versions


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
    path("", records.home, name="home"),
    # Before what a kind could be called.
    path("manuscripts/", include("guidelines.journey_urls")),
    path("<guidance:kind>s/", records.record_list, name="record_list"),
    path("<guidance:kind>s/add/", manuscripts.record_add, name="record_add"),
    path("answers/", outcomes.outcome_list, name="outcome_list"),
    path("confidence/", outcomes.confidence_rule, name="confidence_rule"),
    path("reviews/<slug:public_id>/end/", reexaminations.review_end, name="review_end"),
    path("manuscripts/<slug:public_id>/", manuscripts.manuscript_detail, name="manuscript_detail"),
    path(
        "manuscripts/<slug:public_id>/edit/",
        manuscripts.manuscript_edit,
        name="manuscript_edit",
    ),
    path("<slug:public_id>/", records.record_detail, name="record_detail"),
    path("<slug:public_id>/revise/", manuscripts.record_revise, name="record_revise"),
    path("<slug:public_id>/versions/", versions.version_list, name="version_list"),
    path("<slug:public_id>/versions/<int:number>/", versions.version_detail, name="version_detail"),
    path("<slug:public_id>/changes/", versions.version_changes, name="version_changes"),
    path("<slug:public_id>/answer/", outcomes.outcome_edit, name="outcome_edit"),
    path("<slug:public_id>/answer/withdraw/", outcomes.outcome_withdraw, name="outcome_withdraw"),
    path("<slug:public_id>/review/", reexaminations.review_add, name="review_add"),
    path("<slug:public_id>/review-by/", reexaminations.review_plan, name="review_plan"),
]
# Before the others: “figures/” is no kind of record.
urlpatterns[:0] = HARBOUR
