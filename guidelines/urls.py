from django.urls import path, register_converter

from guidelines.views import manuscripts, records, versions


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
    path("<guidance:kind>s/", records.record_list, name="record_list"),
    path("<guidance:kind>s/add/", manuscripts.record_add, name="record_add"),
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
]
