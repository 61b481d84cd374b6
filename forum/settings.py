"""Django's settings. What differs between machines comes from the environment, read once in `forum.environment`."""

from datetime import timedelta

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from forum import environment

ENV = environment.read()

SECRET_KEY = ENV.secret_key
DEBUG = ENV.debug
ORIGIN = ENV.origin
SITE_NAME = ENV.site_name
TRUSTED_HOPS = ENV.trusted_hops
LIMIT_FACTOR = ENV.limit_factor
METRICS_TOKEN = ENV.metrics_token
DATA = ENV.data
ALLOWED_HOSTS = [ENV.host] if ENV.host not in {"127.0.0.1", "localhost"} else ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ENV.origin]

INSTALLED_APPS = [
    "forum",
    "accounts",
    "threads",
    "moderation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
]

MIDDLEWARE = [
    "forum.http.middleware.RequestId",
    "forum.http.middleware.RequestLog",
    "forum.http.middleware.Unavailable",
    "forum.http.middleware.SecurityHeaders",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "forum.http.middleware.CleanRequest",
    "forum.http.middleware.BodyLimit",
    "forum.http.middleware.SignInBodies",
    "forum.http.front.FrontCache",
    "accounts.members.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "forum.http.middleware.FetchMetadata",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.members.middleware.CodeAttempts",
    "allauth.account.middleware.AccountMiddleware",
    "forum.http.middleware.Refusals",
]

ROOT_URLCONF = "forum.urls"
WSGI_APPLICATION = "forum.wsgi.application"
ASGI_APPLICATION = "forum.asgi.application"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [environment.ROOT / "forum" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "forum.site.frame",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "forum.http.templatetags.assay",
                "forum.notifications.templatetags.watching",
            ],
        },
    }
]

# --- stores ---------------------------------------------------------------------------------------------------------

DATABASES = {"default": environment.database(ENV.database_url)}
REDIS_URL = ENV.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ENV.redis_url or "redis://127.0.0.1:6379/0",
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_timeout": 1.0, "socket_connect_timeout": 0.5},
    }
}

# --- who is there ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Member"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("handle", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_ENGINE = "accounts.members.sessions"
SESSION_COOKIE_NAME = "__Host-session" if ENV.secure else "session"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SECURE = ENV.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if ENV.secure else "csrf"
CSRF_COOKIE_SECURE = ENV.secure
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "forum.http.pages.csrf_failure"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "accounts.members.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "handle"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
# Without a password one signs in by mailed codes, or with a passkey.
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1"]
ACCOUNT_FORMS = {"signup": "accounts.members.signup.SignupForm"}
ACCOUNT_RATE_LIMITS = {"signup": "5/m/ip,40/d/ip", "request_login_code": "20/m/ip,3/m/key,20/h/key"}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENV.secure else "http"
MFA_ADAPTER = "accounts.members.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_RECOVERY_CODE_DIGITS = 10
MFA_TOTP_ISSUER = ENV.site_name
# Browsers offer passkeys on https and on localhost alone; only there may the origin be plain http.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.secure
SEALING_KEYS = ENV.sealing_keys
SIGNING_KEY = ENV.signing_key
MAIL_DOMAINS_REFUSED = ENV.mail_domains_refused
WEBHOOKS_INSIDE = ENV.webhooks_inside
JOINING = ENV.joining
WAY_BACK_DELAY = timedelta(hours=ENV.way_back_hours)
OUTSIDE_NAME = ENV.oidc.get("name", "")
if ENV.oidc:
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
    SOCIALACCOUNT_ADAPTER = "accounts.members.outside.OutsideAdapter"
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": ENV.oidc["name"],
                    "client_id": ENV.oidc["client"],
                    "secret": ENV.oidc["secret"],
                    "settings": {"server_url": ENV.oidc["server"]},
                }
            ],
        }
    }
HEADLESS_CLIENTS = ("app",)
HEADLESS_SERVE_SPECIFICATION = True

# --- what the browser may do ----------------------------------------------------------------------------------------

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    # The button that leads to another provider is a form, and browsers hold this against where its answer leads, too.
    "form-action": [CSP.SELF, *([environment.origin_of(ENV.oidc["server"])] if ENV.oidc else [])],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
# Sizes are refused early by BodyLimit; these two are Django's own second line.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

# --- words, files, mail ---------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [environment.ROOT / "forum" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = ENV.data / "static"
STATICFILES_DIRS = [environment.ROOT / "forum" / "static"]
STORAGES = {
    "default": environment.files(ENV.files_url),
    "staticfiles": {"BACKEND": "forum.http.static.HashedStatic"},
}
WHITENOISE_AUTOREFRESH = DEBUG
MAILERS = {"default": environment.mail(ENV.mail_url)}
DEFAULT_FROM_EMAIL = ENV.mail_from
MAIL_SERVICE = environment.mail_service(ENV.mail_url)
MAIL_EVENTS_SECRET = ENV.mail_events_secret
PUSH_SERVICES = ENV.push_services
SERVER_EMAIL = ENV.mail_from

# --- doors ----------------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.members.authentication.Bearer"],
    "DEFAULT_SCHEMA_CLASS": "forum.http.schema.Schema",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Assay",
    "DESCRIPTION": "A community forum for people who follow mineral deposits.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],
}

# --- work for later ---------------------------------------------------------------------------------------------------

TASK_MODULES = [
    "forum.kernel.jobs.tasks",
    "forum.notifications.tasks",
    "forum.search.tasks",
    "forum.webhooks.tasks",
    "threads.discussion.attachments.tasks",
    "threads.discussion.tasks",
    "threads.rankings.tasks",
    "accounts.members.tasks",
    "accounts.verification.tasks",
    "forum.privacy.tasks",
    "threads.interviews.tasks",
    "moderation.audit.tasks",
    "moderation.rules.tasks",
    "moderation.queue.tasks",
    "moderation.actions.tasks",
    "moderation.appeals.tasks",
]

# --- how long what is kept, in days after it is over; forum/privacy/retention.py ---------------------------------------

RETENTION = {
    "sessions": 0,
    "unfinished_sign_ins": 1,
    "unfinished_accounts": 2,
    "access_tokens": 90,
    "invitations": 30,
    "ways_back": 90,
    "verification_requests": 730,
    "exports": 0,
    "erasures": 365,
    "request_keys": 2,
}

# --- running --------------------------------------------------------------------------------------------------------

LOGGING_CONFIG = "forum.http.log.configure"
LOGGING = {"level": "INFO"}
