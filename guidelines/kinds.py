"""The closed lists of guidelines: kinds, states, and the answers that a section offers."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a record is."""

    PRACTICE = "practice", _("Best practice")
    PITFALL = "pitfall", _("Pitfall")
    EXPERIENCE = "experience", _("Experience")


class State(models.TextChoices):
    """What readers meet at the address of a record."""

    DRAFT = "draft", pgettext_lazy("record", "Not published yet")
    PUBLISHED = "published", pgettext_lazy("record", "Published")
    SUPERSEDED = "superseded", _("Superseded")
    WITHDRAWN = "withdrawn", pgettext_lazy("record", "Withdrawn")


class Stage(models.TextChoices):
    """How far a manuscript is on its way to its readers."""

    WRITING = "writing", _("Being written")
    CLEARANCE = "clearance", _("Waits for national clearance")
    REVIEW = "review", _("In review")
    CHECK = "check", _("Waits for the publisher")
    PUBLISHED = "published", _("Published")
    DROPPED = "dropped", _("Given up")


class Attribution(models.TextChoices):
    """Who learns whose record it is."""

    NAMED = "named", _("Named: readers see the administration")
    REGION = "region", _("Region only: readers see the region, nobody the administration")
    SECRETARIAT = "secretariat", _("Known to the Secretariat only")
    SEALED = "sealed", _("Sealed until a date, then named")


class Strength(models.TextChoices):
    """How binding a recommendation is meant."""

    MUST = "must", _("must")
    SHOULD = "should", _("should")
    MAY = "may", _("may")


class CostBand(models.TextChoices):
    """What something costs, in thousands of US dollars."""

    NONE = "none", _("No extra cost")
    LOW = "low", _("Under 50,000 USD")
    MEDIUM = "medium", _("50,000 to 250,000 USD")
    HIGH = "high", _("250,000 to 1 million USD")
    LARGE = "large", _("1 to 5 million USD")
    HUGE = "huge", _("Over 5 million USD")


class StaffBand(models.TextChoices):
    """How many full-time people something takes."""

    NONE = "none", pgettext_lazy("staff", "Nobody full-time")
    FEW = "few", _("1 to 3 people")
    TEAM = "team", _("4 to 10 people")
    MANY = "many", _("More than 10 people")


class RootCause(models.TextChoices):
    """Where a failure came from: never two causes in one word."""

    TECHNOLOGY = "technology", _("Technology")
    DATA = "data", _("Data")
    LEGAL = "legal", _("Law")
    PROCUREMENT = "procurement", _("Procurement")
    PEOPLE = "people", _("People")
    GOVERNANCE = "governance", _("Governance")
    VENDOR = "vendor", _("Supplier")


class Grounds(models.TextChoices):
    """Whether a pitfall is known to have happened."""

    GROUNDED = "grounded", _("Grounded: it is documented to have happened")
    INFERRED = "inferred", _("Inferred: drawn from other cases")


class Supplier(models.TextChoices):
    """Who built it."""

    OWN = "own", _("Own staff")
    STATE = "state", _("Another public body")
    VENDOR = "vendor", _("A company")
    ACADEMIC = "academic", _("A university or research institute")
    DONOR = "donor", _("An international organisation or donor")
    MIXED = "mixed", _("Several together")


class Progress(models.TextChoices):
    """How far an administration is. Withdrawn and failed are stages like any other."""

    PLANNED = "planned", _("Planned")
    DEVELOPMENT = "under-development", _("Under development or pilot")
    ADOPTED = "adopted", _("In operation")
    DISCONTINUED = "discontinued", _("Ended as planned or replaced")
    WITHDRAWN = "withdrawn", pgettext_lazy("experience", "Withdrawn")
    FAILED = "failed", _("Failed")


class Again(models.TextChoices):
    """Whether an administration would do it again."""

    NEVER = "1", _("1: no")
    HARDLY = "2", _("2: rather not")
    PERHAPS = "3", _("3: perhaps")
    LIKELY = "4", _("4: rather yes")
    SURELY = "5", _("5: yes")


class Grade(models.TextChoices):
    """How good a piece of evidence is."""

    A = "A", _("A: measured in several administrations, or a reviewed study")
    B = "B", _("B: measured in one administration, or a tested study")
    C = "C", _("C: a documented case, or guidance of an international organisation")
    D = "D", _("D: an opinion, press, or drawn from something else")


class Context(models.TextChoices):
    """What an administration is like, as far as advice depends on it."""

    ICT_LOW = "ict-low", _("Little of it is digital yet")
    ICT_MIDDLE = "ict-middle", _("Declarations are electronic, systems stand alone")
    ICT_HIGH = "ict-high", _("Systems exchange data")
    VOLUME_LOW = "volume-low", _("Under 100,000 declarations a year")
    VOLUME_MIDDLE = "volume-middle", _("100,000 to 1 million declarations a year")
    VOLUME_HIGH = "volume-high", _("Over 1 million declarations a year")
    LAW_CIVIL = "law-civil", _("Civil law")
    LAW_COMMON = "law-common", _("Common law")
    LAW_OTHER = "law-other", _("Another or a mixed legal family")
    STAFF_FEW = "staff-few", _("No data or IT specialists of its own")
    STAFF_SOME = "staff-some", _("A few specialists of its own")
    STAFF_MANY = "staff-many", _("A department of specialists")
    ISLAND = "island", _("Island")
    LANDLOCKED = "landlocked", _("Landlocked")
    COAST = "coast", _("Coast and land borders")
    NET_WEAK = "net-weak", _("Border posts often have no connection")
    NET_GOOD = "net-good", _("Border posts are connected")


class Origin(models.TextChoices):
    """Of what was made from public sources: whether the Secretariat looked at them."""

    WAITING = "waiting", _("From public sources, not reviewed yet")
    REVIEWED = "reviewed", _("From public sources, reviewed by the Secretariat")


class Cause(models.TextChoices):
    """Why a published record is looked at again."""

    LAW = "law", _("A law or a standard changed")
    VULNERABILITY = "vulnerability", _("A weakness became known")
    FAILURES = "failures", _("Administrations tried it and it failed")
    DATE = "date", _("Its day of review has come")
    OTHER = "other", pgettext_lazy("review", "Something else")


class Ending(models.TextChoices):
    """What came of a review."""

    VERSION = "version", _("A new version")
    CURRENT = "current", _("Nothing changes: it is still right")
    WITHDRAWN = "withdrawn", pgettext_lazy("review", "It was withdrawn")
    REPLACED = "replaced", pgettext_lazy("review", "Another record took its place")
    DISMISSED = "dismissed", _("No review is needed")
