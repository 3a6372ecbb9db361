"""A few sample items for the desk: letters to check, a mistake, a request for an account."""

import datetime
import io

import pikepdf
from django.core.files.base import ContentFile
from django.utils import timezone

from directory.forms.nomination import PURPOSE, READERS
from directory.models import AllowedDomain, Nomination, Person, Seat, SeatRole
from directory.reviewing import put_on_desk
from portal.desk.models import Letter
from portal.files.models import StoredFile
from portal.home.seed.files import ContentError
from portal.markings.models import Marking

OFFICER = "n.rahmani-wells@secretariat.example"
# The seat, who is named for it, their address: invented, the second with a domain that looks like
# the one on the list.
NAMED = [
    ("GH", "deputy", "Abena", "Asante Sample", "a.asante@customs-ghana.example"),
    ("NG", "deputy", "Tunde", "Adeyemi Sample", "t.adeyemi@custorns-nigeria.example"),
]
SENTENCE = "Sample letter, invented for demonstration. It names nobody who exists."


def load() -> None:
    """Put the sample items on the desk; their files are looked into once the worker runs."""
    people = {person.email: person for person in Person.objects.with_post().filter(is_sample=True)}
    if OFFICER not in people:
        raise ContentError(f"sample_people.json: {OFFICER!r} is missing, seed/desk.py names it.")
    officer = people[OFFICER]
    for person in people.values():
        if person.administration:
            domain = person.email.rpartition("@")[2]
            AllowedDomain.allow(person.administration, domain, by=None, note="Sample")
    for code, role, given_name, family_name, email in NAMED:
        home = next(
            person.administration
            for person in people.values()
            if person.administration and person.administration.iso2 == code
        )
        seat, _is_new = Seat.objects.get_or_create(role=SeatRole.table()[role], administration=home)
        nomination = Nomination.put_forward(
            seat,
            origin=Nomination.Origin.LETTER,
            by=officer,
            email=email,
            given_name=given_name,
            family_name=family_name,
        )
        file = StoredFile.receive(
            ContentFile(_letter(), name=f"sample-letter-{code.lower()}.pdf"),
            by=officer,
            purpose=PURPOSE,
            marking=Marking.AMBER,
            readers=READERS,
        )
        nomination.prove(
            by=officer,
            file=file,
            sha256=file.sha256,
            sender="Director General (sample)",
            channel="e-mail",
            dated=timezone.now().date() - datetime.timedelta(days=6),
        )
        put_on_desk(nomination, by=officer)
    Letter.write(
        "mistake",
        by=people["k.ofori-larbi@customs-ghana.example"],
        text="Sample: the telephone number on my card has a digit too many.",
        page="/en/account/",
    )
    Letter.write(
        "account",
        by=None,
        name="Sample Visitor",
        email="visitor@university.example",
        organisation="Sample University",
        text="Sample: we study risk management and would like to follow the research library.",
    )


def _letter() -> bytes:
    """Return a page of PDF that says that it is a sample."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(595, 842))
    page.Resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(
            F1=pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
    )
    page.Contents = pdf.make_stream(f"BT /F1 12 Tf 72 760 Td ({SENTENCE}) Tj ET".encode())
    body = io.BytesIO()
    pdf.save(body)
    return body.getvalue()
