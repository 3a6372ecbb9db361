from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from directory import panels, policies, roles, tokens
        from directory.models import Administration, Person, Region
        from portal.markings.access import register_policies
        from portal.markings.panels import register_panel
        from portal.markings.roles import register_roles
        from portal.markings.sources import register_source
        from portal.search.models import register_labels, register_searchable
        from portal.taxonomy.models import Technology

        register_roles(roles.ROLES)
        register_policies(policies.TABLE)
        register_source(tokens.SOURCE)
        register_searchable(Administration, prefetch=["region", "technologies"], names=["region"])
        register_searchable(
            Person,
            prefetch=["administration__region", "partner", "technologies", "processes"],
            names=["administration", "partner", "technologies", "processes"],
        )
        register_labels("region", Region, code="code", name="short")
        register_panel(Technology, panels.people_of_technology)
