"""What the environment may say, typed; everything else of the settings follows from it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


PUSH_SERVICES = (
    "fcm.googleapis.com", "updates.push.services.mozilla.com", "*.push.apple.com", "*.notify.windows.com",
)  # fmt: skip
"""The push services of the browsers there are: Chromium, Firefox, Safari, Edge."""


MAIL_SERVICES = {
    "postmark": "server_token", "brevo": "api_key", "sendgrid": "api_key",
}  # fmt: skip
"""Mail services that are spoken to over HTTP, and how each calls the key. What they report comes back to `/mail/events`."""


class BadEnvironment(ValueError):
    """A variable of the environment cannot be read; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Every variable Assay reads. `docs/operations.md` lists them with their meaning."""

    data: Path
    database_url: str
    redis_url: str
    secret_key: str
    origin: str
    debug: bool
    files_url: str
    mail_url: str
    mail_from: str
    trusted_hops: int
    limit_factor: int
    site_name: str
    metrics_token: str
    sealing_keys: str
    signing_key: str
    mail_domains_refused: tuple[str, ...]
    webhooks_inside: tuple[str, ...]
    joining: str
    way_back_hours: int
    oidc: Mapping[str, str]
    push_services: tuple[str, ...]
    mail_events_secret: str

    @property
    def host(self) -> str:
        return urlsplit(self.origin).hostname or "localhost"

    @property
    def secure(self) -> bool:
        return self.origin.startswith("https://")


def _whole(source: Mapping[str, str], name: str, default: int) -> int:
    value = source.get(name, str(default))
    if not (value.isascii() and value.isdigit()):
        raise BadEnvironment(f"{name} takes a whole number, not {value!r}.")
    return int(value)


def _truth(source: Mapping[str, str], name: str) -> bool:
    value = source.get(name, "0")
    if value not in {"0", "1"}:
        raise BadEnvironment(f"{name} takes 0 or 1, not {value!r}.")
    return value == "1"


def _choice(source: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    value = source.get(name, choices[0])
    if value not in choices:
        raise BadEnvironment(f"{name} takes {' or '.join(choices)}, not {value!r}.")
    return value


def _words(source: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(word.strip().lower() for word in source.get(name, "").split(",") if word.strip())


def _oidc(source: Mapping[str, str]) -> dict[str, str]:
    """One outside provider to sign in with, or nothing: its address, our name with it, our secret, its own name."""
    names = ("server", "client", "secret", "name")
    told = {name: source.get(f"ASSAY_OIDC_{name.upper()}", "") for name in names}
    if any(told.values()) and not all(told.values()):
        missing = ", ".join(f"ASSAY_OIDC_{name.upper()}" for name in names if not told[name])
        raise BadEnvironment(f"Signing in with another provider also needs {missing}.")
    return told if told["server"] else {}


def origin_of(url: str) -> str:
    """The scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def read(source: Mapping[str, str] = os.environ) -> Environment:
    """Read `source`, or raise `BadEnvironment` in words an operator understands."""
    data = Path(source.get("ASSAY_DATA") or ROOT / ".data").resolve()
    origin = source.get("ASSAY_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
    parts = urlsplit(origin)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
        raise BadEnvironment(f"ASSAY_ORIGIN takes an address such as https://forum.example, not {origin!r}.")
    return Environment(
        data=data,
        database_url=source.get("DATABASE_URL", ""),
        redis_url=source.get("REDIS_URL", ""),
        secret_key=source.get("ASSAY_SECRET_KEY", ""),
        origin=origin,
        debug=_truth(source, "ASSAY_DEBUG"),
        files_url=source.get("ASSAY_FILES_URL", f"file://{data}/media"),
        mail_url=source.get("ASSAY_MAIL_URL", f"file://{data}/mail"),
        mail_from=source.get("ASSAY_MAIL_FROM", f"Assay <no-reply@{parts.hostname}>"),
        trusted_hops=_whole(source, "ASSAY_TRUSTED_HOPS", 0),
        limit_factor=_whole(source, "ASSAY_LIMIT_FACTOR", 1),
        site_name=source.get("ASSAY_SITE_NAME", "Assay"),
        metrics_token=source.get("ASSAY_METRICS_TOKEN", ""),
        sealing_keys=source.get("ASSAY_SEALING_KEYS", ""),
        signing_key=source.get("ASSAY_SIGNING_KEY", ""),
        mail_domains_refused=_words(source, "ASSAY_MAIL_DOMAINS_REFUSED"),
        webhooks_inside=_words(source, "ASSAY_WEBHOOKS_INSIDE"),
        joining=_choice(source, "ASSAY_JOINING", ("open", "invited")),
        way_back_hours=_whole(source, "ASSAY_WAY_BACK_HOURS", 72),
        oidc=_oidc(source),
        push_services=_words(source, "ASSAY_PUSH_SERVICES") or PUSH_SERVICES,
        mail_events_secret=source.get("ASSAY_MAIL_EVENTS_SECRET", ""),
    )


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for a `postgresql://user:password@host:port/name?host=/socket/folder` address."""
    parts = urlsplit(url)
    if url and parts.scheme not in {"postgres", "postgresql"}:
        raise BadEnvironment(f"DATABASE_URL takes a postgresql:// address, not {parts.scheme!r}.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "assay",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        # A connection is kept by its thread and looked at before each request: when the server comes back, so do we.
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, "application_name": "assay", **options},
    }


def mail(url: str) -> dict[str, object]:
    """Django's mailer for `file:///folder`, `smtp://user:password@host:port`, `smtps://...` or `console:`; or for a mail service
    and its key: `postmark://key`, `brevo://key`, `sendgrid://key`.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": unquote(parts.path)},
        }
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme in {"smtp", "smtps"}:
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": parts.hostname or "localhost",
                "port": parts.port or (465 if parts.scheme == "smtps" else 587),
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_ssl": parts.scheme == "smtps",
                "use_tls": parts.scheme == "smtp"
                and "plain" not in dict(parse_qsl(parts.query, keep_blank_values=True)),
                "timeout": 10,
            },
        }
    if parts.scheme in MAIL_SERVICES:
        return {
            "BACKEND": f"anymail.backends.{parts.scheme}.EmailBackend",
            "OPTIONS": {MAIL_SERVICES[parts.scheme]: unquote(parts.netloc)},
        }
    raise BadEnvironment(
        "ASSAY_MAIL_URL takes file://, smtp://, smtps://, console:, "
        f"{'://, '.join(MAIL_SERVICES)}://, not {parts.scheme!r}."
    )


def mail_service(url: str) -> str:
    """The mail service that `url` names, "" for any other way of sending."""
    scheme = urlsplit(url).scheme
    return scheme if scheme in MAIL_SERVICES else ""


def files(url: str) -> dict[str, object]:
    """Django's storage for `file:///folder` or `s3://key:secret@bucket?endpoint=https://host&region=name`.

    Without a key the machine's own role is asked. Nothing there is public: every file goes through us.
    """
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(parts.path), "file_permissions_mode": 0o600},
        }
    if parts.scheme != "s3" or not parts.hostname:
        raise BadEnvironment(
            f"ASSAY_FILES_URL takes file:///folder or s3://bucket, not {url.partition('@')[2] or url!r}."
        )
    asked = dict(parse_qsl(parts.query))
    options: dict[str, object] = {
        "bucket_name": parts.hostname,
        "endpoint_url": asked.get("endpoint"),
        "region_name": asked.get("region"),
        "default_acl": None,
        "file_overwrite": True,
    }
    if parts.username:
        options |= {"access_key": unquote(parts.username), "secret_key": unquote(parts.password or "")}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
