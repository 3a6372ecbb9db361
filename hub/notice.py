"""The maintenance notice as every page shows it: asked once in a while, not on every request."""

from hub.models import Banner
from portal.kept import Kept


def _standing() -> Banner | None:
    return Banner.objects.current().first()


STANDING = Kept(_standing, seconds=10, by_language=False)
