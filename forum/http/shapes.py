"""JSON Schema of output shapes: frozen dataclasses of plain types, exactly as `answers.encode` writes them."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from forum.http.answers import Page

type Json = dict[str, Any]

REF = "#/components/schemas/"
LINK = {"type": ["string", "null"], "description": "An absolute path with a sealed cursor; null at the end."}
PLAIN: dict[Any, Json] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "format": "binary"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    UUID: {"type": "string", "format": "uuid"},
    Decimal: {"type": "string", "format": "decimal"},
    NoneType: {"type": "null"},
    object: {},
    Any: {},
}


class NoSchema(TypeError):
    """A shape holds a type that has no form in JSON."""


def schema_of(shape: Any, components: dict[str, Json]) -> Json:
    """The schema of `shape`; what it refers to is added to `components` by name. `PostShape` is published as `Post`.

    `Page[PostShape]` becomes the component `PostPage`; `bytes` is a file; `Annotated[int, "words"]` describes a field.
    """
    if shape in PLAIN:
        return dict(PLAIN[shape])
    origin, arguments = get_origin(shape), get_args(shape)
    if origin is Annotated:
        return {**schema_of(arguments[0], components), "description": str(arguments[1])}
    if origin is Page:
        return _page(arguments[0], components)
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one, components) for one in arguments]}
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (list, tuple, set, frozenset, Sequence):
        return {"type": "array", "items": schema_of(arguments[0], components)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema_of(arguments[1], components)}
    if isinstance(shape, type) and issubclass(shape, Enum):
        return {"enum": [one.value for one in shape]}
    if isinstance(shape, type) and is_dataclass(shape):
        return _component(shape, components)
    raise NoSchema(f"{shape!r} has no form in JSON")


def _component(shape: type, components: dict[str, Json]) -> Json:
    """All fields are always there, whatever the dataclass would fill in for its maker."""
    name = published(shape)
    ref = {"$ref": REF + name}
    if name in components:
        return ref
    hints = get_type_hints(shape, include_extras=True)
    described: Json = {"type": "object"}
    components[name] = described
    own = shape.__dict__.get("__doc__") or ""
    if own and not own.startswith(f"{shape.__name__}("):
        described["description"] = inspect.cleandoc(own)
    described["properties"] = {one.name: schema_of(hints[one.name], components) for one in fields(shape)}
    described["required"] = list(described["properties"])
    return ref


def _page(item: Any, components: dict[str, Json]) -> Json:
    name = f"{published(item)}Page"
    components[name] = {
        "type": "object",
        "description": "One page of a list.",
        "properties": {
            "results": {"type": "array", "items": schema_of(item, components)},
            "next": dict(LINK),
            "previous": dict(LINK),
        },
        "required": ["results", "next", "previous"],
    }
    return {"$ref": REF + name}


def published(shape: type) -> str:
    """The name of a shape in the document."""
    return shape.__name__.removesuffix("Shape") or shape.__name__
