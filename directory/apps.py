from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from portal.markings.access import register_policies
from portal.markings.roles import register_roles
from portal.markings.sources import register_source
from portal.search.models import register_searchable


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from directory import policies, roles, tokens  # the apps' models are ready only now
        from directory.models import Administration, Person

        register_roles(roles.ROLES)
        register_policies(policies.TABLE)
        register_source(tokens.SOURCE)
        register_searchable(Administration)
        register_searchable(Person)
