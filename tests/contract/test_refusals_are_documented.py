"""Whatever a client does wrong, the answer is a problem whose code stands with the operation."""

import re
from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from typing import Any

import orjson
from django.test import Client

from accounts.members import scopes, services
from forum.http.problems import Problem
from tests.contract.ground import Ground, Walked, undone, walked

SHAPE = {one.name for one in fields(Problem)}
NOWHERE = {"integer": "987654321", "uuid": "0190b5c5-0000-7000-8000-000000000000"}


def nowhere(one: Walked) -> str:
    """An address of the right form where nothing is."""
    kinds = {p["name"]: p["schema"] for p in one.described["parameters"] if p["in"] == "path"}

    def value(found: "re.Match[str]") -> str:
        schema = kinds[found[1]]
        if "enum" in schema or schema.get("pattern", "").startswith("^(ignored"):
            return "ignored"
        return NOWHERE.get(schema.get("format", ""), NOWHERE.get(schema["type"], "no-such-thing"))

    return re.sub(r"\{(\w+)\}", value, one.path)


def mistakes(laid: Ground, one: Walked) -> Iterator[tuple[str, Any]]:
    """Each mistake that can be made here, with the answer."""
    path = laid.address(one)
    mark = "&" if "?" in path else "?"
    admin = laid.clients["admin"]
    yield "nobody asks", Client().generic(one.method, path)
    yield "a token that is none", Client().generic(one.method, path, headers={"authorization": "Bearer nothing"})
    yield "a token good for nothing", laid.clients["token"].generic(one.method, path)
    yield "an unknown parameter", admin.generic(one.method, f"{path}{mark}unknown=1")
    yield "an answer as a picture", admin.generic(one.method, path, headers={"accept": "image/webp"})
    if "{" in one.path:
        yield "nothing there", laid.clients["admin"].generic(one.method, nowhere(one), headers={"if-match": '"v1"'})
    if one.method != "GET":
        tag = {"if-match": '"v1"'}
        for name, raw, kind in (
            ("broken JSON", b'{"a":', "application/json"),
            ("NUL", b'{"a": "\\u0000"}', "application/json"),
            ("another type", b"a=b", "text/plain"),
            ("an unknown field", b'{"unknown": 1}', "application/json"),
            ("a list", b"[]", "application/json"),
            ("a broken form", b"--x", "multipart/form-data; boundary=x"),
        ):
            yield name, admin.generic(one.method, path, raw, content_type=kind, headers=tag)
    if one.takes("Idempotency-Key"):
        yield "a key with a blank", laid.send("admin", one, idempotency_key="a b")


def wrong(one: Walked, answer: Any) -> str:
    if answer.status_code < 400:
        return ""
    if answer.headers["Content-Type"] != "application/problem+json":
        return f"{answer.status_code} is no problem but {answer.headers['Content-Type']}"
    body = orjson.loads(answer.content)
    codes = one.described["responses"].get(str(answer.status_code), {}).get("x-codes", [])
    return (
        "" if set(body) == SHAPE and body["code"] in codes else f"{answer.status_code} {body['code']} is not documented"
    )


def test_every_mistake_is_a_documented_problem(laid: Ground) -> None:
    _, secret = services.issue_token(
        member=laid.world.admin, name="nothing", granted=[next(iter(scopes.SCOPES))], lifetime=timedelta(days=1)
    )
    laid.clients["token"] = Client(headers={"authorization": f"Bearer {secret}"})
    faults, made = [], 0
    for one in walked():
        with undone():
            for name, answer in mistakes(laid, one):
                made += answer.status_code >= 400
                if fault := wrong(one, answer):
                    faults.append((one.name, name, fault))
    assert faults == []
    assert made > 4 * len(walked())
