"""How gunicorn serves the portal: few processes with threads, because pages wait for PostgreSQL."""

import gc
import os

from gunicorn.http import message

bind = [f"fd://{number}" for number in os.environ.get("PORTAL_LISTEN_FDS", "").split(",") if number]
bind = bind or [os.environ.get("PORTAL_BIND", "127.0.0.1:8000")]
wsgi_app = "portal.wsgi:application"
worker_class = "gthread"
workers = int(os.environ.get("PORTAL_WEB_WORKERS", "2"))
threads = 4
# The site is loaded once and shared by the workers.
preload_app = True
# Beats are written to memory: a slow disk would look like a hung worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
timeout = 30
graceful_timeout = 5
keepalive = 5
# It would be a file in the home folder, which may be read-only.
control_socket_disable = True
# A query of 10,000 characters gets the site's own answer; gunicorn caps what may be set at 8 kB.
limit_request_line = message.MAX_REQUEST_LINE = 128 * 1024
accesslog = None
errorlog = "-"


def pre_fork(server: object, worker: object) -> None:
    """Keep the collector from touching, and so copying, the memory that workers share."""
    gc.freeze()
