"""JSON Schema of output shapes: frozen dataclasses of plain types, exactly as `answers.encode` writes them."""

from typing import Any, get_args, get_origin

import msgspec

from forum.http.answers import Page

REF = "#/components/schemas/"
_SUFFIX = "Shape"


def schema_of(shape: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The schema of `shape`, and by name every component that it refers to. `PostShape` is published as `Post`.

    `Page[PostShape]` becomes the component `PostPage`; `bytes` is a file.
    """
    if shape is bytes:
        return {"type": "string", "format": "binary"}, {}
    if get_origin(shape) is Page:
        (inner,) = get_args(shape)
        ref, components = schema_of(inner)
        name = f"{_published(inner.__name__)}Page"
        return {"$ref": REF + name}, {**components, name: _page(ref)}
    (schema,), found = msgspec.json.schema_components([shape], ref_template=REF + "{name}", schema_hook=_anything)
    return _renamed(schema), {_published(name): _output(_renamed(one)) for name, one in found.items()}


def _page(item: dict[str, Any]) -> dict[str, Any]:
    link = {"type": ["string", "null"], "description": "An absolute path with a sealed cursor; null at the end."}
    return {
        "type": "object",
        "description": "One page of a list.",
        "properties": {"results": {"type": "array", "items": item}, "next": link, "previous": link},
        "required": ["results", "next", "previous"],
    }


def _output(schema: dict[str, Any]) -> dict[str, Any]:
    """An answer always has all its fields, whatever the dataclass would fill in for its maker."""
    schema.pop("title", None)
    properties = schema.get("properties")
    if properties is not None:
        for one in properties.values():
            one.pop("default", None)
        schema["required"] = list(properties)
    return schema


def _renamed(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_renamed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _published(value) if key == "$ref" else _renamed(value) for key, value in schema.items()}


def _published(name: str) -> str:
    return name.removesuffix(_SUFFIX) or name


def _anything(kind: type) -> dict[str, Any]:
    """What msgspec has no schema for: a value of any kind."""
    if kind is object:
        return {}
    raise NotImplementedError(f"{kind} has no form in JSON")
