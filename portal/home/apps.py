from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"

    def ready(self) -> None:
        from portal.home import needs, policies
        from portal.markings.access import register_policies
        from portal.needs import register_needs

        register_policies(policies.TABLE)
        register_needs(needs.account_needs)
        register_needs(needs.held_needs)
        register_needs(needs.secretariat_needs)
