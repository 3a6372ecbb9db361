"""Addresses of what the Secretariat keeps the directory true with: imports, tests, coverage."""

from django.urls import path

from directory.views import contact_import, coverage, drill

pages = [
    path("directory/coverage/", coverage.coverage, name="coverage"),
    path("directory/coverage/table.csv", coverage.coverage_table, name="coverage_table"),
    path("directory/imports/", contact_import.import_list, name="import_list"),
    path("directory/imports/add/", contact_import.import_add, name="import_add"),
    path("directory/imports/<slug:public_id>/", contact_import.import_detail, name="import_detail"),
    path(
        "directory/imports/<slug:public_id>/start/",
        contact_import.import_begin,
        name="import_begin",
    ),
    path(
        "directory/imports/<slug:public_id>/cancellation/",
        contact_import.import_cancel,
        name="import_cancel",
    ),
    path(
        "directory/imports/<slug:public_id>/report.<slug:kind>",
        contact_import.import_report,
        name="import_report",
    ),
    path("directory/tests/", drill.drill_list, name="drill_list"),
    path("directory/tests/add/", drill.drill_add, name="drill_add"),
    path("directory/tests/answer/", drill.drill_answer, name="drill_answer"),
    path("directory/tests/mine/", drill.drill_mine, name="drill_mine"),
    path("directory/tests/mine/<int:call>/", drill.drill_confirm, name="drill_confirm"),
    path("directory/tests/<slug:public_id>/", drill.drill_detail, name="drill_detail"),
    path("directory/tests/<slug:public_id>/end/", drill.drill_end, name="drill_end"),
]
