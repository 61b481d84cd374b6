"""The API's own description: the OpenAPI document, and pages that read it out without scripts or strangers."""

import hashlib
from functools import lru_cache
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path, re_path, reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from drf_spectacular.generators import SchemaGenerator

from forum.http.api import NoSuchAddress
from forum.http.conditional import matches, not_modified
from forum.http.pages import render
from forum.http.problems import problem
from forum.http.refusals import MethodNotAllowed
from forum.kernel.errors import NotFound

type Json = dict[str, Any]

METHODS = ("get", "post", "put", "patch", "delete")
CACHE = "public, max-age=300"
_BOUNDS = {
    "minimum": "from",
    "maximum": "to",
    "minLength": "from length",
    "maxLength": "to length",
    "default": "default",
}


@lru_cache(maxsize=1)
def document() -> Json:
    """The OpenAPI 3.1 document, made once a process, in English."""
    with translation.override("en"):
        made: Json = SchemaGenerator().get_schema(request=None, public=True)
    return made


@lru_cache(maxsize=1)
def _encoded() -> tuple[bytes, str]:
    raw = orjson.dumps(document())
    return raw, f'"{hashlib.blake2b(raw, digest_size=8).hexdigest()}"'


def schema(request: HttpRequest) -> HttpResponse:
    """`GET /api/v1/schema/`: the document as JSON."""
    if request.method not in ("GET", "HEAD"):
        return problem(request, MethodNotAllowed(headers={"Allow": "GET, HEAD"}))
    raw, tag = _encoded()
    if matches(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        response = not_modified(tag)
    else:
        response = HttpResponse(raw, content_type="application/json", headers={"ETag": tag})
    response.headers["Cache-Control"] = CACHE
    return response


def docs(request: HttpRequest) -> HttpResponse:
    """`GET /api/v1/docs/`: how to sign in, and what there is."""
    return _read_out(request, _contents(translation.get_language()))


def docs_of(request: HttpRequest, chapter: str) -> HttpResponse:
    """`GET /api/v1/docs/<chapter>/`: the operations of one tag, and every shape that they name."""
    if chapter not in _tags():
        return problem(request, NotFound())
    return _read_out(request, _chapter(chapter, translation.get_language()), chapter)


def _read_out(request: HttpRequest, body: SafeString, tag: str = "") -> HttpResponse:
    if request.method not in ("GET", "HEAD"):
        return problem(request, MethodNotAllowed(headers={"Allow": "GET, HEAD"}))
    crumbs = [{"label": _("API reference"), "url": reverse("api-docs")}] if tag else []
    context = {"body": body, "tag": tag, "crumbs": crumbs}
    return render(request, "http/reference.html", context, version=(_encoded()[1], tag), max_age=300)


@lru_cache(maxsize=4)
def _contents(language: str | None) -> SafeString:
    """All but the page's frame: the same for everybody who reads in one language."""
    ways = document().get("components", {}).get("securitySchemes", {})
    context = {
        "tags": sorted(_tags().items()),
        "ways": [(name, paragraphs(way["description"])) for name, way in sorted(ways.items())],
        "schema_url": reverse("api-schema"),
        "problems_url": reverse("problems"),
    }
    return render_to_string("http/reference_contents.html", context)


@lru_cache(maxsize=128)
def _chapter(tag: str, language: str | None) -> SafeString:
    shapes = document().get("components", {}).get("schemas", {})
    named = _named([one["raw"] for one in _tags()[tag]], shapes)
    context = {"operations": _tags()[tag], "shapes": [_shape(name, shapes[name]) for name in sorted(named)]}
    return render_to_string("http/reference_chapter.html", context)


@lru_cache(maxsize=1)
def _tags() -> dict[str, list[Json]]:
    """The operations by tag, in the order of the document."""
    tags: dict[str, list[Json]] = {}
    for address, methods in document()["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = _operation(address, method, methods[method])
                tags.setdefault(operation["tag"], []).append(operation)
    return tags


def _named(parts: list[Any], shapes: Json) -> set[str]:
    """The shapes that `parts` of the document refer to, and those that these refer to."""
    found: set[str] = set()
    while parts:
        part = parts.pop()
        if isinstance(part, list):
            parts += part
        elif isinstance(part, dict):
            parts += part.values()
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name in shapes and name not in found:
                found.add(name)
                parts.append(shapes[name])
    return found


def _operation(address: str, method: str, one: Json) -> Json:
    body = one.get("requestBody", {}).get("content", {})
    return {
        "raw": one,
        "id": one["operationId"],
        "tag": one["tags"][0],
        "method": method.upper(),
        "address": address,
        "summary": one["summary"],
        "paragraphs": paragraphs(one["description"]),
        "parameters": [
            {**p, "type": type_words(p["schema"]), "words": paragraphs(p.get("description", ""))}
            for p in one["parameters"]
        ],
        "bodies": [{"media": media, "type": type_words(how["schema"])} for media, how in body.items()],
        "answers": [_answer(status, how) for status, how in one["responses"].items() if status < "400"],
        "refusals": [(code, status) for status, how in one["responses"].items() for code in how.get("x-codes", [])],
    }


def _answer(status: str, how: Json) -> Json:
    content = [type_words(one["schema"]) for one in how.get("content", {}).values()]
    return {"status": status, "words": how["description"], "types": content}


def _shape(name: str, one: Json) -> Json:
    required = one.get("required", [])
    fields = [
        {
            "name": field,
            "type": type_words(how),
            "required": field in required,
            "words": paragraphs(how.get("description", "")),
        }
        for field, how in one.get("properties", {}).items()
    ]
    return {"name": name, "paragraphs": paragraphs(one.get("description", "")), "fields": fields}


def paragraphs(text: str) -> list[list[Json]]:
    """`text` in paragraphs of spans `{words, code}`: what stands between backticks is code."""
    found = []
    for paragraph in text.split("\n\n"):
        spans = [
            {"words": words, "code": number % 2 == 1} for number, words in enumerate(paragraph.split("`")) if words
        ]
        if spans:
            found.append(spans)
    return found


def type_words(schema: Json) -> list[Json]:
    """A schema in a few words, each `{words, link}`: the link names the shape it refers to, or is empty."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return [{"words": name, "link": name}]
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            parts = [type_words(one) for one in schema[several]]
            return [word for number, part in enumerate(parts) for word in ([_plain(" or ")] if number else []) + part]
    if schema.get("type") == "array":
        return [_plain("list of "), *type_words(schema.get("items", {}))]
    return [_plain(_simple(schema))]


def _simple(schema: Json) -> str:
    if "enum" in schema:
        return ", ".join("null" if one is None else str(one) for one in schema["enum"])
    if "const" in schema:
        return str(schema["const"])
    kinds = schema.get("type", "any")
    words = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    notes = [schema["format"]] if "format" in schema else []
    notes += [f"{word} {schema[key]}" for key, word in _BOUNDS.items() if schema.get(key) is not None]
    return f"{words} ({', '.join(notes)})" if notes else words


def _plain(words: str) -> Json:
    return {"words": words, "link": ""}


urlpatterns = [
    path("schema/", schema, name="api-schema"),
    path("docs/", docs, name="api-docs"),
    path("docs/<slug:chapter>/", docs_of, name="api-docs-of"),
    # The last of the API's addresses: whatever is none gets a problem, not a page.
    re_path(r"^", NoSuchAddress.as_view(), name="api-nowhere"),
]
