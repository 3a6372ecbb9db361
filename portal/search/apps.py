from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"

    def ready(self) -> None:
        from portal.search.models import register_labels, stale_carriers
        from portal.taxonomy.models import Language, Technology, register_renaming

        register_labels("technology", Technology, code="slug")
        register_labels("language", Language, code="code")
        register_renaming(stale_carriers)
