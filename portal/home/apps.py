from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"

    def ready(self) -> None:
        from portal.home import policies
        from portal.markings.access import register_policies

        register_policies(policies.TABLE)
