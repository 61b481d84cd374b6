"""What an API operation says of itself: read by the door when it is called, and by the schema when it is described."""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from django.db import transaction
from rest_framework.serializers import Serializer

from forum.http.conditional import matches
from forum.http.limits import POLICIES
from forum.kernel.errors import Words
from forum.kernel.idempotency import Key, claim, keep

type Shape = Any  # a dataclass, Page[dataclass], list[dataclass], bytes, or None where there is no body


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """The contract of one method of one address; `operation` explains each part."""

    summary: Words
    description: Words
    query: type[Serializer] | None
    body: type[Serializer] | None
    files: bool
    out: Shape
    status: int
    also: Mapping[int, Shape]
    media: str
    scope: str | None
    limit: str
    public: bool
    errors: tuple[str, ...]
    etag: bool
    if_match: bool
    idempotent: bool
    name: str


@dataclass(slots=True)
class Call:
    """What one request brings, checked: `query` and `body` as plain values by name.

    `key` is for the service to claim, None where the client sent none; `if_match` the version that it must still find.
    """

    query: dict[str, Any] = field(default_factory=dict)
    body: dict[str, Any] = field(default_factory=dict)
    key: Key | None = None
    if_match: int | None = None
    if_none_match: str | None = None

    def holds(self, tag: str) -> bool:
        """Whether the client already has the representation that `tag` names, so that `NotModified(tag)` is enough."""
        return matches(self.if_none_match, tag)

    def once[T](self, write: Callable[[], T]) -> T:
        """What `write` makes (an id, or nothing), done once for each key: a repeat hands back what the first one made.

        For services that take no key themselves. The key is claimed in the transaction that `write` joins, so a refusal
        leaves it free. An id of another type than int and str comes back as text.
        """
        if self.key is None:
            return write()
        with transaction.atomic():
            if earlier := claim(self.key):
                kept: T = orjson.loads(earlier.resource)
                return kept
            made = write()
            keep(self.key, status=200, resource=orjson.dumps(made, default=str).decode())
        return made

    @property
    def version(self) -> int:
        """The version that `If-Match` named. Only for operations with `if_match=True`."""
        if self.if_match is None:
            raise TypeError("this operation does not ask for If-Match")
        return self.if_match


def operation[F: Callable[..., Any]](
    *,
    summary: Words,
    description: Words = "",
    query: type[Serializer] | None = None,
    body: type[Serializer] | None = None,
    files: bool = False,
    out: Shape = None,
    status: int = 200,
    also: Mapping[int, Shape] | None = None,
    media: str = "application/json",
    scope: str | None = None,
    limit: str = "read",
    public: bool = False,
    errors: Sequence[str] = (),
    etag: bool = False,
    if_match: bool = False,
    idempotent: bool = False,
    name: str = "",
) -> Callable[[F], F]:
    """Declare a method of an `Endpoint`. Its docstring is published with it, unless there is a `description`.

    - `query`, `body`: input shapes. Without one, any parameter and any body field is refused. `files` reads the body as
      `multipart/form-data`.
    - `out`, `status`: what comes back; `also`: other successes, by status. `media`: for answers that are not JSON.
    - `scope`: what an access token must have been given. Without a scope only a session may call it, unless it is public.
    - `limit`: a policy of `forum.http.limits`. `public`: needs no sign-in.
    - `errors`: the codes of the rules it may run into; the door's own are added by themselves.
    - `etag`: answers carry an entity tag and honour `If-None-Match`. `if_match`: the client must name the version it edits.
    - `idempotent`: takes `Idempotency-Key`. Hand `call.key` to the service, or write within `call.once`.
    - `name`: the operationId, where the one made of the address would not be unique.
    """
    if limit not in POLICIES:
        raise ValueError(f"there is no limit called {limit!r}")
    declared = Operation(
        summary=summary,
        description=description,
        query=query,
        body=body,
        files=files,
        out=out,
        status=status,
        also=dict(also or {}),
        media=media,
        scope=scope,
        limit=limit,
        public=public,
        errors=tuple(errors),
        etag=etag,
        if_match=if_match,
        idempotent=idempotent,
        name=name,
    )

    def declare(handler: F) -> F:
        words = description or inspect.getdoc(handler) or ""
        handler.operation = replace(declared, description=words)  # type: ignore[attr-defined]
        return handler

    return declare
