"""Logging: one JSON object a line on standard output, and nothing in it that would find a member.

`settings.LOGGING_CONFIG` names `configure`. Lines of other libraries go through the same pipe. Raw paths can hold
invitations and tokens, so lines about a request name its route.
"""

import logging
import logging.config
import re
from collections.abc import Mapping
from typing import Any

import orjson
import structlog

_PATHS = re.compile(r"(?<![\w/])/[^\s\"']*")


class WithoutPath(logging.Filter):
    """Replaces the raw path in Django's own lines about a request by its route."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record through."""
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        route = f"/{match.route}" if match else "(no route)"
        record.msg = _PATHS.sub(route, record.getMessage()) if request is not None else record.msg
        record.args = None if request is not None else record.args
        return True


def configure(options: Mapping[str, Any]) -> None:
    """Set up logging and structlog. `options["level"]` is the lowest level that is written, "INFO" without one."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    level = options.get("level", "INFO")
    if not structlog.is_configured():  # Loggers keep what they were first given.
        structlog.configure(
            processors=[*shared, structlog.processors.JSONRenderer(serializer=_json)],
            wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
            logger_factory=structlog.PrintLoggerFactory(),
            cache_logger_on_first_use=True,
        )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": [*shared, structlog.stdlib.add_logger_name],
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
    }
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "filters": {"without_path": {"()": "forum.http.log.WithoutPath"}},
            "formatters": {"json": formatter},
            "handlers": {
                "lines": {
                    "class": "logging.StreamHandler",
                    "stream": "ext://sys.stdout",
                    "formatter": "json",
                    "filters": ["without_path"],
                }
            },
            "root": {"handlers": ["lines"], "level": "WARNING"},
            "loggers": {
                "django": {"handlers": ["lines"], "level": level, "propagate": False},
                # Refusals are ordinary; the request log has their status. Defects are errors.
                "django.request": {"handlers": ["lines"], "level": "ERROR", "propagate": False},
                "django.security": {"handlers": ["lines"], "level": "CRITICAL", "propagate": False},
            },
        }
    )


def _json(entry: Any, **_options: Any) -> str:
    return orjson.dumps(entry, default=str).decode()
