"""The REST door that features build theirs from: `Endpoint`, `operation` and what handlers hand back.

An endpoint keeps of the framework what tells us who asks. Negotiation, parsing, permissions, throttling and rendering are one
straight path here, since each has exactly one answer.
"""

import re
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.views import APIView

from forum.http import bodies, limits
from forum.http.answers import Accepted, Created, NoContent, NotModified, Ok, Page, rendered, shaped
from forum.http.conditional import etag, expected_version
from forum.http.cursors import Cursor, page_url
from forum.http.fields import StrictSerializer, query_values, validated
from forum.http.negotiation import accepts
from forum.http.operations import Call, Operation, operation
from forum.http.problems import CHALLENGE, problem
from forum.http.refusals import (
    BadIdempotencyKey,
    BadToken,
    MethodNotAllowed,
    NotAcceptable,
    ScopeMissing,
    SessionRequired,
)
from forum.kernel.errors import AssayError, BadRequest, Forbidden, NotFound, NotSignedIn, TooLarge
from forum.kernel.idempotency import Key, fingerprint

KEY = re.compile(r"[\x21-\x7e]{1,255}")
EXPECTED = (AssayError, Http404, PermissionDenied, SuspiciousOperation, exceptions.APIException)
METHODS = ("get", "post", "put", "patch", "delete")


class Nothing(StrictSerializer):
    """The input shape of operations that take no input."""


class Endpoint(APIView):
    """One address of the API. Each method it answers is declared with `@operation`.

    A handler gets the request, a `Call` with everything checked, and the values of the address. Expected refusals of any
    layer become problem details; anything else is a defect and goes to Django's handler, which logs it.
    """

    operations: ClassVar[dict[str, Operation]] = {}

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        handlers = {name: getattr(cls, name, None) for name in METHODS}
        for name, handler in handlers.items():
            if handler is not None and not hasattr(handler, "operation"):
                raise TypeError(f"{cls.__name__}.{name} is not declared with @operation")
        cls.operations = {name: handler.operation for name, handler in handlers.items() if handler is not None}

    @property
    def allowed_methods(self) -> list[str]:
        """The methods of this address, as `Allow` names them."""
        names = [name.upper() for name in self.operations]
        return [*names, *(["HEAD"] if "get" in self.operations else []), "OPTIONS"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer one request. What is raised on the way is rendered here, so that limits show on refusals, too."""
        self.args, self.kwargs = args, kwargs
        self.headers: dict[str, str] = {}
        self.request = Request(request, authenticators=self.get_authenticators())
        try:
            response = self._answer(request, kwargs)
        except EXPECTED as error:
            response = problem(request, _as_ours(error))
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        patch_vary_headers(response, ("Authorization", "X-Session-Token"))
        return response

    def _answer(self, http: HttpRequest, kwargs: dict[str, Any]) -> HttpResponseBase:
        method = (http.method or "").lower()
        allow = {"Allow": ", ".join(self.allowed_methods)}
        if method == "options":
            return rendered(NoContent(headers=allow), http)
        method = "get" if method == "head" else method
        declared = self.operations.get(method)
        if declared is None:
            raise MethodNotAllowed(headers=allow)
        if not accepts(http.META.get("HTTP_ACCEPT", ""), declared.media):
            raise NotAcceptable
        self._admit(declared)
        call = self._call(declared, http, method, kwargs)
        answer = getattr(self, method)(self.request, call, **kwargs)
        if call.key is not None and call.key.earlier is not None:
            self.headers["Idempotency-Replayed"] = "true"
        return rendered(answer, http, status=declared.status, media=declared.media)

    def _admit(self, declared: Operation) -> None:
        """Who asks, whether they may ask at all, and whether not too often."""
        try:
            user = self.request.user
        except (NotSignedIn, exceptions.AuthenticationFailed) as error:
            self.request._request.user = AnonymousUser()
            self.headers.update(limits.spend("credentials", self.request._request).headers())
            raise BadToken(headers={"WWW-Authenticate": f'{CHALLENGE}, error="invalid_token"'}) from error
        self.headers.update(limits.spend(declared.limit, self.request).headers())
        if not user.is_authenticated:
            if declared.public:
                return
            raise NotSignedIn
        scopes = getattr(self.request.auth, "scopes", None)
        if scopes is None:
            return
        if declared.scope is None and not declared.public:
            raise SessionRequired
        if declared.scope is not None and declared.scope not in scopes:
            raise ScopeMissing(
                headers={"WWW-Authenticate": f'{CHALLENGE}, error="insufficient_scope", scope="{declared.scope}"'}
            )

    def _call(self, declared: Operation, http: HttpRequest, method: str, kwargs: dict[str, Any]) -> Call:
        """Everything the request brings, checked against what is declared."""
        call = Call(if_none_match=http.META.get("HTTP_IF_NONE_MATCH"))
        if declared.query is not None or http.META.get("QUERY_STRING"):
            shape = declared.query or Nothing
            call.query = validated(shape, query_values(shape, http.GET))
        if declared.if_match:
            call.if_match = expected_version(http.META.get("HTTP_IF_MATCH"))
        if declared.files:
            call.body = validated(declared.body or Nothing, bodies.read_form(http), typed=False)
        elif method != "get":
            data = bodies.read_json(http)
            if declared.body is not None or data != {}:
                call.body = validated(declared.body or Nothing, data)
        if declared.idempotent and "HTTP_IDEMPOTENCY_KEY" in http.META:
            call.key = self._key(http.META["HTTP_IDEMPOTENCY_KEY"], method, call, kwargs)
        return call

    def _key(self, key: str, method: str, call: Call, kwargs: dict[str, Any]) -> Key:
        if not KEY.fullmatch(key):
            raise BadIdempotencyKey
        user = self.request.user
        asked = [kwargs, call.query, bodies.digest_files(call.body)]
        return Key(
            principal=f"member:{user.pk}" if user.is_authenticated else "anonymous",
            operation=f"{type(self).__module__}.{type(self).__name__}.{method}"[-200:],
            key=key,
            fingerprint=fingerprint(asked),
        )


def _as_ours(error: Exception) -> AssayError:
    """The same refusal in our own words and codes."""
    if isinstance(error, AssayError):
        return error
    if isinstance(error, (Http404, exceptions.NotFound)):
        return NotFound()
    if isinstance(error, (exceptions.NotAuthenticated, exceptions.AuthenticationFailed)):
        return NotSignedIn()
    if isinstance(error, (PermissionDenied, exceptions.PermissionDenied)):
        return Forbidden()
    if isinstance(error, RequestDataTooBig):
        return TooLarge()
    return BadRequest()


class NoSuchAddress(Endpoint):
    """Everything below `/api/` that is no address of ours."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """404 for every method."""
        return problem(request, NotFound(_("There is no such address.")))


__all__ = [
    "Accepted",
    "Call",
    "Created",
    "Cursor",
    "Endpoint",
    "NoContent",
    "NoSuchAddress",
    "NotModified",
    "Ok",
    "Page",
    "etag",
    "operation",
    "page_url",
    "shaped",
]
