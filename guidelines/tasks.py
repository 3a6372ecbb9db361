"""When guidance acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from guidelines import judging, minding, pressing, proving, running
from guidelines.models import Briefing, figures, identity, unsealing


@shared_task(name="guidelines.judge_all")
def judge_all() -> int:
    """Work out how sure we are of every practice."""
    return judging.judge_all()


@shared_task(name="guidelines.mind_reviews")
def mind_reviews() -> int:
    """Open the reviews that are due, and keep the desk true."""
    return minding.mind_reviews()


@shared_task(name="guidelines.open_sealed")
def open_sealed() -> int:
    """Name the records whose date is here."""
    return identity.open_sealed()


@shared_task(name="guidelines.remind_sealed")
def remind_sealed() -> int:
    """Tell the authors of records whose date is near."""
    return identity.remind_sealed()


@shared_task(name="guidelines.tell_unsealed")
def tell_unsealed() -> int:
    """Tell of unsealings where nobody was there to be told before."""
    return unsealing.tell_unsealed()


@shared_task(name="guidelines.ask_running")
def ask_running() -> int:
    """Ask the authors of experiences whether they still run."""
    return running.ask_due()


@shared_task(name="guidelines.prove_versions")
def prove_versions() -> int:
    """Compute the hash of what was published again, and log what differs."""
    return proving.prove_versions()


@shared_task(name="guidelines.count_figures")
def count_figures() -> int:
    """Count the figures of experiences anew."""
    return figures.count_all()


@shared_task(name="guidelines.make_briefings")
def make_briefings() -> int:
    """Make the briefings that wait."""
    return pressing.make_due()


@shared_task(name="guidelines.drop_briefings")
def drop_briefings() -> int:
    """Delete the briefings that were kept long enough."""
    return Briefing.objects.drop_old()
