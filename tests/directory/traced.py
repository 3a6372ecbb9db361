"""A person who left a trace in every model that knows people, with a canary in every text."""

import datetime
import hashlib
import uuid
from typing import Any
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.utils import timezone

from directory.models import (
    AllowedDomain,
    CardView,
    ContactImport,
    ContactRequest,
    DataExport,
    Drill,
    DrillCall,
    Export,
    FactorReset,
    ImportRow,
    Invitation,
    Nomination,
    PartnerOpening,
    PartnerOrganisation,
    PendingChange,
    Person,
    Reminder,
    SavedFilter,
    Seat,
    Signing,
    SpokenLanguage,
    VacancyOpening,
)
from forums.models import Appeal, Ask, Attachment, Bookmark, ReadMark, Rest, Transfer
from guidelines.models import Briefing, Outcome, Pair, Reexamination, Relay, Review, Unsealing
from guidelines.models.apart import opened
from guidelines.models.succession import supersede
from guidelines.models.wording import Wording
from hub.models import Announcement, Banner
from portal.audit.models import record
from portal.desk.models import Letter, WorkItem
from portal.home.models import HeldForm
from portal.notifications.models import (
    Event,
    FeedToken,
    Follow,
    Mail,
    MailSetting,
    Notification,
    Preference,
)
from portal.search.models import SavedSearch
from portal.taxonomy.models import Language, Technology
from portal.writing.models import Draft
from research.models import Work
from tests.files.conftest import released
from tests.forums.talk import answer, ask
from tests.forums.voting import put_to_vote, vote
from tests.guidelines.advice import publish, text
from tests.guidelines.answering import said
from tests.guidelines.ways import in_review
from tests.hub.items import make_deliverable, make_link, make_meeting, make_news
from tests.people import make_person, seat
from tests.workspaces.rooms import admit, make_room
from workspaces.models import (
    Ending,
    JoinAppeal,
    JoinRequest,
    Lesson,
    Role,
    RoomExport,
    RoomRequest,
    Workspace,
)
from workspaces.models import Invitation as RoomInvitation

# No text of the portal has any of these by itself.
NAME = "Canaria Zwitscher"
PHONE, MOBILE = "+999 777 0001", "+999 777 0002"
CANARIES = ("canaria", "zwitscher", "777 0001", "777 0002")
SAID = f"Spoke to {NAME} (canaria.zwitscher@CUSTOMS.example, {PHONE}): ZWITSCHER, Canaria agrees."


def make_traced(home: Any, colleague: Person) -> Person:
    """Return the person, after years in the portal."""
    person = make_person(NAME, administration=home)
    person.revise(by=colleague, phone=PHONE, mobile=MOBILE, post=f"Head ({NAME})", post_fr=NAME)
    seat(person, "contact-point", administration=home)
    language = Language.objects.create(code="en", name_en="English", name_fr="anglais")
    SpokenLanguage.objects.create(person=person, language=language)
    person.acceptances.get_or_create(version="2026-11")
    person.assign_role("editor", by=colleague)
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key="t", user_agent=NAME)
    HeldForm.hold(person=person, address=f"/en/?q={NAME}", fields=[("name", NAME)])
    typed = {"key": "topic:1", "fields": {"text": [NAME]}, "address": f"/en/?q={NAME}"}
    Draft.keep(by=person, seen=0, window="one", **typed)
    _nominations(person, home, colleague)
    _desk(person, colleague)
    _mail(person, colleague)
    _ledgers(person, colleague)
    _content(person, colleague, language)
    _rooms(person, colleague)
    _talk(person, colleague)
    _guidance(person, colleague, language)
    _advised(person, colleague)
    record("directory.suspend_person", by=colleague, on=colleague, personal={"reason": SAID})
    return person


def _nominations(person: Person, home: Any, colleague: Person) -> None:
    """Nominations with a letter, an invitation, a reset, decisions as an officer."""
    deputy = Seat.objects.create(role_id="deputy", administration=home)
    nomination = Nomination.put_forward(
        deputy, origin="letter", by=person, email=person.email, given_name="Canaria",
        family_name="Zwitscher", phone=PHONE, post=NAME, note=SAID, person=person,
    )  # fmt: skip
    letter = released(person, purpose="directory.letter", name=f"{NAME}.pdf")
    nomination.prove(
        by=person, file=letter, sha256=letter.sha256, sender="The Director", channel="post",
        dated=datetime.date(2026, 3, 3),
    )  # fmt: skip
    nomination.give_back(by=colleague, reason=SAID)
    deputy.become("ended", by=person, why=SAID)
    Invitation.send_to(person, by=person)
    FactorReset.ask(by=colleague, person=person, reason=SAID)
    AllowedDomain.allow(home, "arcadia.example", by=person, note=SAID[:200])
    VacancyOpening.open(by=person)
    partner = PartnerOrganisation.objects.create(acronym="XPT", name_en="P", name_fr="P", kind="un")
    today = timezone.now().date()
    opening = PartnerOpening.ask(partner, by=person, why=SAID[:500], last_day=today)
    opening.close(by=person)
    DataExport.ask(by=person, language="en")


def _desk(person: Person, colleague: Person) -> None:
    """A letter of the person, and reasons that name them."""
    letter = Letter.write(
        "mistake", by=person, once=uuid.uuid4(), text=SAID, name=NAME, email=person.email
    )
    item = WorkItem.objects.get(kind="desk.mistake")
    WorkItem.objects.filter(pk=item.pk).update(
        title_en=SAID[:200], title_fr=SAID[:200], first_reason=""
    )
    item.claim(by=person)
    item.release(by=person)
    item.steps.update(reason=SAID)
    letter.close(by=colleague, reason=SAID)
    released(person, name=f"photo of {NAME}.pdf")


def _mail(person: Person, colleague: Person) -> None:
    """What the person follows, and what they were told."""
    Follow.set("region:WCA", by=person)
    Follow.set(f"person:{person.public_id}", by=colleague)
    for reader in (person, colleague):
        SavedSearch.keep(by=reader, address=f"q={NAME}", words=NAME, find="'zwitscher'", key=NAME)
    FeedToken.renew("news", by=person)
    Preference.objects.create(person=person, kind="news", frequency="weekly")
    MailSetting.objects.create(person=person)
    event = Event.objects.order_by("pk").first()
    assert event is not None
    Event.objects.filter(pk=event.pk).update(actor=person)
    Notification.objects.create(event=event, person=person, frequency="weekly")
    Mail.objects.create(
        person=person, event=event, kind="event", message_id="<1@x>", error=person.email
    )


def _ledgers(person: Person, colleague: Person) -> None:
    """Looks at cards, copies, requests for contact, changes by two, reminders, a list."""
    today = timezone.now().date()
    filters = urlencode({"q": NAME})
    export = Export.objects.create(
        by=person, format="csv", reason=SAID[:300], filters=filters, rows=1
    )
    CardView.objects.create(viewer=person, person=colleague, day=today, export=export)
    CardView.objects.create(viewer=colleague, person=person, day=today)
    for sender, recipient in ((person, colleague), (colleague, person)):
        ContactRequest.ask(recipient, by=sender, message=SAID, address=sender.email)
    PendingChange.ask("phone", on=person, value=f"{PHONE}9", by=colleague, why=SAID)
    Reminder.objects.create(person=person, due=today, kind=Reminder.Kind.DAY)
    SavedFilter.keep(by=person, name=NAME, query=filters)
    SavedFilter.keep(by=colleague, name="Hers", query=filters)
    SavedFilter.keep(by=colleague, name=f"Near {NAME}", query="region=WCA")
    drill = Drill(
        name=f"Autumn of {NAME}",
        started_by=person,
        ends_at=timezone.now() + datetime.timedelta(1),
        once=uuid.uuid4(),
    )
    drill.marking = "amber"
    drill.set_audience()
    drill.save()
    point = person.holdings.first()
    assert point is not None
    DrillCall.objects.create(drill=drill, person=person, seat=point.seat)
    signing = Signing(
        administration=person.administration, act="survey", subject="1", title=f"A survey ({NAME})",
        title_fr=f"Une enquête ({NAME})",
        text=SAID, drafted_by=person, marking="amber",
    )  # fmt: skip
    signing.digest = hashlib.sha256(signing.text.encode()).hexdigest()
    signing.set_audience()
    signing.save()
    batch = ContactImport(
        file=released(person, purpose="directory.import", name="list.csv", body=b"a,b\n"),
        sender=NAME, reference=NAME, channel="post", dated=today, sent_by=person, marking="amber",
    )  # fmt: skip
    batch.set_audience()
    batch.save()
    ImportRow.objects.create(
        batch=batch, number=2, state="present", person=person, email=person.email,
        typed={"name": NAME, "phone": PHONE}, given_name="Canaria", family_name="Zwitscher",
        phone=PHONE,
    )  # fmt: skip


def _content(person: Person, colleague: Person, language: Language) -> None:
    """What the person wrote for others, and may read by name."""
    news = make_news(f"Welcome, {NAME}", by=person, body_en=SAID, source_title=NAME)
    for make in (make_meeting, make_deliverable, make_link):
        make(f"By {NAME}", by=person).publish(by=colleague)
    news.publish(by=colleague)
    Announcement.objects.create(
        news=news, news_changed_at=news.changed_at, reach=["members"], made_by=person
    )
    now = timezone.now()
    Banner.objects.create(
        text_en=f"Call {NAME}",
        text_fr=f"Appelez {NAME}",
        since=now,
        until=now + datetime.timedelta(1),
        set_by=person,
    )
    work = Work.add(
        by=person, authors=["A. Author"], title="A study", year=2026, kind="report",
        language=language, abstract="An abstract.", marking="red",
    )  # fmt: skip
    work.grant(person, by=colleague)
    Work.objects.filter(pk=work.pk).update(withdrawal_reason=SAID, source_note=SAID)


def _rooms(person: Person, colleague: Person) -> None:
    """Rooms that the person is in, is asked into, asks into and asks for."""
    room = make_room(person, colleague, by=person)
    admit(room, make_person("Third Owner"), Role.OWNER, by=person).end(by=person, why=SAID)
    Lesson.write(room, by=person, marking="green", happened=SAID, worked=SAID, failed=SAID,
                 instead=SAID, useful_for=SAID)  # fmt: skip
    other = make_room(colleague, name="Other", is_listed=True, joining="request")
    RoomInvitation.send(other, person, role=Role.READER, by=person, reason=SAID)
    refused = make_room(colleague, name="Refused", is_listed=True, joining="request")
    request = JoinRequest.ask(refused, by=person, reason=SAID[:600])
    request.refuse(by=colleague, reason=SAID)
    JoinAppeal.objects.create(request=request, by=person, against=colleague, words=SAID)
    JoinRequest.ask(other, by=person, reason=SAID[:600])
    RoomRequest.ask(
        by=person, second_owner=colleague, kind="standing", name="Third", purpose=SAID, reason=SAID
    ).refuse(by=colleague, reason=SAID)
    room.freeze(by=person, why=SAID)
    Workspace.objects.filter(pk=other.pk).update(purpose=SAID)
    RoomInvitation.objects.filter(workspace=other).update(answer=SAID[:300])
    Ending.objects.create(
        workspace=room, side=person.administration, by=person, why=SAID[:300], state="declined",
        answered_by=person, answered_at=timezone.now(), answer=SAID[:300],
    )  # fmt: skip


def _talk(person: Person, colleague: Person) -> None:
    """Topics and posts of the person, and what they said of those of others."""
    room = make_room(person, colleague, name="Talk", by=person)
    topic = ask(room, person, SAID[:200], source=SAID)
    topic.wordings.create(number=1, title=SAID[:200], marking="amber", by=person)
    post = answer(topic, person, SAID)
    post.edit(by=person, source=f"{SAID} Changed.", language="en", seen=0)
    post.accept(by=person)
    other = answer(topic, colleague, SAID)
    other.flag(by=person, why=SAID[:300])
    ReadMark.put(topic, by=person, number=3)
    _asked(room, person, colleague)
    answer(topic, colleague, "Words.").remove(by=person, reason=SAID)
    topic.close(by=person, why=SAID)
    ask(room, colleague, "Removed").remove(by=person, why=SAID)
    for is_anonymous in (True, False):
        vote(put_to_vote(room, person, [SAID[:120], "No"], is_anonymous=is_anonymous), person, 0)
    _decided(room, topic, post, person, colleague)
    for each in (person, colleague):
        Bookmark.put(other, by=each)
        Bookmark.objects.get(person=each).revise(by=each, note=SAID[:300], remind_on=None)


def _decided(room: Any, topic: Any, post: Any, person: Person, colleague: Person) -> None:
    """Files, named readers, moves and appeals of the person."""
    file = released(person, purpose="forums.post", name=f"{NAME}.pdf")
    Attachment.objects.create(workspace=room, by=person, post=post, file=file, size=file.size)
    ask(room, colleague, "Named", marking="red", readers=[person])
    Transfer.objects.create(way="split", topic=topic, origin=topic, from_room=room, to_room=room,
                            posts=1, why=SAID[:300], by=person)  # fmt: skip
    Appeal.objects.create(post=post, by=person, against=colleague, words=SAID)
    RoomExport.objects.create(workspace=room, by=person, language="en")


def _asked(room: Any, person: Person, colleague: Person) -> None:
    """Questions that the person asks others, and is asked; and when they rest."""
    Ask.send(ask(room, person, "Mine"), [colleague.pk], by=person, note=SAID[:300])
    Ask.send(ask(room, colleague, "Yours"), [person.pk], by=colleague, note=SAID[:300])
    Rest.take(by=person, until=timezone.now().date())


def _guidance(person: Person, colleague: Person, language: Language) -> None:
    """Records that the person handed in, published, translated, withdrawn, asked of, unsealed."""
    row = publish("experience", by=person)
    row.issue(text("experience"), by=person, marking="green")
    row.translate("title", "Un titre", language=language, by=person)
    Wording.objects.create(
        translation=row.translations.get(), text="Un autre titre", source_digest="0" * 64, by=person
    )
    relay = Relay(record=row, asker=person, marking="amber-strict")
    relay.set_audience()
    relay.save()
    relay.texts.create(side="asker", text=SAID)
    row.withdraw(by=person, reason=SAID[:500])
    hidden = publish("pitfall", by=person, attribution="region")
    Unsealing.ask(hidden, by=person, reason=SAID[:500]).agree(by=colleague)


def _advised(person: Person, colleague: Person) -> None:
    """What the person said of the guidance of others, and asked to be made."""
    practice, other = publish("practice"), publish("practice")
    Outcome.give(practice, by=person, said=said("used", words=SAID[:300]))
    Outcome.objects.update(drafted_by=person)
    Reexamination.hint(practice, by=person, cause="law", note=SAID[:500])
    Pair.compare(practice, other, by=person, answer="yes")
    Pair.objects.update(settled_by=person, settled_at=timezone.now())
    supersede(publish("practice"), by=person, successor=other, note=SAID[:300])
    Briefing.ask(Technology.objects.get(slug="ai-ml"), by=person, language="en")
    manuscript = in_review(None)
    Review.ask(manuscript, person, by=colleague)
    manuscript.comments.create(
        by=person, section="recommendation", paragraph=0, digest="0" * 64, words=SAID, quote=SAID
    )


def pointing() -> dict[str, list[Any]]:
    """Return the columns that point to people, by model."""
    found: dict[str, list[Any]] = {}
    for model in apps.get_models():
        if not model._meta.proxy:
            for column in model._meta.concrete_fields:
                if column.related_model is Person:
                    found.setdefault(model._meta.label, []).append(column)
    return found


def knows_of(person: Person) -> set[str]:
    """Return the models with a row that points to the person."""
    with opened():
        return {
            label
            for label, columns in pointing().items()
            if any(column.model.objects.filter(**{column.name: person}) for column in columns)
        }
