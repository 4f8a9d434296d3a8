"""The settings themselves. Each BIHUAN_… is explained in docs/reference/settings.md."""

import dj_database_url
from csp.constants import NONE, SELF

from bihuan.settings import environment as env

BASE_DIR = env.BASE_DIR
BIHUAN_HOME = env.home()
BIHUAN_MODE = env.text("mode", "production")  # production, demo, test
BIHUAN_TODAY = env.day("today")  # production refuses to serve with it
BIHUAN_IDLE_MINUTES = env.number("idle_minutes", 30)
BIHUAN_IMAGE_MB = env.number("image_mb", 20)  # evidence: a photo
BIHUAN_PAPER_MB = env.number("paper_mb", 20)  # evidence: a PDF or an office file
BIHUAN_CONTACT_KEYS = env.text("contact_keys") or str(BIHUAN_HOME / "contact-keys")
BIHUAN_EXCHANGE_KEYS = env.text("exchange_keys") or str(BIHUAN_HOME / "exchange-keys")
BIHUAN_PUBLIC_ONLY = env.flag("public_only")  # set by `bihuan serve --public-only` for its own
BIHUAN_PUBLIC_URL = env.text("public_url").rstrip("/")
DEBUG = env.flag("debug")
SECRET_KEY = env.secret_key(BIHUAN_MODE)

ALLOWED_HOSTS = [
    host.strip()
    for host in env.text("hosts", "localhost,127.0.0.1,[::1]").split(",")
    if host.strip()
]
CSRF_TRUSTED_ORIGINS = [
    origin.strip() for origin in env.text("trusted_origins").split(",") if origin.strip()
]

INSTALLED_APPS = [
    "bihuan.packs",
    "bihuan.public",
    "bihuan.api",
    "bihuan.oversight",
    "bihuan.campaigns",
    "bihuan.appraisals",
    "bihuan.duty",
    "bihuan.meetings",
    "bihuan.rectification",
    "bihuan.questionnaires",
    "bihuan.opinions",
    "bihuan.finance",
    "bihuan.tasks",
    "bihuan.collecting",
    "bihuan.ledgers",
    "bihuan.registers",
    "bihuan.reporting",
    "bihuan.exchange",
    "bihuan.documents",
    "bihuan.figures",
    "bihuan.burden",
    "bihuan.jobs",
    "bihuan.files",
    "bihuan.presets",
    "bihuan.orgs",
    "bihuan.audit",
    "bihuan.search",
    "bihuan.ui",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "bihuan.appraisals.middleware.UnknownVoterMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bihuan.ui.middleware.IdleExitMiddleware",
    "bihuan.ui.middleware.NotKeptMiddleware",
    "bihuan.orgs.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bihuan.ui.middleware.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
    "bihuan.public.middleware.ResidentsErrorMiddleware",
]

ROOT_URLCONF = "bihuan.urls"
WSGI_APPLICATION = "bihuan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bihuan.ui.context.office",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{BIHUAN_HOME / 'bihuan.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # An acknowledged save survives loss of power (FULL); REPLACE must fire the audit's
        # triggers (recursive_triggers); writers queue at BEGIN rather than fail at COMMIT.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
            "PRAGMA cache_size=-65536;PRAGMA mmap_size=268435456;PRAGMA temp_store=MEMORY;"
        ),
    }
else:
    # Many figures are asked in one statement; compiling it would take longer than its answer.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
# A queue in the same database: what asks for a job and the job itself stand or fall together.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"  # for third-party tables only

AUTH_USER_MODEL = "orgs.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if BIHUAN_MODE == "test":
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")

ACCOUNT_ADAPTER = "bihuan.orgs.adapter.ClosedAdapter"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
# Failed log-ins are axes' to count: allauth's own limit would answer first.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
MFA_ADAPTER = "bihuan.orgs.adapter.EncryptingMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "闭环 Bihuan"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

AXES_FAILURE_LIMIT = env.number("login_failures", 5)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_USERNAME_CALLABLE = "bihuan.orgs.adapter.counted_username"
AXES_CLIENT_IP_CALLABLE = "bihuan.lib.addresses.client_address"
AXES_VERBOSE = False

SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
_SECURE = BIHUAN_MODE == "production" and not env.flag("plain_http")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _SECURE
SECURE_SSL_REDIRECT = _SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("behind_proxy") else None
SECURE_HSTS_SECONDS = 31_536_000 if _SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]  # others with their catalogue
LOCALE_PATHS = [BASE_DIR / "bihuan" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = BIHUAN_HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if BIHUAN_MODE == "test" or DEBUG:
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
else:
    # Collected by `bihuan init`: compressed once, named by content, so that a browser on a poor
    # network fetches each file a single time.
    STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DATA_UPLOAD_MAX_NUMBER_FILES = 300  # above what a form allows, so that it says so in a sentence

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"not_of_voters": {"()": "bihuan.appraisals.middleware.NotOfVoters"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["not_of_voters"],
        }
    },
    "root": {"handlers": ["stderr"], "level": env.text("log_level", "WARNING")},
}
if BIHUAN_PUBLIC_ONLY:
    # The process that faces residents: its own addresses, no session, no account, no cookie.
    ROOT_URLCONF = "bihuan.public.standalone_urls"
    INSTALLED_APPS[INSTALLED_APPS.index("allauth.account")] = (
        "bihuan.public.quiet.QuietAccountConfig"
    )
    MIDDLEWARE = [
        "bihuan.appraisals.middleware.UnknownVoterMiddleware",
        "django.middleware.security.SecurityMiddleware",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "csp.middleware.CSPMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "bihuan.public.middleware.ResidentsErrorMiddleware",
    ]
    CSRF_FAILURE_VIEW = "bihuan.public.views.errors.forbidden_form"

MIGRATION_MODULES: dict[str, str] = {}
