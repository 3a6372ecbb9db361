"""When guidance acts by itself; each task may run at any time, twice or at once."""

from celery import shared_task

from guidelines import judging, minding


@shared_task(name="guidelines.judge_all")
def judge_all() -> int:
    """Work out how sure we are of every practice."""
    return judging.judge_all()


@shared_task(name="guidelines.mind_reviews")
def mind_reviews() -> int:
    """Open the reviews that are due, and keep the desk true."""
    return minding.mind_reviews()
