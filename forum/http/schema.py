"""OpenAPI 3.1 from what each operation declares: nothing is guessed, and nothing an answer may be is left out."""

import re
from collections import defaultdict
from typing import Any

from django.core.validators import RegexValidator
from drf_spectacular.drainage import warn
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from forum.http import problems
from forum.http.answers import Page
from forum.http.fields import MAX_ID, CursorField, NamedTextsField, StrictSerializer, TextField
from forum.http.jsontypes import MOST_ITEMS
from forum.http.operations import Operation, Shape
from forum.http.shapes import schema_of
from forum.kernel.text.cleaning import pattern

type Json = dict[str, Any]

VERBS = {"get": "retrieve", "post": "create", "put": "replace", "patch": "update", "delete": "delete"}
PHRASES = {200: "Done.", 201: "Made.", 202: "Taken; not yet done.", 204: "Done; there is nothing to say."}
SECURITY = {
    "accessToken": {
        "type": "http",
        "scheme": "bearer",
        "description": "A personal access token. Its scopes are named with each operation.",
    },
    "sessionToken": {
        "type": "apiKey",
        "in": "header",
        "name": "X-Session-Token",
        "description": "The token of a session signed in under `/_allauth/app/v1/`. It may do what its member may do.",
    },
}
# What an address takes where a route has `<slug:...>` or `<str:...>`; the rest is no address of ours.
_PATTERNS = {"slug": "^[-a-zA-Z0-9_]+$", "str": r"^[^/\\\x00-\x1f\x7f%]+$"}
_CURSOR_PATTERN = "^[-a-zA-Z0-9_]+$"
# Blanks alone are nothing to read, NUL comes in nowhere, and of control characters a query may hold none but blanks.
_ANYTHING = r"^[^\x00]*$"
_WORDS = r"^\s*[^\s\x00][^\x00]*$"
_QUERY_WORDS = r"^[\t\n\r ]*[^\s\x00-\x1f\x7f][^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
_TAG_PATTERN = r'^"v[0-9]{1,18}(-[0-9a-f]{16})?"$'
_LIMIT_FIELDS = {
    "RateLimit": {"description": "What the limit has left.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "The limit: how many in how many seconds.", "schema": {"type": "string"}},
}
_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}}
_CHALLENGE = {"WWW-Authenticate": {"schema": {"type": "string"}}}
_TAG = {"ETag": {"description": "The version of this representation.", "schema": {"type": "string"}}}
_LOCATION = {"Location": {"description": "Where it is.", "schema": {"type": "string", "format": "uri-reference"}}}
_REPLAYED = {
    "Idempotency-Replayed": {
        "description": "Present when an earlier request with the same key did it.",
        "schema": {"type": "string", "const": "true"},
    }
}


class Schema(AutoSchema):
    """What `forum.http.api.Endpoint` is described by."""

    def get_operation(self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any) -> Json:
        """One operation of the document."""
        self.path, self.path_regex, self.method, self.registry = path, path_regex, method.upper(), registry
        declared: Operation = self.view.operations[method.lower()]
        operation: Json = {
            "operationId": declared.name or self._name(path, path_prefix, declared),
            "summary": str(declared.summary),
            "description": self._describe(declared),
            "tags": [self._words(path, path_prefix)[0]],
            "parameters": [
                *self._path_parameters(),
                *self._query(declared),
                *_headers(declared, reads=self.method == "GET"),
            ],
            "security": self._security(declared),
            "responses": {**self._successes(declared), **self._refusals(declared)},
        }
        if declared.body is not None:
            media = "multipart/form-data" if declared.files else "application/json"
            ref = self.resolve_serializer(declared.body, "request").ref
            operation["requestBody"] = {"required": True, "content": {media: {"schema": ref}}}
        return operation

    def _words(self, path: str, prefix: str) -> list[str]:
        rest = re.sub(prefix, "", path)
        words = [re.sub(r"\W+", "_", part) for part in rest.split("/") if part and not part.startswith("{")]
        return words or ["root"]

    def _name(self, path: str, prefix: str, declared: Operation) -> str:
        verb = VERBS[self.method.lower()]
        is_list = getattr(declared.out, "__origin__", declared.out) in (Page, list)
        return "_".join([*self._words(path, prefix), "list" if verb == "retrieve" and is_list else verb])

    def _describe(self, declared: Operation) -> str:
        parts = [str(declared.description)]
        if declared.scope:
            parts.append(f"Scope of an access token: `{declared.scope}`.")
        elif not declared.public:
            parts.append("Only for sessions, not for access tokens.")
        parts.append(f"Limit: `{declared.limit}`.")
        return "\n\n".join(part for part in parts if part)

    def _path_parameters(self) -> list[Json]:
        """Ids are bounded as the door bounds them, and names have the characters that the route takes."""
        patterns = {name: _PATTERNS.get(kind) for kind, name in re.findall(r"<(\w+):(\w+)>", self.path_regex)}
        for name, expression in re.findall(r"\(\?P<(\w+)>([^()]*)\)", self.path_regex):
            patterns[name] = _PATTERNS["str"] if expression == "[^/]+" else f"^({expression})$"
        parameters: list[Json] = self._resolve_path_parameters(re.findall(r"{(\w+)}", self.path))  # type: ignore[no-untyped-call]
        for parameter in parameters:
            if parameter["schema"].get("type") == "integer":
                parameter["schema"] = {"type": "integer", "minimum": 0, "maximum": MAX_ID}
            elif written := patterns.get(parameter["name"]):
                parameter["schema"] = {"type": "string", "minLength": 1, "pattern": written}
        return parameters

    def _query(self, declared: Operation) -> list[Json]:
        if declared.query is None:
            return []
        found = []
        for name, field in declared.query().fields.items():
            schema = self._map_serializer_field(field, "request")
            self._insert_field_validators(field, schema)
            if isinstance(
                field, TextField
            ):  # an address holds no control character, not even one that counts as a blank
                schema["pattern"] = pattern(lines=True, blank=field.allow_blank)
            elif schema.get("pattern") == _WORDS:
                schema["pattern"] = _QUERY_WORDS
            described = schema.pop("description", "")
            parameter = {"name": name, "in": "query", "required": field.required, "schema": schema}
            found.append({**parameter, "description": described} if described else parameter)
        return found

    def _security(self, declared: Operation) -> list[Json]:
        for name, scheme in SECURITY.items():
            kind = ResolvedComponent.SECURITY_SCHEMA
            self.registry.register_on_missing(ResolvedComponent(name=name, type=kind, object=name, schema=scheme))
        ways: list[Json] = [{"sessionToken": []}]
        if declared.scope or declared.public:
            ways.append({"accessToken": [declared.scope] if declared.scope else []})
        return [{}, *ways] if declared.public else ways

    def _successes(self, declared: Operation) -> Json:
        found: Json = {}
        for status, shape in {declared.status: declared.out, **declared.also}.items():
            headers = dict(_LIMIT_FIELDS)
            if declared.etag:
                headers.update(_TAG)
            if status in (201, 202):
                headers.update(_LOCATION)
            if declared.idempotent:
                headers.update(_REPLAYED)
            found[str(status)] = {"description": PHRASES.get(status, "Done."), "headers": headers}
            if shape is not None and status != 204:
                found[str(status)]["content"] = {declared.media: {"schema": self._shape(shape)}}
        if declared.etag and self.method == "GET":
            found["304"] = {"description": "The representation you have still holds.", "headers": _TAG}
        return found

    def _refusals(self, declared: Operation) -> Json:
        kinds = problems.register()
        by_status: dict[int, list[problems.Kind]] = defaultdict(list)
        for code in dict.fromkeys((*self._own_codes(declared), *declared.errors)):
            if code in kinds:
                by_status[kinds[code].status].append(kinds[code])
            else:
                warn(f"{type(self.view).__name__} declares the error {code!r}, which no class carries")
        return {str(status): self._refusal(status, by_status[status]) for status in sorted(by_status)}

    def _refusal(self, status: int, kinds: list[problems.Kind]) -> Json:
        headers = {401: _CHALLENGE, 429: {**_RETRY_AFTER, **_LIMIT_FIELDS}, 503: _RETRY_AFTER}.get(status, {})
        return {
            "description": "\n".join(f"- `{kind.code}`: {kind.title}" for kind in kinds),
            "headers": headers,
            "content": {problems.MEDIA_TYPE: {"schema": self._shape(problems.Problem)}},
            "x-codes": [kind.code for kind in kinds],
        }

    def _own_codes(self, declared: Operation) -> list[str]:
        """What the door itself may refuse, before the feature is asked."""
        codes = ["bad_characters", "invalid", "bad_token", "not_acceptable", "too_many_requests"]
        if self.method != "GET":
            codes += ["bad_json", "bad_header", "length_required", "too_large", "unsupported_media_type"]
        for holds, more in (
            (not declared.public, ["not_signed_in"]),
            (declared.scope is not None, ["scope_missing"]),
            (declared.scope is None and not declared.public, ["session_required"]),
            (declared.files, ["bad_form"]),
            ("{" in self.path, ["not_found"]),
            (declared.if_match, ["version_required", "edit_conflict"]),
            (declared.idempotent, ["bad_idempotency_key", "idempotency_key_reused"]),
        ):
            codes += more if holds else []
        return [*codes, "internal_error", "unavailable"]

    def _shape(self, shape: Shape) -> Json:
        components: dict[str, Json] = {}
        schema = schema_of(shape, components)
        for name, described in components.items():
            component = ResolvedComponent(name=name, type=ResolvedComponent.SCHEMA, object=name, schema=described)
            if component not in self.registry:
                self.registry.register(component)
            elif self.registry[component].schema != described:
                warn(f"two different shapes are called {name}")
        return schema

    def _map_basic_serializer(self, serializer: Any, direction: str) -> Json:
        """Inputs refuse what they do not know, and say so."""
        schema: Json = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        if isinstance(serializer, StrictSerializer):
            schema["additionalProperties"] = False
        return schema

    def _map_serializer_field(self, field: Any, direction: str, bypass_extensions: bool = False) -> Json:
        schema: Json = super()._map_serializer_field(  # type: ignore[no-untyped-call]
            field, direction, bypass_extensions
        )
        schema.pop("x-spec-enum-id", None)  # a mark for the tool's own later steps, which we do not take
        if isinstance(field, serializers.FileField):
            return {**schema, "format": "binary", "minLength": int(not field.allow_empty_file)}
        if isinstance(field, serializers.CharField) and not field.allow_blank:
            schema["minLength"] = max(1, field.min_length or 0)
            if schema.get("default") == "":
                del schema["default"]  # what stands for nothing cannot be sent
            # A field with a pattern of its own says more.
            if not any(isinstance(validator, RegexValidator) for validator in field.validators):
                schema["pattern"] = _CURSOR_PATTERN if isinstance(field, CursorField) else _WORDS
        return schema

    def _insert_field_validators(self, field: Any, schema: Json) -> None:
        """What the door measures and the framework's validators do not tell."""
        super()._insert_field_validators(field, schema)  # type: ignore[no-untyped-call]
        if isinstance(field, TextField):
            schema.update(maxLength=field.longest, pattern=field.pattern)
        elif isinstance(field, serializers.CharField) and schema.get("type") == "string":
            schema.setdefault("pattern", _ANYTHING)
        elif isinstance(field, (serializers.ListField, serializers.ListSerializer)):
            schema["maxItems"] = field.max_length or MOST_ITEMS
            if least := field.min_length or int(not field.allow_empty):
                schema["minItems"] = least
        elif isinstance(field, serializers.DictField):
            schema["maxProperties"] = MOST_ITEMS
            if isinstance(field, NamedTextsField):
                schema["propertyNames"] = {"enum": list(field.names)}


def _headers(declared: Operation, *, reads: bool) -> list[Json]:
    """The request headers that an operation reads."""
    found: list[Json] = []
    if declared.etag and reads:
        text = "The tag of the representation you have; 304 if it still holds."
        found.append({"name": "If-None-Match", "in": "header", "description": text, "schema": {"type": "string"}})
    if declared.if_match:
        text = "The tag of the version that you change."
        tag = {"type": "string", "pattern": _TAG_PATTERN}
        one = {"name": "If-Match", "in": "header", "required": True, "description": text, "schema": tag}
        found.append(one)
    if declared.idempotent:
        text = "1 to 255 visible ASCII characters of your choice. Sent again with the same body, nothing is done twice."
        schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "description": text, "schema": schema})
    return found
