"""The site roles, as data with prose. The roles page renders this very table."""

from django.utils.translation import gettext_lazy as _

from portal.markings.roles import Role

EDITOR = Role(
    code="editor",
    title=_("Editor"),
    description=_(
        "Writes and corrects news, meetings, research records and taxonomies. Does not publish."
    ),
    permissions=frozenset(
        {"guidelines.edit_record", "hub.edit_item", "research.edit_work", "taxonomy.edit_term"}
    ),
    is_secretariat=True,
)
PUBLISHER = Role(
    code="publisher",
    title=_("Publisher"),
    description=_(
        "Publishes what an editor prepared and withdraws it again. Sends news to people."
    ),
    permissions=frozenset(
        {
            "guidelines.publish_record",
            "hub.announce_news",
            "hub.publish_item",
            "research.publish_work",
        }
    ),
    is_secretariat=True,
)
OFFICER = Role(
    code="secretariat",
    title=_("Secretariat officer"),
    description=_(
        "Keeps the directory true: administrations, people and seats. Edits and publishes content."
    ),
    permissions=frozenset(
        {
            "directory.check_change",
            "directory.check_letter",
            "directory.check_role",
            "directory.check_seat",
            "directory.keep_domains",
            "directory.keep_seats",
            "directory.edit_administration",
            "directory.import_contacts",
            "directory.open_directory",
            "directory.open_vacancies",
            "directory.edit_person",
            "directory.suspend_person",
            "directory.seat_person",
            "directory.record_letter",
            "directory.settle_leaving",
            "directory.read_looks",
            "directory.reset_factor",
            "directory.test_contacts",
            "desk.handle_item",
            "desk.keep_desk",
            "forums.route_question",
            "guidelines.edit_record",
            "guidelines.publish_record",
            "guidelines.show_identity",
            "guidelines.unseal_identity",
            "hub.announce_news",
            "hub.edit_item",
            "hub.publish_item",
            "notifications.watch_delivery",
            "research.edit_work",
            "research.publish_work",
            "research.withdraw_unread",
            "taxonomy.edit_term",
            "workspaces.decide_room",
        }
    ),
    is_secretariat=True,
)
MODERATOR = Role(
    code="moderator",
    title=_("Moderator"),
    description=_("Answers reports of mistakes and keeps discussions within the terms of use."),
    permissions=frozenset({"desk.handle_item", "forums.route_question"}),
    is_secretariat=True,
)
AUDITOR = Role(
    code="auditor",
    title=_("Auditor"),
    description=_("Reads the audit log. Has no right to restricted content."),
    permissions=frozenset({"audit.read_log"}),
)
ADMINISTRATOR = Role(
    code="administrator",
    title=_("Administrator"),
    description=_(
        "Manages accounts, roles and the maintenance notice. Has no right to restricted content."
    ),
    permissions=frozenset(
        {
            "directory.edit_person",
            "directory.suspend_person",
            "directory.assign_role",
            "directory.reset_factor",
            "hub.edit_banner",
            "notifications.watch_delivery",
        }
    ),
)

ROLES = [OFFICER, EDITOR, PUBLISHER, MODERATOR, AUDITOR, ADMINISTRATOR]

# What a permission means, for the roles page. Every permission of the table has its words.
WORDS = {
    "audit.read_log": _("Reads the audit log"),
    "desk.handle_item": _("Answers reports of mistakes"),
    "desk.keep_desk": _("Keeps the texts and the closing days of the desk"),
    "directory.assign_role": _("Asks for roles, which a colleague gives, and takes them back"),
    "directory.check_change": _("Decides, as the second of two, on addresses and numbers of seats"),
    "directory.check_letter": _("Checks nomination letters and invites who is named"),
    "directory.check_role": _("Gives a role that an administrator asked for"),
    "directory.check_seat": _("Gives, as the second of two, a seat without a letter"),
    "directory.edit_administration": _("Edits administrations"),
    "directory.edit_person": _("Makes, verifies and edits accounts"),
    "directory.import_contacts": _("Imports lists of contacts"),
    "directory.keep_domains": _("Keeps the mail domains of administrations and partners"),
    "directory.keep_seats": _("Keeps seats, their mailboxes and the kinds of seat"),
    "directory.open_directory": _("Invites partners to the directory, together with a colleague"),
    "directory.open_vacancies": _("Decides who sees vacant seats by name"),
    "directory.settle_leaving": _("Objects where somebody who leaves must wait"),
    "directory.record_letter": _("Records nomination letters"),
    "directory.read_looks": _("Sees which organisations saw the contacts of an administration"),
    "directory.reset_factor": _("Resets a lost second factor, together with a colleague"),
    "directory.seat_person": _("Asks for seats without a letter, which a colleague gives"),
    "directory.test_contacts": _("Tests whether contacts can be reached"),
    "directory.suspend_person": _("Suspends, restores and ends accounts"),
    "forums.route_question": _("Finds people for questions of open workspaces"),
    "guidelines.edit_record": _("Writes guidance and reviews what is handed in"),
    "guidelines.publish_record": _("Publishes guidance"),
    "guidelines.show_identity": _("Sees whose guidance it is, where its author lets them"),
    "guidelines.unseal_identity": _("Unseals with a colleague whose guidance it is"),
    "hub.announce_news": _("Sends news to many people, together with a colleague"),
    "hub.edit_banner": _("Writes the maintenance notice"),
    "hub.edit_item": _("Writes news, meetings, deliverables and links"),
    "hub.publish_item": _("Publishes news, meetings, deliverables and links"),
    "notifications.watch_delivery": _("Watches the delivery of mail"),
    "research.edit_work": _("Adds and edits research records"),
    "research.publish_work": _("Publishes research records"),
    "research.withdraw_unread": _("Withdraws, by its number, a record they cannot read"),
    "taxonomy.edit_term": _("Edits the taxonomies"),
    "workspaces.decide_room": _("Decides which workspaces are opened, without being let in"),
}
