from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "directory"
    verbose_name = _("Directory")

    def ready(self) -> None:
        from django.db.models.functions import Coalesce

        from directory import (
            changing,
            collecting,
            following,
            inviting,
            leaving,
            mailing,
            needs,
            opening,
            overdue,
            own_data,
            panels,
            policies,
            reaching,
            reviewing,
            roles,
            tokens,
            vacancies,
            who_signs,
        )
        from directory.duties import register_duty_items
        from directory.models import (
            Account,
            Administration,
            ConfirmingAccount,
            ContactRequest,
            Nomination,
            Person,
            Region,
            Signing,
            contact_import,
        )
        from directory.traces import register_trace
        from portal.desk.registry import register_decision, register_reviewable
        from portal.files.purposes import Purpose, register_carrier, register_purpose
        from portal.markings.access import register_policies
        from portal.markings.panels import register_panel
        from portal.markings.roles import register_roles
        from portal.markings.sources import register_source
        from portal.needs import register_needs
        from portal.notifications.registry import (
            Followable,
            Frequency,
            Kind,
            register_followable,
            register_kinds,
            register_notifiable,
            register_reach,
            register_returned,
            register_weekend,
        )
        from portal.search.registry import register_labels, register_searchable
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
                code="deadline",
                title=_("Deadlines of your own"),
                hint=_("The yearly confirmation of your card"),
                frequency=Frequency.NOW,
                is_required=True,
                place=14,
            ),
            Kind(
                code="signing",
                title=_("Signing for your administration"),
                hint=_("Texts that wait for your signature, and what was signed of yours"),
                frequency=Frequency.NOW,
                place=15,
            ),
            Kind(
                code="directory",
                title=_("Contacts and administrations"),
                hint=_("New contact points, new posts, people who join"),
                frequency=Frequency.WEEKLY,
                place=60,
            ),
        )
        for reviewable in (
            reviewing.LETTERS,
            vacancies.VACANCIES,
            overdue.CONFIRMATIONS,
            leaving.LEAVINGS,
            *changing.REVIEWABLES,
            reaching.BOUNCES,
            collecting.COLLECTING,
            inviting.UNUSED,
            who_signs.WHO_SIGNS,
            opening.OPENINGS,
        ):
            register_reviewable(reviewable)
        register_needs(needs.confirmation_needs)
        register_needs(needs.handover_needs)
        register_needs(needs.asked_needs)
        register_duty_items("coordinate", needs.coordination_needs)
        register_duty_items("coordinate", needs.signing_needs)
        register_duty_items("coordinate", needs.deputy_needs)
        register_duty_items("bilateral", needs.contact_needs)
        register_duty_items("bilateral", needs.card_needs)
        register_decision("desk.account", reviewing.INVITE)
        register_reach(reaching.watch)
        register_returned(mailing.came_back)
        register_trace(own_data.TRACE)
        register_purpose(
            Purpose(
                code="directory.letter",
                title=_("Nomination letters"),
                accepts={"pdf", "png", "jpeg", "docx", "eml"},
                max_bytes=10 * 1024 * 1024,
                a_day=200 * 1024 * 1024,
            )
        )
        register_kinds(
            Kind(
                code="contact",
                title=_("Requests for contact"),
                hint=_("Somebody asks for your address, or answers you"),
                frequency=Frequency.NOW,
                place=15,
            )
        )
        register_purpose(
            Purpose(
                code="directory.import",
                title=_("Lists of contacts"),
                accepts={"csv", "xlsx"},
                max_bytes=5 * 1024 * 1024,
                a_day=50 * 1024 * 1024,
            )
        )
        for told in ("on_released", "on_refused"):
            register_carrier("directory.import", **{told: contact_import.file_is_settled})
        register_purpose(
            Purpose(
                code=own_data.PURPOSE,
                title=_("Copies of own data"),
                accepts=set(),
                max_bytes=2 * own_data.MOST_BYTES,
            )
        )
        register_notifiable(Account, related=("administration",))
        register_notifiable(ConfirmingAccount)
        register_notifiable(
            Nomination,
            related=("seat__role", "seat__administration", "seat__region", "seat__partner"),
        )
        register_notifiable(Person, related=("administration", "partner"))
        register_notifiable(Administration)
        register_notifiable(ContactRequest, related=("sender", "recipient"))
        register_notifiable(Signing)
        for code, label, shown, place in (
            ("administration", _("Administration"), following.administrations, 30),
            ("region", _("Region"), following.regions, 35),
            ("person", _("Person"), following.people, 40),
        ):
            register_followable(Followable(code=code, label=label, shown=shown, place=place))
