"""The forums as a contact point in 30 rooms reads them."""

from django.urls import reverse

from bench.inside import visit
from bench.inside.people import contact_point
from forums.models import PER_PAGE, Topic
from portal.home.seed.scale_topics import LONG, NAME
from workspaces.models import Admission, Role, Workspace

ROOMS = 30

if __name__ == "__main__":
    person = contact_point()
    rooms = list(Workspace.objects.filter(name__startswith=NAME).order_by("name")[:ROOMS])
    for room in rooms:
        if not room.admissions.current().filter(person=person).exists():
            Admission.admit(room, person, role=Role.CONTRIBUTOR, by=None)
    client = visit.visitor(person)
    topics = Topic.objects.filter(workspace=rooms[0])
    long = topics.get(last_number=LONG).get_absolute_url()
    first = reverse("forums:topic_list", args=[rooms[0].public_id])
    visit.report(
        client,
        {
            "list": [first],
            "list at 90 %": [visit.deep(client, first, topics)],
            "topic": [f"{long}?page=1"],
            "topic, page 500": [f"{long}?page={LONG // PER_PAGE}"],
        },
    )
