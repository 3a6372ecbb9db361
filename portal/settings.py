"""The one settings file. Every variable it reads is listed in .env.example."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.connections import database, folder, mailer, proxies, scanner
from portal.services import places

ROOT = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(ROOT / ".env")

MODE = env.str("PORTAL_MODE", default="") or "development"
if MODE not in ("production", "development"):
    raise ImproperlyConfigured(
        f"PORTAL_MODE is {MODE!r}. Accepted: 'production' and 'development'."
    )
PRODUCTION = MODE == "production"


def required(name: str, advice: str, development: str) -> str:
    """Return the variable, or its development default; stop a production start with advice."""
    value = env.str(name, default="")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set. In production mode, set it to {advice}.")
    return development


SECRET_KEY = required(
    "SECRET_KEY",
    "at least 50 random characters, the same on every machine",
    "development-only-" + "0123456789abcdef" * 3,
)
IS_WEAK = len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 12 or "development" in SECRET_KEY
if PRODUCTION and IS_WEAK:
    raise ImproperlyConfigured(
        "SECRET_KEY is weak. In production mode, set it to at least 50 random characters."
    )

BASE_URL = required(
    "BASE_URL", "the public address, such as https://portal.example.org", "http://localhost:8000"
).rstrip("/")
if PRODUCTION and not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured(
        f"BASE_URL is {BASE_URL!r}. In production mode, set it to an address that starts with https://."
    )
HOST = urlsplit(BASE_URL).hostname or "localhost"

# Sample persons, printed passwords and exemption from the second factor.
DEMO = env.bool("PORTAL_DEMO", default=not PRODUCTION)
if PRODUCTION and DEMO:
    raise ImproperlyConfigured(
        "PORTAL_DEMO is on. Sample persons are refused in production mode: set PORTAL_DEMO to off."
    )

DEBUG = False
ALLOWED_HOSTS = [HOST] if PRODUCTION else [HOST, "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    # The fallback of our own form templates.
    "django.forms",
    "portal.audit",
    "portal.markings",
    "portal.taxonomy",
    "portal.writing",
    "portal.notifications",
    "portal.search",
    "portal.files",
    "portal.desk",
    "directory",
    "workspaces",
    "forums",
    "research",
    "guidelines",
    "hub",
    "portal.services",
    "portal.home",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before the policy of pages: a dozen static files would carry it too on a first visit.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "portal.home.middleware.HeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "portal.home.middleware.SessionLimitMiddleware",
    "portal.markings.middleware.ReaderMiddleware",
    "portal.home.middleware.HeadMiddleware",
    "portal.home.middleware.HoldFormMiddleware",
    "portal.markings.middleware.AccessMiddleware",
    "portal.home.middleware.FirstVisitMiddleware",
    "portal.home.middleware.NotAllowedMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portal.home.context.page",
            ],
            "libraries": {"rows": "portal.rows"},
        },
    },
    # What a list repeats on every row, and forms (`portal.rows`); Django's own controls.
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [ROOT / "rows"],
        "APP_DIRS": True,
        "OPTIONS": {"environment": "portal.rows.environment"},
    },
]
FORM_RENDERER = "portal.rows.FormRenderer"

# PostgreSQL: the application's role owns nothing; migrations run as the owner.
LIMITS = "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
# Half of a word may differ for a name to be near to what was typed.
LIMITS += " -c pg_trgm.word_similarity_threshold=0.5"
# Only `portal.compiled` prepares statements: to plan them once is what it is for.
LIMITS += " -c plan_cache_mode=force_generic_plan"
OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
if not PRODUCTION:
    OWNER_URL = OWNER_URL or env.str("DATABASE_URL", default="") or places.owner_database_url()
DATABASES = {
    "default": database(
        required(
            "DATABASE_URL", "the application role's postgres:// address", places.database_url()
        ),
        options=LIMITS,
    ),
}
# Only `migrate` uses it: the web process of production need not know its password.
if OWNER_URL:
    DATABASES["owner"] = database(OWNER_URL)
if PRODUCTION and OWNER_URL and DATABASES["owner"]["USER"] == DATABASES["default"]["USER"]:
    raise ImproperlyConfigured(
        "DATABASE_OWNER_URL names the role of DATABASE_URL. In production mode, set it to the role"
        " that owns the tables; the application's role owns nothing."
    )

REDIS_URL = required("REDIS_URL", "the redis:// address of Valkey or Redis", places.redis_url())
CACHES = {
    "default": {
        "BACKEND": "portal.home.cache.FallbackCache",
        "LOCATION": REDIS_URL,
        # A second chance is the database, at once: the client itself tries no second time.
        "OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
            "retry": Retry(NoBackoff(), 0),
        },
    },
    # Parts of a page that are the same for everybody, drawn once per process and language.
    "drawn": {"BACKEND": "portal.home.drawn.DrawnCache"},
    # Where limits are counted while Valkey is down.
    "database": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "home_cache",
        "TIMEOUT": 86_400,  # of a number that is raised: longer than any limit counts
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Celery spells a socket, and the number of a database behind it, in its own way.
CELERY_BROKER_URL = (
    REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=")
    if REDIS_URL.startswith("unix://")
    else REDIS_URL
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
}
CELERY_TASK_ROUTES = {"notifications.dispatch": "events", "notifications.send_*": "mail"}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(places.home() / "celerybeat-schedule")
CELERY_TIMEZONE = "UTC"

# Mail: an SMTP address, or files in a folder.
EMAIL_URL = required(
    "EMAIL_URL",
    "the mail server, such as smtp+tls://user:password@mail.example.org:587",
    (places.home() / "mail").as_uri(),
)
if PRODUCTION and EMAIL_URL.startswith("file:"):
    raise ImproperlyConfigured(
        f"EMAIL_URL is {EMAIL_URL!r}: nobody would get a mail. In production mode, set it to a mail"
        " server, such as smtp+tls://user:password@mail.example.org:587."
    )
MAILERS = {"default": mailer(EMAIL_URL)}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "EMAIL_FROM", default=f"Smart Customs Community Portal <portal@{HOST}>"
)
BOUNCES_URL = env.str("BOUNCES_URL", default="")  # where the mail server puts what came back
JOURNAL_FOLDER = folder(env.str("JOURNAL_URL", "") or places.journal_url(), of="JOURNAL_URL")

# Files: those that people send lie in a private folder; static files are the web process's own.
STATIC_URL = "/static/"
STATIC_ROOT = places.home() / "static"
STATICFILES_DIRS = [ROOT / "static"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": folder(
                required(
                    "STORAGE_URL",
                    "the private folder of stored files, such as file:///srv/portal/files",
                    (places.home() / "files").as_uri(),
                )
            )
        },
    },
    "staticfiles": {"BACKEND": "portal.static.BareStaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["portal.files.handlers.CappedUploadHandler"]
SCANNER_URL = scanner(env.str("SCANNER_URL", default=""))  # clamd; none knows only a test virus

# Languages.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "UTC"

# Signing in.
AUTH_USER_MODEL = "directory.Person"
AUTHENTICATION_BACKENDS = ["directory.backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["directory.hashers.TunedArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:front"
ACCOUNT_ADAPTER = "directory.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Codes are digits, for every keyboard; five tries, a quarter of an hour for slow mail.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 9, "dashed": True}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_TIMEOUT = 30 * 60
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
# The end of a session is set in directory.sessions.
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "home:front"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"
ACCOUNT_FORMS = {
    "login": "directory.forms.account.LoginForm",
    "request_login_code": "directory.forms.account.RequestCodeForm",
    "confirm_login_code": "directory.forms.account.LoginCodeForm",
    "reset_password": "directory.forms.account.ForgottenPasswordForm",
    "confirm_password_reset_code": "directory.forms.account.ResetCodeForm",
    "reset_password_from_key": "directory.forms.account.NewPasswordForm",
    "change_password": "directory.forms.account.ChangePasswordForm",
    "add_email": "directory.forms.account.NewEmailForm",
    "confirm_email_verification_code": "directory.forms.account.EmailCodeForm",
    "reauthenticate": "directory.forms.account.PasswordAgainForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = proxies(
    # Without a proxy that says so, and without TLS of its own, every request would be redirected
    # to the very same https address.
    required(
        "TRUSTED_PROXY_COUNT",
        "the number of your proxies, mostly 1, or to 0 where gunicorn itself ends TLS",
        "0",
    )
)
MFA_ADAPTER = "directory.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "Smart Customs Community Portal"
# One code before and after, for clocks that are a little wrong; none is taken twice.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "directory.forms.factor.SecondStepForm",
    "reauthenticate": "directory.forms.factor.CodeAgainForm",
    "activate_totp": "directory.forms.factor.FirstCodeForm",
    "login_webauthn": "directory.forms.factor.PasskeyLoginForm",
    "reauthenticate_webauthn": "directory.forms.factor.PasskeyAgainForm",
    "add_webauthn": "directory.forms.factor.PasskeyForm",
    "edit_webauthn": "directory.forms.factor.PasskeyNameForm",
}

# Grants to a person or an administration stand in direct-foreign-key tables and are read
# through the audience: guardian's own backend would be a second way to ask.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001", "fields.W161"]  # W161: office hours, asked at that hour

# What a browser is told.
SESSION_ENGINE = "directory.session_store"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
PERSON_COOKIE_NAME = "__Host-person" if PRODUCTION else "person"  # offered held forms alone
CSRF_COOKIE_HTTPONLY = True
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "portal.home.views.errors.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "portal.hiding.LineFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
