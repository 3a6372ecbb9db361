from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"

    def ready(self) -> None:
        # Whatever process this is, its hints to the worker go to our broker.
        from directory.duties import register_duty_items
        from directory.traces import register_trace
        from portal.celery import app  # noqa: F401
        from portal.home import leaving, needs, policies
        from portal.markings.access import register_policies
        from portal.needs import register_needs

        register_policies(policies.TABLE)
        register_duty_items("awareness", needs.awareness_items)
        register_duty_items("feedback", needs.feedback_items)
        register_trace(leaving.TRACE)
        register_needs(needs.account_needs)
        register_needs(needs.held_needs)
        register_needs(needs.secretariat_needs)
