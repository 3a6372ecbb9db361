from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "portal.search"
    label = "search"

    def ready(self) -> None:
        from portal.notifications.registry import (
            HEARD,
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
            register_notifiable,
        )
        from portal.search import saved
        from portal.search.models import SavedSearch, stale_carriers
        from portal.search.registry import register_labels
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
        register_renaming(stale_carriers)
        register_notifiable(SavedSearch)
        register_followable(
            Followable(
                code="search", label=_("Saved search"), shown=saved.searches, levels=HEARD, place=90
            )
        )
