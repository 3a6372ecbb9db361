from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HubConfig(AppConfig):
    name = "hub"
    verbose_name = _("News and meetings")

    def ready(self) -> None:
        from hub import policies
        from hub.models import KINDS
        from portal.markings.access import register_policies
        from portal.search.models import register_searchable

        register_policies(policies.TABLE)
        for model in KINDS.values():
            if model.is_searchable:
                register_searchable(model)
