from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResearchConfig(AppConfig):
    name = "research"
    verbose_name = _("Library")

    def ready(self) -> None:
        from portal.markings.access import register_policies
        from portal.search.models import register_searchable
        from research import policies
        from research.models import Work

        register_policies(policies.TABLE)
        register_searchable(Work, prefetch=["language", "authors"])
