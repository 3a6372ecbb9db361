"""Rows that the clock minds one by one: one that fails keeps none of the others waiting."""

import logging
from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, models, transaction

logger = logging.getLogger(__name__)


def one_by_one[Row: models.Model](rows: Iterable[Row], act: Callable[[Row], Any]) -> int:
    """Do something to each row in a transaction of its own; return how often it was done.

    The log tells why a row failed. That the database went away is no row's fault: it is raised.
    """
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                done += int(act(row))
        except Exception:  # a row that cannot be minded must not keep the others waiting
            if not connection.is_usable():
                raise
            logger.exception("%s %s cannot be minded.", row._meta.label, row.pk)
    return done
