"""How polls are voted in, by whom, and when their results are read."""

import datetime

from django.db import models
from django.utils.translation import gettext_lazy

# Options of a poll, and how long each may be.
FEWEST, MOST, LONGEST = 2, 12, 120
# An anonymous poll shows nothing of fewer votes, and while it is open it moves on in such steps.
STEP = 5
# Working days after which those who did not vote may be reminded again.
REMINDED = 3
# An anonymous poll closes no sooner: whoever closed it at once after a vote would learn that vote.
NOTICE = datetime.timedelta(days=1)


class Method(models.TextChoices):
    """How one votes, and how votes are counted."""

    SINGLE = "single", gettext_lazy("One option")
    SEVERAL = "several", gettext_lazy("Several options")
    RANKING = "ranking", gettext_lazy("A ranking of the options")


class Asks(models.TextChoices):
    """Who has a vote."""

    PERSONS = "persons", gettext_lazy("Every member who may write: one vote each")
    ADMINISTRATIONS = (
        "administrations",
        gettext_lazy("Administrations: one vote each, by a holder of its seat"),
    )


class Shows(models.TextChoices):
    """When results are read."""

    ALWAYS = "always", gettext_lazy("Always")
    VOTED = "voted", gettext_lazy("After one’s own vote")
    CLOSED = "closed", gettext_lazy("After the poll closed")
