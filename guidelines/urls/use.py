"""The addresses of using guidance: what is alike, side by side, taken along, in two pages."""

from django.urls import path

from guidelines.views import briefings, compare, ours, overview

USE = [
    path("ours/", ours.ours, name="ours"),
    path("for/", overview.finding_detail, name="finding_detail"),
    path("alike/", overview.alike_list, name="alike_list"),
    path("alike/ours/", ours.circumstances_edit, name="circumstances_edit"),
    path("compare/", compare.record_compare, name="record_compare"),
    path("compare/copy/", compare.compare_copy, name="compare_copy"),
    path("<slug:kind>s/copy/", compare.record_copy, name="record_copy"),
    path("briefings/<slug:slug>/", briefings.briefing_detail, name="briefing_detail"),
    path("briefings/<slug:slug>/make/", briefings.briefing_make, name="briefing_make"),
    path("files/<slug:public_id>/", briefings.briefing_state, name="briefing_state"),
    path("files/<slug:public_id>/get/", briefings.briefing_file, name="briefing_file"),
]
