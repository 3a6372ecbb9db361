from django.urls import path

from guidelines.views import manuscripts, outcomes, records, reviews

app_name = "guidelines"

urlpatterns = [
    path("", records.home, name="home"),
    path("answers/", outcomes.outcome_list, name="outcome_list"),
    path("confidence/", outcomes.confidence_rule, name="confidence_rule"),
    path("reviews/<slug:public_id>/end/", reviews.review_end, name="review_end"),
    path("<slug:kind>s/", records.record_list, name="record_list"),
    path("<slug:kind>s/add/", manuscripts.record_add, name="record_add"),
    path("manuscripts/<slug:public_id>/", manuscripts.manuscript_detail, name="manuscript_detail"),
    path(
        "manuscripts/<slug:public_id>/edit/",
        manuscripts.manuscript_edit,
        name="manuscript_edit",
    ),
    path("<slug:public_id>/", records.record_detail, name="record_detail"),
    path("<slug:public_id>/revise/", manuscripts.record_revise, name="record_revise"),
    path("<slug:public_id>/answer/", outcomes.outcome_edit, name="outcome_edit"),
    path("<slug:public_id>/answer/withdraw/", outcomes.outcome_withdraw, name="outcome_withdraw"),
    path("<slug:public_id>/review/", reviews.review_add, name="review_add"),
    path("<slug:public_id>/review-by/", reviews.review_plan, name="review_plan"),
]
