from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from django.db.models.functions import Coalesce

        from directory import drilling, following, panels, policies, reviewing, roles, tokens
        from directory.models import Account, Administration, Person, Region, contact_import
        from portal.desk.registry import register_reviewable
        from portal.files.purposes import Purpose, register_carrier, register_purpose
        from portal.markings.access import register_policies
        from portal.markings.panels import register_panel
        from portal.markings.roles import register_roles
        from portal.markings.sources import register_source
        from portal.notifications.registry import (
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
            register_notifiable,
            register_weekend,
        )
        from portal.search.models import register_labels, register_searchable
        from portal.taxonomy.models import Technology

        register_weekend(
            Coalesce("administration__weekend_first", 5),
            Coalesce("administration__weekend_last", 6),
        )
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
        register_kinds(
            Kind(
                code="account",
                title=_("Account security"),
                hint=_("Your roles, your seat, your second step, changes to your card by others"),
                frequency=Frequency.NOW,
                is_required=True,
                place=10,
            ),
            Kind(
                code="directory",
                title=_("Contacts and administrations"),
                hint=_("New contact points, new posts, people who join"),
                frequency=Frequency.WEEKLY,
                place=60,
            ),
        )
        register_reviewable(reviewing.LETTERS)
        register_reviewable(drilling.SILENCE)
        register_purpose(
            Purpose(
                code="directory.letter",
                title=_("Nomination letters"),
                accepts={"pdf", "png", "jpeg", "docx", "eml"},
                max_bytes=10 * 1024 * 1024,
            )
        )
        register_purpose(
            Purpose(
                code="directory.import",
                title=_("Lists of contacts"),
                accepts={"csv", "xlsx"},
                max_bytes=5 * 1024 * 1024,
            )
        )
        for told in ("on_released", "on_refused"):
            register_carrier("directory.import", **{told: contact_import.file_is_settled})
        register_notifiable(Account, related=("administration",))
        register_notifiable(Person, related=("administration", "partner"))
        register_notifiable(Administration)
        for code, label, shown, place in (
            ("administration", _("Administration"), following.administrations, 30),
            ("region", _("Region"), following.regions, 35),
            ("person", _("Person"), following.people, 40),
        ):
            register_followable(Followable(code=code, label=label, shown=shown, place=place))
