from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("News and meetings")

    def ready(self) -> None:
        from hub import needs, policies
        from hub.models import KINDS
        from portal.markings.access import register_policies
        from portal.needs import register_needs
        from portal.search.models import register_searchable

        register_policies(policies.TABLE)
        register_needs(needs.needs)
        for model in KINDS.values():
            if model.is_searchable:
                register_searchable(model)
