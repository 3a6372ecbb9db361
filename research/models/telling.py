"""What is told of records. What the portal itself does, without anybody, is no news."""

from collections.abc import Iterable
from typing import Any

from portal.markings.models import Marking
from portal.notifications.models import tell
from research.models.author import author_subject

# Fields whose change a reader of the record hears of.
TELLING = (
    "title", "title_fr", "abstract", "abstract_fr", "year", "venue", "doi", "url", "byline",
)  # fmt: skip
# Labels under which a name on the list of readers opens the record.
NAMED = frozenset({Marking.AMBER, Marking.AMBER_STRICT, Marking.RED})


def tell_published(work: Any, *, by: Any) -> None:
    """Tell who follows what the record is about, and whom it names as readers."""
    if by is None:
        return
    tell("research.publish_work", kind="library", on=work, by=by, subjects=subjects_of(work))
    tell_named(work, work.person_grants.values_list("user_id", flat=True).distinct(), by=by)


def tell_named(work: Any, people: Iterable[int], *, by: Any) -> None:
    """Tell people that they are named as readers, once there is something to read."""
    if by is not None and work.state == work.State.PUBLISHED and work.marking in NAMED and people:
        tell("research.grant_work", kind="asked", on=work, by=by, people=people)


def tell_changed(work: Any, before: list[Any], *, by: Any) -> None:
    """Tell who follows a published record that it reads differently; edits in a row are one."""
    if by is None or work.state != work.State.PUBLISHED or before == telling_of(work):
        return
    subjects = [f"work:{work.public_id}"]
    tell("research.edit_work", kind="library", on=work, by=by, subjects=subjects, is_batch=True)


def tell_withdrawn(work: Any, *, by: Any) -> None:
    """Tell whoever was told of its publication: nobody relies on what is gone."""
    if by is not None:
        tell("research.withdraw_work", kind="library", on=work, by=by, subjects=subjects_of(work))


def telling_of(work: Any) -> list[Any]:
    """Return what a reader of the record hears of when it changes."""
    return [getattr(work, name) for name in TELLING]


def subjects_of(work: Any) -> list[str]:
    """Return what a record is followed by, the most telling first."""
    owner = work.administration
    return [
        f"work:{work.public_id}",
        *(author_subject(author.name) for author in work.named_authors()),
        *work.subjects,
        *([f"administration:{owner.iso2}"] if owner else []),
        *(f"region:{code}" for code in work.codes_of("region")),
    ]
