"""Authors of works, and how a name is read: persons have a family name, organisations have none."""

import re
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.models.administration import sort_key

KEY_LENGTH = 190
# A name with one of these words is an organisation's, unless it is written "Family, Given".
ORGANISATION = re.compile(
    r"\b(administrations?|agency|association|bank|banque|bureau|centre|center|commissions?|committee"
    r"|community|conference|council|customs|department|douanes?|forum|foundation|fund|group|initiative"
    r"|institute|ministry|nations|network|office|organi[sz]ation|programme|project|sa|school|secretariat"
    r"|service|team|union|universit[éyà]\w*|ltd|gmbh|inc)\b",
    re.IGNORECASE,
)
ACRONYM = re.compile(r"[A-Z]{2,}")
# "Sélinde van Engelenburg": the family name starts at the particle.
PARTICLE = re.compile(r"(?:d[aeiou]s?|del|della|der|den|du|el|al|bin|ibn|la|le|ten|ter|van|von|zu)")


class Name(NamedTuple):
    """A name as it is shown, and the family name within it; an organisation has none."""

    shown: str
    family: str

    @property
    def given(self) -> str:
        """What stands before the family name."""
        return self.shown.removesuffix(self.family).strip() if self.family else ""


def read_name(line: str) -> Name:
    """Return the name of one line: "Given Family", "Family, Given" or "{Organisation}"."""
    line = " ".join(line.split())
    if line.startswith("{") and line.endswith("}"):
        return Name(line[1:-1].strip(), "")
    family, comma, given = (part.strip() for part in line.partition(","))
    if comma and family and given and "(" not in family:
        return Name(f"{given} {family}", family)
    words = line.split()
    if len(words) < 2 or "(" in line or ORGANISATION.search(line) or ACRONYM.fullmatch(words[0]):
        return Name(line, "")
    start = len(words) - 1
    while start > 1 and PARTICLE.fullmatch(words[start - 1]):
        start -= 1
    return Name(line, " ".join(words[start:]))


def author_key(name: str) -> str:
    """Return what stands for a name wherever it is written: without accents and case."""
    return sort_key(name)[:KEY_LENGTH]


def author_subject(name: str) -> str:
    """Return the subject that followers of an author follow."""
    return f"author:{author_key(name)}"


class Author(models.Model):
    """One author of a work, in order."""

    work = models.ForeignKey("research.Work", on_delete=models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=200)
    # Part of the name; empty for an organisation.
    family = models.CharField(_("family name"), max_length=200, blank=True)
    # The same for the same name: what followers of an author follow.
    name_key = models.CharField(max_length=KEY_LENGTH, editable=False, default="")

    class Meta:
        ordering = ["position"]
        indexes = [models.Index(fields=["name_key"], name="research_author_key")]
        constraints = [
            models.UniqueConstraint(fields=["work", "position"], name="research_author_position")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def of(cls, work: Any, lines: list[str]) -> "list[Author]":
        """Return the authors of a work, from names in order as `read_name` reads them."""
        names = [read_name(line) for line in lines]
        return [
            cls(
                work=work,
                position=position,
                name=name.shown,
                family=name.family,
                name_key=author_key(name.shown),
            )
            for position, name in enumerate(names, start=1)
        ]

    @property
    def line(self) -> str:
        """The name as it is typed in the form, so that it is read the same way again."""
        name = Name(self.name, self.family)
        if read_name(self.name) == name:
            return self.name
        return f"{self.family}, {name.given}" if self.family else f"{{{self.name}}}"


def byline(authors: list[str]) -> str:
    """Return the authors as a list row shows them: the first, and others."""
    names = [read_name(line).shown for line in authors]
    if len(names) <= 2:
        return ", ".join(names)[:300]
    return f"{names[0]} et al."[:300]
