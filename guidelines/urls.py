from django.urls import path

from guidelines.views import after, likeness, making, manuscripts, records, translations

app_name = "guidelines"

urlpatterns = [
    path("", records.home, name="home"),
    # Before the kinds: their addresses end in an s, too.
    path("duplicates/", likeness.pair_list, name="pair_list"),
    path("duplicates/<int:pk>/settle/", likeness.pair_settle, name="pair_settle"),
    path("<slug:kind>s/", records.record_list, name="record_list"),
    path("<slug:kind>s/add/", manuscripts.record_add, name="record_add"),
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
    path("<slug:public_id>/supersede/", after.record_supersede, name="record_supersede"),
    path("<slug:public_id>/merge/", after.record_merge, name="record_merge"),
    path("<slug:public_id>/withdraw/", after.record_withdraw, name="record_withdraw"),
    path("<slug:public_id>/compare/", likeness.record_compare, name="record_compare"),
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
