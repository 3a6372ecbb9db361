"""Where things live. Pure functions, read by the settings: nothing here needs Django."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[2]
DATABASE = "portal"
SUPERUSER = "postgres"
OWNER_ROLE = "portal_owner"
APP_ROLE = "portal_app"


def checkout_key() -> str:
    """Return a short name for this checkout, the same in every process."""
    return hashlib.sha256(os.fsencode(ROOT)).hexdigest()[:12]


def home() -> Path:
    """Return the folder of everything that a running portal writes."""
    return ROOT / ".portal"


def log_folder() -> Path:
    """Return the folder of what the services say."""
    return home() / "log"


def mail_folder() -> Path:
    """Return the folder where outgoing mail lands while no mail server is set."""
    return home() / "mail"


def journal_url() -> str:
    """Return the folder in which workers note the mails that left."""
    return (home() / "journal").as_uri()


def system_home() -> Path:
    """Return the home of server data when their account cannot reach the checkout."""
    return Path("/var/lib/portal-dev") / checkout_key()


def temporary_root() -> Path:
    """Return the system's temporary folder: /tmp first, because socket paths end at 107 bytes."""
    short = Path("/tmp")
    return short if os.access(short, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())


def socket_folder() -> Path:
    """Return the private folder of the sockets, found alike by every management command."""
    return temporary_root() / f"portal-{os.getuid()}-{checkout_key()}"


def redis_socket(folder: Path) -> Path:
    """Return the socket of Valkey in a socket folder."""
    return folder / "valkey.sock"


@dataclass(frozen=True)
class ServiceUrls:
    """The addresses of one set of embedded services."""

    sockets: Path

    @property
    def database_url(self) -> str:
        """The application's role: no superuser, owns nothing."""
        return self._postgres(APP_ROLE)

    @property
    def owner_database_url(self) -> str:
        """The role that migrations run as."""
        return self._postgres(OWNER_ROLE)

    @property
    def superuser_database_url(self) -> str:
        """The role that makes databases and extensions; for set-up, backup and tests."""
        return self._postgres(SUPERUSER)

    @property
    def redis_url(self) -> str:
        """Valkey, as redis-py and Django's cache spell a socket."""
        return f"unix://{quote(str(redis_socket(self.sockets)))}"

    def _postgres(self, role: str) -> str:
        # The socket folder as ?host= is the one form that libpq, psycopg and django-environ share.
        return f"postgres://{role}@/{DATABASE}?host={quote(str(self.sockets))}"


def database_url() -> str:
    """Return the embedded database's address for the application."""
    return ServiceUrls(socket_folder()).database_url


def owner_database_url() -> str:
    """Return the embedded database's address for migrations."""
    return ServiceUrls(socket_folder()).owner_database_url


def redis_url() -> str:
    """Return the embedded Valkey's address."""
    return ServiceUrls(socket_folder()).redis_url
