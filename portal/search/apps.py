from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"

    def ready(self) -> None:
        from portal.notifications.registry import Frequency, Kind, register_kinds
        from portal.search.models import register_labels, stale_carriers
        from portal.taxonomy.models import Language, Technology, register_renaming

        register_labels("technology", Technology, code="slug")
        register_labels("language", Language, code="code")
        register_kinds(
            Kind(
                code="search",
                title=_("Saved searches"),
                hint=_("New results of the searches that you saved"),
                frequency=Frequency.WEEKLY,
                place=70,
            )
        )

        register_labels("technology", Technology, code="slug")
        register_labels("language", Language, code="code")
        register_renaming(stale_carriers)
