from django.urls import path, register_converter

from guidelines.kinds import Kind
from guidelines.use_urls import USE
from guidelines.views import manuscripts, overview, records

app_name = "guidelines"


class KindConverter:
    """A kind of record in an address; the identifier of a record may end in an s, too."""

    regex = "|".join(Kind.values)

    def to_python(self, value: str) -> str:
        """Return the kind."""
        return value

    def to_url(self, value: str) -> str:
        """Return the word for it."""
        if value not in Kind.values:
            raise ValueError(value)
        return str(value)


register_converter(KindConverter, "kind")

urlpatterns = [
    path("", overview.home, name="home"),
    # Before what takes any word.
    *USE,
    path("<kind:kind>s/", records.record_list, name="record_list"),
    path("<slug:kind>s/add/", manuscripts.record_add, name="record_add"),
    path("manuscripts/<slug:public_id>/", manuscripts.manuscript_detail, name="manuscript_detail"),
    path(
        "manuscripts/<slug:public_id>/edit/",
        manuscripts.manuscript_edit,
        name="manuscript_edit",
    ),
    path("<slug:public_id>/", records.record_detail, name="record_detail"),
    path("<slug:public_id>/revise/", manuscripts.record_revise, name="record_revise"),
]
