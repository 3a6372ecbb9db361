"""The Celery application of whoever works on tasks, or asks for one."""

import os

from celery import Celery
from kombu import Exchange, Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

app = Celery("portal", amqp="portal.broker:Broker")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# The worker takes from each in turn: what comes in bursts has one of its own, and nothing else
# waits, or expires, behind it.
app.conf.task_queues = [
    Queue(name, Exchange(name), routing_key=name) for name in ("celery", "events", "mail")
]
# For every thread of every process: `portal.wake` publishes from one of its own.
app.set_default()
