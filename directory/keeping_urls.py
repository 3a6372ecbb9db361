"""Addresses of what the Secretariat keeps the directory true with: imports, tests, coverage."""

from django.urls import path

from directory.views import contact_import

pages = [
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
]
