"""All settings, by environment. Profiles: demo (invented data, plain http), production, test."""
from __future__ import annotations

from pathlib import Path

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from liandong.config import database, keys
from liandong.config.paths import SOURCE, VAR

django_stubs_ext.monkeypatch()
env = environ.Env()

PROFILE: str = env("LIANDONG_PROFILE", default="production")
DEMO = PROFILE == "demo"
PRODUCTION = PROFILE == "production"
DEBUG = False

SECRET_KEY = (keys.read(Path(env("LIANDONG_SECRET_KEY_FILE"))) if env("LIANDONG_SECRET_KEY_FILE", default="")
              else keys.own("secret"))
CALLER_KEY = keys.own("callers")
"""Makes the keyed hash of a reporter's telephone: issues/callers.py. Another key, and nobody is known again."""
SECRET_KEY_FALLBACKS = [keys.read(Path(p)) for p in env.list("LIANDONG_OLD_SECRET_KEY_FILES", default=[])]
LINK_KEY = SECRET_KEY  # HMAC of the residents' typed codes; rotates with it
ALLOWED_HOSTS = env.list("LIANDONG_HOSTS", default=["localhost", "127.0.0.1"] if PRODUCTION else ["*"])
PUBLIC_ADDRESS: str = env("LIANDONG_PUBLIC_ADDRESS", default="http://localhost:8000")
CSRF_TRUSTED_ORIGINS = env.list("LIANDONG_ORIGINS", default=[])

ROOT_URLCONF = "liandong.config.urls"
WSGI_APPLICATION = "liandong.config.wsgi.application"
APPEND_SLASH = True

OURS = ["districts", "calendars", "ledger", "outbox", "screens", "files", "places", "orgs", "people", "duties",
        "issues", "portal", "web"]
INSTALLED_APPS = [
    "django.contrib.contenttypes", "django.contrib.auth", "django.contrib.messages",
    "django.contrib.staticfiles", "django.contrib.postgres", "django.contrib.humanize",
    "allauth", "allauth.account", "allauth.mfa", "csp", "django_htmx", "procrastinate.contrib.django",
    *(f"liandong.{app}" for app in OURS),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "liandong.web.middleware.Headers",
    "liandong.web.middleware.Size",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "liandong.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "liandong.web.middleware.Idle",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "liandong.districts.middleware.OneTransaction",
    "liandong.web.middleware.Refusals",
]
TEMPLATES = [
    {"BACKEND": "django.template.backends.jinja2.Jinja2", "NAME": "jinja",
     "DIRS": [SOURCE / app / "templates" for app in OURS], "APP_DIRS": False,
     "OPTIONS": {"environment": "liandong.screens.jinja.environment", "context_processors": [
         "django.contrib.messages.context_processors.messages", "liandong.web.context.frame"]}},
    # only for the pages of the libraries that we have not drawn ourselves (their mails)
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {"context_processors": [
        "django.template.context_processors.request", "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages"]}},
]

DATABASES = {"default": database.settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# at Django's limit of 300 entries whoever guesses passwords could push the counters of guesses out
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache",
                      "OPTIONS": {"MAX_ENTRIES": 50_000}}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LOCALE_PATHS = [SOURCE / "kernel" / "locale", SOURCE / "tables" / "locale", SOURCE / "plans" / "locale",
                *(SOURCE / app / "locale" for app in OURS)]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if PROFILE == "test"
                    else "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# ── Accounts (trust.md 8) ──
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["liandong.people.backends.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "liandong.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": None, "login_failed_address": "10/m/ip",
                       "login_failed_account": "5/5m/key", "login_failed_device": "5/5m/key"}
SECOND_FACTOR_REQUIRED = PRODUCTION  # for administrators and supervisors; by choice for everybody everywhere
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Liandong"
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("LIANDONG_PROXIES", default=0)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
SESSION_ENGINE = "liandong.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600  # absolute; the idle half hour is kept by web.middleware
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_MINUTES = env.int("LIANDONG_IDLE_MINUTES", default=30)

# ── Headers (trust.md 9) ──
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_FAILURE_VIEW = "liandong.web.errors.stale_form"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
BEHIND_TLS_PROXY = env.bool("LIANDONG_BEHIND_TLS_PROXY", default=False)  # only by name: the proxy must strip it
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": {
    "default-src": [NONE], "script-src": [SELF], "style-src": [SELF], "img-src": [SELF, "data:"], "font-src": [SELF],
    "connect-src": [SELF], "form-action": [SELF], "frame-ancestors": [NONE], "base-uri": [NONE], "object-src": [NONE]}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# ── Messages and mail ──
EMAIL_BACKEND = env("LIANDONG_EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend" if PRODUCTION
                    else "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = env("LIANDONG_EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("LIANDONG_EMAIL_PORT", default=25)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env("LIANDONG_EMAIL_FROM", default="liandong@localhost")

LOGGING_CONFIG = "liandong.config.logs.configure"
LOGGING = {"level": env("LIANDONG_LOG_LEVEL", default="INFO")}
SILENCED_SYSTEM_CHECKS: list[str] = []
TEST_RUNNER = "django.test.runner.DiscoverRunner"
if PROFILE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the tests sign in thousands of times
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
