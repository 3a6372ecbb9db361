from django.apps import AppConfig


class MarkingsConfig(AppConfig):
    name = "portal.markings"
    label = "markings"
