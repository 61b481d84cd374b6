"""The OpenAPI document is valid, complete, and says what the doors do."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from forum.http import reference
from forum.http.answers import Page
from forum.http.api import Endpoint
from forum.http.shapes import NoSchema, schema_of
from forum.kernel.text.cleaning import pattern
from tests.http.asking import Ask
from tests.http.urls import NoteShape


@pytest.fixture
def made() -> dict[str, Any]:
    GENERATOR_STATS.reset()
    document: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return document


@dataclass(frozen=True, slots=True)
class LayerShape:
    """A layer of rock."""

    name: Annotated[str, "As the geologist calls it."]
    metres: Decimal | None
    kind: Literal["ore", "waste"]
    notes: tuple[NoteShape, ...]
    shares: dict[str, float]
    seen_at: datetime
    thick: bool = False


def test_the_document_is_valid_and_gives_no_warning(made: dict[str, Any]) -> None:
    validate_schema(made)
    assert made["openapi"].startswith("3.1")
    assert not GENERATOR_STATS


def test_every_operation_tells_its_refusals(made: dict[str, Any]) -> None:
    write = made["paths"]["/api/v1/notes"]["post"]
    codes = {code for answer in write["responses"].values() for code in answer.get("x-codes", [])}
    assert {"too_heavy", "bad_json", "scope_missing", "not_signed_in", "bad_token", "unsupported_media_type"} <= codes
    assert {"too_many_requests", "idempotency_key_reused", "unavailable", "internal_error", "too_large"} <= codes
    assert set(write["responses"]) == {
        "201",
        "400",
        "401",
        "403",
        "406",
        "409",
        "411",
        "413",
        "415",
        "422",
        "429",
        "500",
        "503",
    }
    for status, answer in write["responses"].items():
        if int(status) >= 400:
            schema = answer["content"]["application/problem+json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Problem"}


def test_headers_and_security_are_declared(made: dict[str, Any]) -> None:
    notes = made["paths"]["/api/v1/notes"]
    assert notes["post"]["security"] == [{"sessionToken": []}, {"accessToken": ["notes:write"]}]
    assert {} in notes["get"]["security"]
    assert {p["name"] for p in notes["post"]["parameters"]} == {"Idempotency-Key"}
    assert {p["name"] for p in notes["get"]["parameters"]} == {
        "cursor",
        "limit",
        "start",
        "loud",
        "tag",
        "If-None-Match",
    }
    edit = made["paths"]["/api/v1/notes/{note_id}"]["put"]
    assert {p["name"]: p["required"] for p in edit["parameters"] if p["in"] == "header"} == {"If-Match": True}
    assert "412" in edit["responses"]
    assert "428" in edit["responses"]
    assert "304" in notes["get"]["responses"]
    assert "ETag" in notes["get"]["responses"]["200"]["headers"]


def test_inputs_are_closed_and_bounded(made: dict[str, Any]) -> None:
    schemas = made["components"]["schemas"]
    assert schemas["NoteInput"]["additionalProperties"] is False
    assert schemas["PartInput"]["additionalProperties"] is False
    assert schemas["NoteInput"]["properties"]["text"] == {
        "type": "string",
        "maxLength": 200,
        "minLength": 1,
        "pattern": pattern(lines=True, blank=False),
    }
    assert schemas["NoteInput"]["required"] == ["text"]


def test_shapes_are_described_as_they_are_written() -> None:
    components: dict[str, Any] = {}
    assert schema_of(Page[LayerShape], components) == {"$ref": "#/components/schemas/LayerPage"}
    assert set(components) == {"LayerPage", "Layer", "Note"}
    layer = components["Layer"]
    assert layer["description"] == "A layer of rock."
    assert layer["required"] == ["name", "metres", "kind", "notes", "shares", "seen_at", "thick"]
    assert layer["properties"]["name"] == {"type": "string", "description": "As the geologist calls it."}
    assert layer["properties"]["metres"] == {"anyOf": [{"type": "string", "format": "decimal"}, {"type": "null"}]}
    assert layer["properties"]["notes"] == {"type": "array", "items": {"$ref": "#/components/schemas/Note"}}
    assert layer["properties"]["kind"] == {"enum": ["ore", "waste"]}


def test_a_shape_of_something_else_is_refused() -> None:
    with pytest.raises(NoSchema):
        schema_of(complex, {})


def test_an_endpoint_must_declare_its_methods() -> None:
    with pytest.raises(TypeError):
        type("Loose", (Endpoint,), {"get": lambda self, request: None})


def test_names_of_operations_are_made_of_the_address(made: dict[str, Any]) -> None:
    names = {one["operationId"] for methods in made["paths"].values() for one in methods.values()}
    assert {"notes_list", "notes_create", "notes_retrieve", "notes_replace", "notes_delete"} <= names


def test_the_document_is_served_and_kept(ask: Ask) -> None:
    reference.document.cache_clear()
    reference._encoded.cache_clear()
    first = ask("GET", "/api/v1/schema/")
    assert first.json()["openapi"].startswith("3.1")
    assert ask("GET", "/api/v1/schema/", if_none_match=first.headers["ETag"]).status_code == 304
    assert ask("POST", "/api/v1/schema/").status_code == 405
    reference.document.cache_clear()
    reference._encoded.cache_clear()


def test_the_reference_page_reads_it_out_without_scripts_of_others(ask: Ask) -> None:
    assert 'href="/api/v1/docs/notes/#' in ask("GET", "/api/v1/docs/").content.decode()
    assert ask("GET", "/api/v1/docs/nothing/").status_code == 404
    page = ask("GET", "/api/v1/docs/notes/").content.decode()
    assert "Write a note" in page
    assert "POST /api/v1/notes" in page
    assert 'id="shape-Note"' in page
    assert 'href="/problems/too_heavy/"' in page
    assert "://" not in page.replace("http://www.w3.org/", "")
