from django.urls import path

from portal.home.views import audit, front, held, pages, why

app_name = "home"

urlpatterns = [
    path("", front.front, name="front"),
    path("why/<slug:kind>/<slug:public_id>/", why.why, name="why"),
    path("held/", held.held_forms, name="held_form_list"),
    path("held/<slug:public_id>/", held.held_form, name="held_form"),
    path("held/<slug:public_id>/discard/", held.held_form_discard, name="held_form_discard"),
    path("audit/", audit.audit_list, name="audit_list"),
    path("audit/export/", audit.audit_export, name="audit_export"),
    path("about/", pages.about, name="about"),
    path("about/join/", pages.join, name="join"),
    path("help/", pages.help_index, name="help"),
    path("help/labels/", pages.help_markings, name="help_markings"),
    path("help/search/", pages.help_search, name="help_search"),
    path("legal/privacy/", pages.privacy, name="privacy"),
    path("legal/terms/", pages.terms, name="terms"),
    path("legal/accessibility/", pages.accessibility, name="accessibility"),
    path("legal/names/", pages.names, name="names"),
    path("styleguide/", pages.styleguide, name="styleguide"),
    path("styleguide/forms/", pages.styleguide_forms, name="styleguide_forms"),
    path("styleguide/lists/", pages.styleguide_lists, name="styleguide_lists"),
    path("styleguide/texts/", pages.styleguide_texts, name="styleguide_texts"),
]
