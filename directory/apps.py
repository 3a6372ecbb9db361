from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from directory import policies, roles, tokens
        from directory.models import Administration, Person
        from portal.markings.access import register_policies
        from portal.markings.roles import register_roles
        from portal.markings.sources import register_source
        from portal.search.models import register_searchable

        register_roles(roles.ROLES)
        register_policies(policies.TABLE)
        register_source(tokens.SOURCE)
        register_searchable(Administration)
        register_searchable(Person)
