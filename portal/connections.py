"""What an address in the environment means: a database, a mail server, a folder."""

from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured


def database(url: str, **options: object) -> dict[str, object]:
    """Return the connection settings of a postgres:// address; its query gives more options."""
    config = environ.Env.db_url_config(url)
    return config | {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Without a threshold psycopg refuses `prepare=True`, which portal.compiled asks for. No
        # other statement is ever prepared by it: Django's cursors bind values on the client.
        "OPTIONS": config.get("OPTIONS", {})
        | {"connect_timeout": 5, "prepare_threshold": 5}
        | options,
    }


def mailer(url: str) -> dict[str, object]:
    """Return the mailer of smtp[s]://user:password@host:port or file:///folder."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": parts.path},
        }
    if parts.scheme not in ("smtp", "smtps", "smtp+tls"):
        raise ImproperlyConfigured(
            f"EMAIL_URL starts with {parts.scheme!r}. Accepted: smtp://, smtp+tls://, smtps:// and file://."
        )
    options = {
        "host": parts.hostname or "localhost",
        "port": parts.port or {"smtps": 465, "smtp+tls": 587}.get(parts.scheme, 25),
        "username": unquote(parts.username) if parts.username else "",
        "password": unquote(parts.password) if parts.password else "",
        "use_ssl": parts.scheme == "smtps",
        "use_tls": parts.scheme == "smtp+tls",
        "timeout": 8,
    }
    return {"BACKEND": "portal.notifications.smtp.EmailBackend", "OPTIONS": options}


def folder(url: str, *, of: str = "STORAGE_URL") -> str:
    """Return the path of the folder that a variable names."""
    parts = urlsplit(url)
    path = unquote(parts.path)
    # Of "file://folder/x" the first word would be a machine, and the path another one.
    if parts.scheme != "file" or parts.netloc or not path.startswith("/") or path == "/":
        raise ImproperlyConfigured(
            f"{of} is {url!r}. Accepted: file:///path, a folder by its absolute path."
        )
    return path


def proxies(count: str) -> int:
    """Return how many proxies stand before the web process."""
    if not count.isascii() or not count.isdigit():
        raise ImproperlyConfigured(
            f"TRUSTED_PROXY_COUNT is {count!r}. Accepted: a whole number, such as 1."
        )
    return int(count)


def scanner(url: str) -> str:
    """Return the address of clamd as it was given, once it is one; empty means none."""
    if url and urlsplit(url).scheme not in ("tcp", "unix"):
        raise ImproperlyConfigured(
            f"SCANNER_URL starts with {urlsplit(url).scheme!r}. Accepted: tcp://host:port and unix:///path."
        )
    return url
