"""How refusals look: problem details (RFC 9457) under `/api/`, a page elsewhere; and the register of all codes."""

import inspect
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import orjson
import psycopg
import redis
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.cache import patch_vary_headers

from forum.http.refusals import InternalError
from forum.http.typed import Typed, typed_in
from forum.kernel.errors import AssayError, BadRequest, Forbidden, NotFound, TooLarge, Unavailable, Words

MEDIA_TYPE = "application/problem+json"
API_PREFIXES = ("/api/", "/_allauth/", "/health/")
RETRY_AFTER = "5"
# What a database or Valkey raises when it is away, too slow, or gave way to somebody else.
AWAY = (
    OperationalError,
    InterfaceError,
    psycopg.OperationalError,
    psycopg.InterfaceError,
    redis.ConnectionError,
    redis.TimeoutError,
)
CHALLENGE = 'Bearer realm="assay"'


@dataclass(frozen=True, slots=True)
class Kind:
    """One entry of the register: a stable `code`, its HTTP `status`, a short `title` and what it means (English)."""

    code: str
    status: int
    title: Words
    meaning: str


@dataclass(frozen=True, slots=True)
class ProblemField:
    """One thing wrong with one field. `field` is a dotted path into the body or query, or empty for the whole."""

    field: str
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Problem:
    """Problem details as of RFC 9457. `code` is stable; `instance` names the request, for a report to us."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ProblemField]
    instance: str


def is_api(request: HttpRequest) -> bool:
    """Whether `request` gets its refusals as problem details and not as a page."""
    return request.path_info.startswith(API_PREFIXES)


def answer(request: HttpRequest, error: AssayError) -> HttpResponse:
    """`error` as whoever asks can read it."""
    return problem(request, error) if is_api(request) else error_page(request, error)


def problem(request: HttpRequest, error: AssayError) -> HttpResponse:
    """`error` as `application/problem+json`, with its own headers and the challenge that a 401 must carry."""
    body = Problem(
        type=type_of(error.code),
        title=str(error.title),
        status=error.status,
        detail=str(error.detail),
        code=error.code,
        errors=[ProblemField(field=e.field, code=e.code, detail=str(e.detail)) for e in error.errors],
        instance=f"urn:uuid:{request_id(request)}",
    )
    headers = {"Cache-Control": "no-store", **error.headers}
    if error.status == 401:
        headers.setdefault("WWW-Authenticate", CHALLENGE)
    return HttpResponse(orjson.dumps(body), content_type=MEDIA_TYPE, status=error.status, headers=headers)


def error_page(request: HttpRequest, error: AssayError) -> HttpResponse:
    """`error` as a page. Who must sign in is sent there; when we are broken or away, the page asks nothing of any store."""
    headers = {"Cache-Control": "private, no-store", **error.headers}
    stranger = not getattr(getattr(request, "user", None), "is_authenticated", False)
    if error.status in (401, 404) and stranger and (typed := typed_in(request)) is not None:
        return text_back(request, error, typed)
    if error.status == 401:
        back = f"?{urlencode({'next': request.get_full_path()})}" if request.method in ("GET", "HEAD") else ""
        location = resolve_url(settings.LOGIN_URL) + back
        response = HttpResponse(status=303, headers={**headers, "Location": location})
    elif error.status >= 500:
        body = render_to_string("http/away.html", {"error": error, "request_id": request_id(request)})
        response = HttpResponse(body, status=error.status, headers=headers)
    else:
        response = render(request, "http/error.html", {"error": error}, status=error.status)
        for name, value in headers.items():
            response.headers[name] = value
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def text_back(request: HttpRequest, error: AssayError, typed: Typed) -> HttpResponse:
    """`error` as a page that gives back what was typed, to be sent again; for a script that sent it, one line."""
    stranger = not getattr(getattr(request, "user", None), "is_authenticated", False)
    sign_in = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': typed.back})}" if stranger else None
    template = "http/signed_out.html" if request.headers.get("HX-Request") and stranger else "http/typed.html"
    response = render(request, template, {"error": error, "typed": typed, "sign_in_url": sign_in}, status=error.status)
    response.headers["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    return response


def away() -> Unavailable:
    """The refusal for a store that is not there."""
    return Unavailable(headers={"Retry-After": RETRY_AFTER})


def request_id(request: HttpRequest) -> str:
    """The id that `RequestId` gave this request, or nothing outside the middleware."""
    return str(getattr(request, "id", ""))


def type_of(code: str) -> str:
    """Where a code is explained; the `type` of its problems, relative as RFC 9457 allows."""
    return f"/problems/{code}/"


def register() -> dict[str, Kind]:
    """Every code that Assay can answer with, in alphabetical order, gathered from the classes that carry them."""
    kinds: dict[str, Kind] = {}
    for error in _family(AssayError):
        kinds.setdefault(error.code, Kind(error.code, error.status, error.title, meaning(error)))
    return dict(sorted(kinds.items()))


def meaning(error: type[AssayError]) -> str:
    """The class's own docstring without its leading status number, or nothing."""
    text = inspect.cleandoc(error.__dict__.get("__doc__") or "")
    number, colon, rest = text.partition(": ")
    text = (rest if colon and number.isdigit() else text).replace("`", "")
    return text[:1].upper() + text[1:]


def _family(error: type[AssayError]) -> Iterator[type[AssayError]]:
    yield error
    for sub in error.__subclasses__():
        yield from _family(sub)


def index(request: HttpRequest) -> HttpResponse:
    """The page of all codes."""
    return render(request, "http/problems.html", {"kinds": register().values(), "register_url": reverse("problems")})


def explain(request: HttpRequest, code: str) -> HttpResponse:
    """The page of one code: the `type` of its problems."""
    kind = register().get(code)
    if kind is None:
        raise NotFound
    return render(request, "http/problem.html", {"kind": kind, "register_url": reverse("problems")})


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for what it calls suspicious or malformed, and for forms beyond its own limit."""
    return answer(request, TooLarge() if isinstance(exception, RequestDataTooBig) else BadRequest())


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for PermissionDenied."""
    return answer(request, Forbidden())


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for addresses that lead nowhere, and for Http404."""
    return answer(request, NotFound())


def handler500(request: HttpRequest) -> HttpResponse:
    """Django's handler for defects, which it has logged; a store that went away outside a view ends here, too."""
    return answer(request, away() if isinstance(sys.exception(), AWAY) else InternalError())


urlpatterns = [
    path("problems/", index, name="problems"),
    path("problems/<slug:code>/", explain, name="problem"),
]
