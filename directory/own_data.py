"""The copy of a person's own data: one JSON file per part, their files, and a page to read."""

import json
import shutil
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from directory import forgetting
from directory.erasing import TEXTS
from directory.history import events_of, lines_of
from directory.models import (
    AllowedDomain,
    ContactImport,
    ContactRequest,
    DataExport,
    Drill,
    Export,
    FactorReset,
    Leaving,
    Nomination,
    PartnerOpening,
    PendingChange,
    Person,
    SavedFilter,
    SeatStep,
)
from directory.tokens import ROLES
from directory.traces import Section, Trace, traces
from portal.desk.models import Letter
from portal.files import storing
from portal.files.models import StoredFile
from portal.notifications.models import (
    FeedToken,
    Follow,
    Mail,
    MailSetting,
    Notification,
    Preference,
)
from portal.search.models import SavedSearch
from portal.writing.models import Draft

PURPOSE = "directory.own_data"
# Files beyond this are named in the copy, and stay where they are.
MOST_BYTES = 200 * 1024 * 1024
CHUNK = 256 * 1024
CARD = (
    "email", "given_name", "family_name", "post", "post_fr", "phone", "mobile", "email_visibility",
    "phone_visibility", "mobile_visibility", "language", "zone", "hours_from", "hours_until",
    "state", "verified_at", "welcomed_at", "confirmed_at", "confirm_by", "changed_at",
)  # fmt: skip


# Where a column has no words of its own.
COLUMNS: dict[str, Any] = {
    "address": gettext_lazy("address"),
    "created_at": gettext_lazy("began"),
    "due_at": gettext_lazy("planned for"),
    "feed": gettext_lazy("feed"),
    "frequency": gettext_lazy("how often"),
    "ip": gettext_lazy("address of the computer"),
    "last_seen_at": gettext_lazy("last used"),
    "made_at": gettext_lazy("made"),
    "read_at": gettext_lazy("read"),
    "subject": gettext_lazy("subject"),
    "user_agent": gettext_lazy("browser"),
    "words": gettext_lazy("words"),
    "working_days": gettext_lazy("working days"),
}


def own(model: Any, person: Any, *names: str, **where: Any) -> list[dict[str, Any]]:
    """Return a person's rows of a model, in plain words."""
    rows = model.objects.filter(**(where or {"person": person})).order_by("pk").values(*names)
    columns = {name: model._meta.get_field(name) for name in names}
    words = {name: str(COLUMNS.get(name, column.verbose_name)) for name, column in columns.items()}
    choices = {name: dict(column.flatchoices) for name, column in columns.items()}
    return [
        {
            words[name]: str(choices[name].get(row[name], row[name]))
            if choices[name]
            else row[name]
            for name in names
        }
        for row in rows
    ]


def sections(person: Person) -> Iterator[Section]:
    """Yield what the directory and the rooms below it keep of a person; nothing of others."""
    card = own(Person, person, *CARD, pk=person.pk)
    home = {_("office"): str(person.home or "")}
    topics = [*person.technologies.all(), *person.processes.all()]
    yield Section("card", _("Your card"), [card[0] | home])
    yield Section("topics", _("What you work on"), [{_("topic"): str(topic)} for topic in topics])
    spoken = person.spoken_languages.select_related("language")
    yield Section(
        "languages", _("Languages you work in"), [{_("language"): str(each)} for each in spoken]
    )
    holdings = person.holdings.select_related(
        "seat__administration", "seat__region", "seat__partner"
    )
    yield Section(
        "seats",
        _("Your seats"),
        [
            {_("seat"): str(each.seat), _("since"): each.since, _("until"): each.until}
            for each in holdings.order_by("since")
        ],
    )
    yield Section(
        "roles",
        _("Your roles"),
        [
            {
                _("role"): str(ROLES[each.role].title if each.role in ROLES else each.role),
                _("since"): each.since,
                _("until"): each.until,
            }
            for each in person.role_assignments.order_by("pk")
        ],
    )
    yield Section(
        "nominations",
        _("Nominations of you"),
        own(
            Nomination,
            person,
            "email",
            "given_name",
            "family_name",
            "post",
            "phone",
            "state",
            "named_at",
            "decided_at",
        ),
    )
    yield Section(
        "terms",
        _("Terms you accepted"),
        [
            {_("version"): each.version, _("accepted"): each.accepted_at}
            for each in person.acceptances.order_by("pk")
        ],
    )
    yield from _account(person)
    yield from forgetting.sections(person)
    yield Section(
        "history",
        _("What happened to your account"),
        [
            {_("when"): line.at, _("what"): line.what, _("details"): ", ".join(line.notes)}
            for line in lines_of(events_of(person, is_own=True).order_by("pk"), is_own=True)
        ],
    )


def _account(person: Person) -> Iterator[Section]:
    """Yield how the account is protected, what it follows and what it was sent."""
    yield Section(
        "second-steps",
        _("Your second steps"),
        [
            {
                _("kind"): each.get_type_display(),
                _("added"): each.created_at,
                _("last used"): each.last_used_at,
            }
            for each in Authenticator.objects.filter(user=person).order_by("pk")
        ],
    )
    yield Section(
        "sessions",
        _("Your sessions"),
        own(UserSession, person, "created_at", "last_seen_at", "ip", "user_agent", user=person),
    )
    yield Section(
        "invitations",
        _("Invitations to you"),
        own(person.invitations.model, person, "invited_at", "sent_at", "used_at"),
    )
    yield Section(
        "leavings",
        _("Requests to leave"),
        own(person.leavings.model, person, "choice", "asked_at", "due_at", "state"),
    )
    yield Section(
        "letters",
        _("What you wrote to the Secretariat"),
        own(
            Letter,
            person,
            "kind",
            "text",
            "page",
            "name",
            "email",
            "opened_at",
            "answer",
            opened_by=person,
        ),
    )
    yield Section(
        "files",
        _("Files you sent"),
        own(
            StoredFile,
            person,
            "name",
            "size",
            "sha256",
            "state",
            "received_at",
            pk__in=files_of(person),
        ),
    )
    yield Section("follows", _("What you follow"), own(Follow, person, "subject", "level"))
    yield Section(
        "searches", _("Your saved searches"), own(SavedSearch, person, "words", "address")
    )
    yield Section(
        "preferences", _("How often you hear of what"), own(Preference, person, "kind", "frequency")
    )
    yield Section("mail-setting", _("When you get mail"), own(MailSetting, person, "working_days"))
    yield Section(
        "inbox",
        _("Lines of your inbox"),
        own(Notification, person, "frequency", "made_at", "read_at"),
    )
    yield Section("mails", _("Mails to you"), own(Mail, person, "kind", "state", "due_at"))
    yield Section("feeds", _("Your feeds"), own(FeedToken, person, "feed"))
    yield Section(
        "drafts",
        _("Texts you began to write"),
        [
            {_("saved"): draft.saved_at, _("address"): draft.address, _("text"): draft.longest}
            for draft in Draft.objects.waiting().filter(person=person).order_by("pk")
        ],
    )


def make_due() -> int:
    """Make the copies that wait."""
    return DataExport.objects.make_due(_make, most=10)


def _make(export: DataExport) -> bool:
    person = Person.objects.with_post().get(pk=export.person_id)

    def write_all(target: IO[bytes]) -> dict[str, Any]:
        with override(export.language):
            write(person, target)
        return {}

    return export.keep(write_all, owner=person, purpose=PURPOSE, name="smart-customs-data.zip")


def write(person: Person, target: IO[bytes]) -> None:
    """Write the ZIP of a person's own data in the language of now."""
    parts = [section for trace in traces() for section in trace.sections(person)]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            text = json.dumps(part.rows, cls=Words, ensure_ascii=False, indent=2)
            archive.writestr(f"{part.code}.json", text)
        left = _write_files(archive, person)
        context = {"person": person, "parts": [_table(part) for part in parts], "left": left}
        archive.writestr("index.html", render_to_string("directory/own_data_index.html", context))


class Words(DjangoJSONEncoder):
    """Writes lazy words, too."""

    def default(self, o: Any) -> Any:
        """Return a value as JSON knows it."""
        return str(o) if hasattr(o, "_proxy____args") else super().default(o)


def _table(part: Section) -> dict[str, Any]:
    rows = [[_shown(value) for value in row.values()] for row in part.rows]
    head = list(part.rows[0]) if part.rows else []
    return {"code": part.code, "title": part.title, "head": head, "rows": rows}


def _shown(value: Any) -> Any:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value in (None, "") else value


def files_of(person: Person) -> models.QuerySet[StoredFile]:
    """Return the files that somebody sent for themselves: letters and lists are about others."""
    others = {purpose for trace in traces() for purpose in trace.kept_files}
    mine = StoredFile.objects.filter(uploaded_by=person, erased_at=None)
    return mine.exclude(purpose__in=[PURPOSE, *others])


def _write_files(archive: zipfile.ZipFile, person: Person) -> list[str]:
    """Add the files that the person sent; return the names of those that are too many."""
    left, size = [], 0
    for file in files_of(person).filter(state=StoredFile.State.RELEASED).order_by("pk"):
        size += file.size
        try:
            source = storing.open_released(file.key)
        except FileNotFoundError:
            left.append(file.name)
            continue
        with source:
            if size > MOST_BYTES:
                left.append(file.name)
                continue
            place = f"files/{file.public_id}-{get_valid_filename(file.name)}"
            with archive.open(place, "w") as copy:
                shutil.copyfileobj(source, copy, CHUNK)
    return left


TRACE = Trace(
    room="directory",
    sections=sections,
    drop=forgetting.drop,
    drop_name=forgetting.drop_name,
    texts=TEXTS
    | {
        SeatStep: ("why",),
        Nomination: ("note", "reason"),
        FactorReset: ("reason",),
        Leaving: ("reason",),
        PendingChange: ("why", "reason"),
        PartnerOpening: ("why",),
        ContactRequest: ("message",),
        Export: ("reason", "filters"),
        SavedFilter: ("name",),
        Drill: ("name",),
        AllowedDomain: ("note",),
        ContactImport: ("sender", "reference"),
    },
    drop_words=forgetting.drop_words,
    kept_files=frozenset({"directory.letter", "directory.import"}),
)
