"""The beat, with its whole table. It only names tasks: the site is not loaded to do so."""

import os

from celery import Celery
from celery.schedules import schedule

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

# No `fixups`: Celery's own for Django would load every room, half of what a worker weighs.
app = Celery("portal", fixups=[])
app.config_from_object("django.conf:settings", namespace="CELERY")

app.conf.beat_schedule = {
    # A view also kicks these on commit; the sweep is what makes them certain.
    "search-index-stale": {"task": "search.index_stale", "schedule": schedule(10)},
    "notifications-dispatch": {"task": "notifications.dispatch", "schedule": schedule(10)},
    "notifications-send-mails": {"task": "notifications.send_mails", "schedule": schedule(10)},
    "notifications-plan-digests": {
        "task": "notifications.plan_digests",
        "schedule": schedule(300),
    },
    "notifications-send-digests": {
        "task": "notifications.send_digests",
        "schedule": schedule(15),
    },
    "search-tell-saved": {"task": "search.tell_saved", "schedule": schedule(900)},
    "search-drop-stopped": {"task": "search.drop_stopped", "schedule": schedule(86_400)},
    "notifications-count-volume": {
        "task": "notifications.count_volume",
        "schedule": schedule(86_400),
    },
    "notifications-forget": {"task": "notifications.forget", "schedule": schedule(86_400)},
    "hub-send-due-announcements": {
        "task": "hub.send_due_announcements",
        "schedule": schedule(30),
    },
    "notifications-read-bounces": {
        "task": "notifications.read_bounces",
        "schedule": schedule(300),
    },
    "directory-send-invitations": {
        "task": "directory.send_invitations",
        "schedule": schedule(20),
    },
    "directory-move-clocks": {"task": "directory.move_clocks", "schedule": schedule(3600)},
    "directory-send-reminders": {"task": "directory.send_reminders", "schedule": schedule(300)},
    "directory-expire-changes": {
        "task": "directory.expire_changes",
        "schedule": schedule(3600),
    },
    "directory-tell-of-changes": {
        "task": "directory.tell_of_changes",
        "schedule": schedule(60),
    },
    "directory-work-imports": {"task": "directory.work_imports", "schedule": schedule(10)},
    "directory-work-drills": {"task": "directory.work_drills", "schedule": schedule(30)},
    "directory-drop-import-rows": {
        "task": "directory.drop_import_rows",
        "schedule": schedule(86_400),
    },
    "directory-carry-out-leavings": {
        "task": "directory.carry_out_leavings",
        "schedule": schedule(600),
    },
    "directory-make-data-exports": {
        "task": "directory.make_data_exports",
        "schedule": schedule(30),
    },
    "directory-drop-data-exports": {
        "task": "directory.drop_data_exports",
        "schedule": schedule(3600),
    },
    "files-inspect": {"task": "files.inspect", "schedule": schedule(10)},
    "files-drop-leftovers": {"task": "files.drop_leftovers", "schedule": schedule(86_400)},
    "audit-seal": {"task": "audit.seal", "schedule": schedule(30)},
    "audit-erase-old": {"task": "audit.erase_old", "schedule": schedule(86_400)},
    "home-drop-expired-forms": {"task": "home.drop_expired_forms", "schedule": schedule(3600)},
    "home-drop-expired-counts": {
        "task": "home.drop_expired_counts",
        "schedule": schedule(86_400),
    },
    "home-drop-expired-sessions": {
        "task": "home.drop_expired_sessions",
        "schedule": schedule(86_400),
    },
}
