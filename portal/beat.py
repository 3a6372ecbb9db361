"""The beat, with its whole table. It only names tasks: the site is not loaded to do so."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab, schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# No `fixups`: Celery's own for Django would load every room, half of what a worker weighs.
app = Celery("portal", fixups=[], amqp="portal.broker:Broker")
app.config_from_object("django.conf:settings", namespace="CELERY")

# A sweep that nobody took before the next one is due is none: no queue of them waits for a worker.
_SWEPT = 30


def _every(seconds: int, task: str) -> dict[str, Any]:
    """Return a row of the table: a task, and after how many seconds it runs again."""
    row: dict[str, Any] = {"task": task, "schedule": schedule(seconds)}
    return row | {"options": {"expires": seconds}} if seconds <= _SWEPT else row


def _nightly(minute: int, task: str) -> dict[str, Any]:
    """Return a row of the table: a task that runs after three o'clock, UTC, whenever beat began."""
    return {"task": task, "schedule": crontab(hour="3", minute=str(minute))}


app.conf.beat_schedule = {
    # A view also kicks these on commit; the sweep is what makes them certain.
    "search-index-stale": _every(10, "search.index_stale"),
    "notifications-dispatch": _every(10, "notifications.dispatch"),
    "notifications-send-mails": _every(10, "notifications.send_mails"),
    "notifications-plan-digests": _every(300, "notifications.plan_digests"),
    "notifications-send-digests": _every(15, "notifications.send_digests"),
    "search-tell-saved": _every(900, "search.tell_saved"),
    "search-drop-stopped": _nightly(0, "search.drop_stopped"),
    "notifications-count-volume": _nightly(5, "notifications.count_volume"),
    "notifications-forget": _nightly(10, "notifications.forget"),
    "hub-send-due-announcements": _every(30, "hub.send_due_announcements"),
    "notifications-read-bounces": _every(300, "notifications.read_bounces"),
    "directory-send-invitations": _every(20, "directory.send_invitations"),
    "directory-move-clocks": _every(3600, "directory.move_clocks"),
    "directory-send-reminders": _every(300, "directory.send_reminders"),
    "directory-expire-changes": _every(3600, "directory.expire_changes"),
    "directory-tell-of-changes": _every(60, "directory.tell_of_changes"),
    "directory-work-imports": _every(10, "directory.work_imports"),
    "directory-work-drills": _every(30, "directory.work_drills"),
    "directory-drop-import-rows": _nightly(15, "directory.drop_import_rows"),
    "directory-carry-out-leavings": _every(600, "directory.carry_out_leavings"),
    "directory-make-data-exports": _every(30, "directory.make_data_exports"),
    "directory-drop-data-exports": _every(3600, "directory.drop_data_exports"),
    "files-inspect": _every(10, "files.inspect"),
    "files-drop-leftovers": _nightly(20, "files.drop_leftovers"),
    "audit-seal": _every(30, "audit.seal"),
    "audit-erase-old": _nightly(25, "audit.erase_old"),
    "home-drop-expired-forms": _every(3600, "home.drop_expired_forms"),
    "home-drop-expired-counts": _nightly(30, "home.drop_expired_counts"),
    "home-drop-expired-sessions": _nightly(35, "home.drop_expired_sessions"),
    "desk-send-answers": _every(60, "desk.send_answers"),
    "desk-forget-letters": _nightly(40, "desk.forget_letters"),
    "writing-drop-expired-drafts": _nightly(45, "writing.drop_expired_drafts"),
    "forums-escalate-questions": _every(3600, "forums.escalate_questions"),
    "forums-expire-questions": _every(3600, "forums.expire_questions"),
    "forums-drop-files": _nightly(50, "forums.drop_files"),
    "workspaces-make-exports": _every(30, "workspaces.make_exports"),
    "workspaces-drop-exports": _every(3600, "workspaces.drop_exports"),
    "workspaces-end-expired": _every(3600, "workspaces.end_expired"),
    "workspaces-look-after": _every(3600, "workspaces.look_after"),
    "forums-close-polls": _every(60, "forums.close_polls"),
    "forums-remind-bookmarks": _every(300, "forums.remind_bookmarks"),
    "guidelines-judge-all": _nightly(55, "guidelines.judge_all"),
    "guidelines-mind-reviews": _every(3600, "guidelines.mind_reviews"),
    "guidelines-open-sealed": _nightly(51, "guidelines.open_sealed"),
    "guidelines-remind-sealed": _nightly(56, "guidelines.remind_sealed"),
    "guidelines-tell-unsealed": _nightly(54, "guidelines.tell_unsealed"),
    "guidelines-ask-running": _nightly(52, "guidelines.ask_running"),
    "guidelines-count-figures": _nightly(53, "guidelines.count_figures"),
    "guidelines-prove-versions": _nightly(57, "guidelines.prove_versions"),
    "guidelines-make-briefings": _every(20, "guidelines.make_briefings"),
    "guidelines-drop-briefings": _every(3600, "guidelines.drop_briefings"),
}
