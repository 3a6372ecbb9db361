"""Which seats sign for an administration, and in which capacity."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from directory.acts import Act
from directory.models.seat import Seat


class Capacity(models.TextChoices):
    """As what somebody signs."""

    PRINCIPAL = "principal", _("as the holder of the seat")
    DEPUTY = "deputy", _("as deputy")


def signing_seats(act: Act, administration: Any) -> dict[int, str]:
    """Return the seats of an administration whose holders sign an act, with their capacity."""
    # Never from what a process remembers of kinds of seat: one that signs no more would sign on.
    rows = Seat.objects.filter(administration=administration)
    seats = list(rows.select_related("role__stands_in_for"))
    lets = {seat.role_id for seat in seats if seat.deputies_sign}
    found: dict[int, str] = {}
    for seat in seats:
        role = seat.role
        principal = role.stands_in_for.code if role.stands_in_for else ""
        if not role.signs or (act.seats and (principal or role.code) not in act.seats):
            continue
        if not principal:
            found[seat.pk] = Capacity.PRINCIPAL
        elif principal in lets:
            found[seat.pk] = Capacity.DEPUTY
    return found
