"""The Celery application of whoever works on tasks, or asks for one."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal", amqp="portal.broker:Broker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# For every thread of every process: `portal.wake` publishes from one of its own.
app.set_default()
