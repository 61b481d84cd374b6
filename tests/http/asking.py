"""Asking the doors the way clients do, and reading problems."""

import json
from typing import Any

import orjson
from django.http import HttpResponse
from django.test import Client

NOTE = {"text": "gneiss"}


class Ask:
    """A client. `as_` is a member's number, with scopes behind it for an access token: "7", "7 notes:write"."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def __call__(
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        raw: bytes | None = None,
        kind: str = "application/json",
        as_: str = "",
        **headers: str,
    ) -> HttpResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if as_:
            sent["authorization"] = f"Bearer {as_}"
        data = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        answer: HttpResponse = self.client.generic(method, path, data, content_type=kind, headers=sent)
        return answer

    def note(self, raw: bytes, **headers: str) -> HttpResponse:
        """Write a note with these bytes as body, as member 7."""
        return self("POST", "/api/v1/notes", raw=raw, as_="7", **headers)


def problem(answer: HttpResponse) -> dict[str, Any]:
    """The problem in `answer`, after a look at its form."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.content[:200]
    found: dict[str, Any] = orjson.loads(answer.content)
    assert set(found) == {"type", "title", "status", "detail", "code", "errors", "instance"}
    assert found["status"] == answer.status_code
    assert found["type"] == f"/problems/{found['code']}/"
    assert found["instance"] == f"urn:uuid:{answer.headers['X-Request-ID']}"
    return found


def code(answer: HttpResponse) -> str:
    """The code of the problem in `answer`."""
    return str(problem(answer)["code"])
