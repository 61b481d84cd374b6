"""What happens to every request before and after its view; one class a concern, in the order of `settings.MIDDLEWARE`."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from forum.http import problems
from forum.http.bodies import BODY_BYTES, JSON_BYTES, read_json
from forum.http.fields import MAX_ID
from forum.http.refusals import (
    BadCharacters,
    BadForm,
    BadHeader,
    BadJson,
    ForeignOrigin,
    LengthRequired,
    MethodNotAllowed,
)
from forum.kernel.errors import AssayError, NotFound, TooLarge

type Next = Callable[[HttpRequest], HttpResponseBase]

log = structlog.get_logger("assay.http")


class RequestId:
    """Give each request an id of its own (version 4, so it tells no time); what a client sends under that name is ignored."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.id = str(uuid.uuid4())  # type: ignore[attr-defined]
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class RequestLog:
    """One line a request: method, route, status, milliseconds. No address, no user agent, no member, no raw path."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter_ns()
        response = self.get_response(request)
        match = request.resolver_match
        log.info(
            "request",
            method=request.method,
            route=match.route if match else None,
            status=response.status_code,
            ms=round((time.perf_counter_ns() - started) / 1_000_000, 1),
        )
        return response


class Unavailable:
    """503 with `Retry-After` when a view meets a database or Valkey that is away."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for stores only; everything else goes on to whoever knows it."""
        if not isinstance(exception, problems.AWAY):
            return None
        log.error("store_away", error=type(exception).__name__)
        return problems.answer(request, problems.away())


class SecurityHeaders:
    """The headers that keep browsers from guessing, framing and telling."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        self.headers = {
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Referrer-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
        }
        if settings.ORIGIN.startswith("https://"):
            self.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response


class CleanRequest:
    """400 for characters that no path, query, header, cookie or form may hold, raw or percent-encoded; and ids within bounds."""

    _CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
    # Django writes back in percents what of a path is no UTF-8; none of our addresses has a percent sign of its own.
    _PATH = re.compile(r"[\x00-\x1f\x7f]|%[89A-F][0-9A-F]")
    _ENCODED = re.compile(r"%(?:0[0-8bcef]|1[0-9a-f]|7f)|\\0", re.IGNORECASE)

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not self._is_clean(request.META):
            return problems.answer(request, BadCharacters())
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """No row has an id beyond 64 bits, so no view need ask for it; no form that is no UTF-8 is read as something else."""
        if any(isinstance(value, int) and value > MAX_ID for value in kwargs.values()):
            return problems.answer(request, NotFound())
        return None if self._is_form_clean(request) else problems.answer(request, BadForm(_("A field is no UTF-8.")))

    @staticmethod
    def _is_form_clean(request: HttpRequest) -> bool:
        if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
            return True
        try:
            return _is_utf8(unquote_to_bytes(request.body))
        except (RequestDataTooBig, UnreadablePostError):
            return True  # Refused by name when the form is read.

    def _is_clean(self, meta: dict[str, Any]) -> bool:
        path, query, cookie = meta.get("PATH_INFO", ""), meta.get("QUERY_STRING", ""), meta.get("HTTP_COOKIE", "")
        for name, value in meta.items():
            if name.startswith("HTTP_") and "\0" in value:
                return False
        if self._PATH.search(path) or self._CONTROLS.search(query) or self._CONTROLS.search(cookie):
            return False
        if "%" in query and (self._ENCODED.search(query) or not _is_utf8(unquote_to_bytes(query))):
            return False
        return not (cookie and self._ENCODED.search(cookie))


class BodyLimit:
    """411, 413 and 400 by `Content-Length` alone, before a byte of the body is kept.

    What of a body nobody read is read and dropped: a front whose line is cut while it sends would never see our answer.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        error = self._refusal(request.META)
        response = problems.answer(request, error) if error else self.get_response(request)
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isascii() and length.isdigit() and 0 < int(length[:15]) <= BODY_BYTES:
            self._drop_rest(request)
        return response

    @staticmethod
    def _drop_rest(request: HttpRequest) -> None:
        try:
            while request.read(65_536):
                pass
        except UnreadablePostError:
            return  # The sender hung up.

    @staticmethod
    def _refusal(meta: dict[str, Any]) -> AssayError | None:
        length = str(meta.get("CONTENT_LENGTH") or "")
        if not length:
            return LengthRequired() if meta.get("HTTP_TRANSFER_ENCODING") else None
        if not (length.isascii() and length.isdigit()):
            return BadHeader()
        if len(length) > 15 or int(length) > BODY_BYTES:
            return TooLarge()
        is_json = str(meta.get("CONTENT_TYPE", "")).lower().startswith("application/json")
        return TooLarge() if is_json and int(length) > JSON_BYTES else None


class SignInBodies:
    """What the REST door refuses as no decent JSON, the app's sign-in refuses in the same words.

    It is not ours, and reads its bodies itself: a lone surrogate or deep nesting would end as a defect there.
    """

    _PREFIX = "/_allauth/"

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(self._PREFIX) and request.method not in ("GET", "HEAD", "OPTIONS"):
            try:
                if not isinstance(read_json(request), dict):
                    raise BadJson(_("The body must be an object."))
            except AssayError as error:
                return problems.answer(request, error)
        return self.get_response(request)


class FetchMetadata:
    """403 for a form that another site sends in a reader's name.

    Browsers say where a request comes from in `Sec-Fetch-Site`, older ones in `Origin`. The API reads no cookie, so there is
    nothing of the reader's that another site could use there.
    """

    _SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
    _WITHOUT_COOKIES = ("/api/", "/_allauth/app/")

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response
        ours = urlsplit(settings.ORIGIN)
        usual = {"http": 80, "https": 443}.get(ours.scheme)
        port = "" if ours.port in (None, usual) else f":{ours.port}"
        # Browsers send an origin in exactly this form, so there is nothing to parse in what others send.
        self.origin = f"{ours.scheme}://{ours.hostname}{port}"

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        writes = request.method not in self._SAFE and not request.path_info.startswith(self._WITHOUT_COOKIES)
        if writes and self._is_foreign(request.META):
            return problems.answer(request, ForeignOrigin())
        return self.get_response(request)

    def _is_foreign(self, meta: dict[str, Any]) -> bool:
        site = meta.get("HTTP_SEC_FETCH_SITE")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = meta.get("HTTP_ORIGIN")
        return origin is not None and origin != self.origin


class Refusals:
    """A refusal that a view let through becomes the answer."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            return problems.answer(request, MethodNotAllowed(headers={"Allow": response.headers["Allow"]}))
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render our own errors; others are not ours to know."""
        return problems.answer(request, exception) if isinstance(exception, AssayError) else None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True
