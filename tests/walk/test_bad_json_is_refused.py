"""What is no decent JSON is refused with a code, and nothing of it is stored."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World, code_of, everything, nothing_changes, reply, send, start

type Api = Callable[..., Client]

DEEP = 50_000
RAW: dict[str, tuple[bytes, str]] = {
    "NUL": (b'{"text": "a\\u0000b"}', "bad_json"),
    "a raw NUL": (b'{"text": "a\0b"}', "bad_json"),
    "a NUL in a name": (b'{"te\\u0000xt": "a"}', "bad_json"),
    "half of a character": (b'{"text": "\\ud800"}', "bad_json"),
    "the other half": (b'{"text": "\\udc00 x"}', "bad_json"),
    "half of a character in bytes": (b'{"text": "\xed\xa0\x80"}', "bad_json"),
    "broken UTF-8": (b'{"text": "\xff"}', "bad_json"),
    "UTF-16": ('{"text": "a"}'.encode("utf-16"), "bad_json"),
    "lists 50,000 deep": (b"[" * DEEP + b"]" * DEEP, "bad_json"),
    "objects 50,000 deep": (b'{"text":' * DEEP + b"1" + b"}" * DEEP, "bad_json"),
    "lists 50,000 deep in a field": (b'{"text": ' + b"[" * DEEP + b"]" * DEEP + b"}", "bad_json"),
    "lists 50,000 deep and never closed": (b'{"text": ' + b"[" * DEEP, "bad_json"),
    "one name twice": (b'{"text": "a", "text": "b"}', "bad_json"),
    "no number": (b'{"text": NaN}', "bad_json"),
    "a comma too many": (b'{"text": "a",}', "bad_json"),
    "text": (b"hello", "bad_json"),
    "a list": (b"[]", "invalid"),
    "null": (b"null", "invalid"),
    "a number": (b"1", "invalid"),
    "a string": (b'"text"', "invalid"),
    "nothing": (b"", "invalid"),
    "an unknown field": (b'{"text": "a", "author": "ada-admin"}', "invalid"),
    "a number as text": (b'{"text": 1}', "invalid"),
    "a number of 400 digits": (b'{"text": 1' + b"0" * 400 + b"}", "bad_json"),
    "null as text": (b'{"text": null}', "invalid"),
    "a list as text": (b'{"text": ["a"]}', "invalid"),
    "an object as text": (b'{"text": {"a": 1}}', "invalid"),
    "true as text": (b'{"text": true}', "invalid"),
    "nothing to read": (b'{"text": " \\u200b\\n "}', "invalid"),
    "characters that turn the line round": (b'{"text": "\\u202e"}', "invalid"),
}


@pytest.mark.parametrize("name", RAW)
def test_a_reply_that_is_no_decent_json_is_refused(world: World, api: Api, name: str) -> None:
    thread = start(world.geologist, world.public)
    client, (raw, code) = api(world.newcomer), RAW[name]

    with nothing_changes():
        answer = client.generic("POST", f"/api/v1/threads/{thread.pk}/posts", raw, content_type="application/json")

    assert (code_of(answer), answer.status_code) == (code, 400)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_of_another_type_is_refused(world: World, api: Api, kind: str) -> None:
    client = api(world.newcomer)

    with nothing_changes():
        answer = client.generic("PATCH", "/api/v1/me", b'{"bio": "a"}', content_type=kind, headers={"if-match": '"v1"'})

    assert (code_of(answer), answer.status_code) == ("unsupported_media_type", 415)


def test_ten_megabytes_are_refused(world: World, api: Api) -> None:
    thread = start(world.geologist, world.public)
    client, body = api(world.newcomer), b'{"text": "' + b"x" * 10_000_000 + b'"}'

    with nothing_changes():
        answer = client.generic("POST", f"/api/v1/threads/{thread.pk}/posts", body, content_type="application/json")

    assert (code_of(answer), answer.status_code) == ("too_large", 413)


@pytest.mark.parametrize(
    ("path", "method", "allowed"),
    [
        ("/api/v1/me", "DELETE", "GET, PATCH, HEAD, OPTIONS"), ("/api/v1/threads", "PUT", "GET, POST, HEAD, OPTIONS"),
        ("/api/v1/parties", "POST", "GET, HEAD, OPTIONS"), ("/api/v1/boards", "BREW", "GET, POST, HEAD, OPTIONS"),
    ],
)  # fmt: skip
def test_a_wrong_method_is_told_the_right_ones(world: World, api: Api, path: str, method: str, allowed: str) -> None:
    client = api(world.admin)

    with nothing_changes():
        answer = send(client, method, path, {})

    assert (code_of(answer), answer.status_code) == ("method_not_allowed", 405)
    assert answer.headers["Allow"] == allowed


@pytest.mark.parametrize(
    "query",
    [
        "limit=0", "limit=-1", "limit=101", "limit=1e9", "limit=" + "9" * 400, "limit=abc", "limit=", "limit=1&limit=2",
        "page=2", "cursor=" + "x" * 4000, "board=" + "a b", "board=%F0%9F%8C%8B",
    ],
)  # fmt: skip
def test_a_query_that_cannot_be_meant_is_refused(world: World, query: str) -> None:
    with nothing_changes():
        answer = Client().get(f"/api/v1/threads?{query}")

    assert (code_of(answer), answer.status_code) == ("invalid", 400)


@pytest.mark.parametrize("cursor", ["x", "AAAA", "é", "A" * 3072, "../../etc/passwd", "-" * 43])
def test_a_cursor_of_their_own_making_is_refused(world: World, cursor: str) -> None:
    with nothing_changes():
        answer = Client().get("/api/v1/threads", {"cursor": cursor})

    assert code_of(answer) == "bad_cursor"


@pytest.mark.parametrize("number", ["0", str(10**9), str(2**63 - 1), str(2**63), str(10**400)])
def test_a_number_of_no_thread_is_not_found(world: World, number: str) -> None:
    for path in (f"/api/v1/threads/{number}", f"/api/v1/threads/{number}/posts", f"/api/v1/posts/{number}"):
        answer = Client().get(path)
        assert (code_of(answer), answer.status_code) == ("not_found", 404)


@pytest.mark.parametrize(
    "tag", ["v1", '"v1', 'W/"v1"', '"v1", "v2"', '"v' + "9" * 400 + '"', '"' + "x" * 5000 + '"', '"\0"']
)
def test_a_tag_that_was_never_given_changes_nothing(world: World, api: Api, tag: str) -> None:
    client = api(world.newcomer)

    with nothing_changes():
        answer = send(client, "patch", "/api/v1/me", {"bio": "a"}, if_match=tag)

    assert code_of(answer) in {"bad_header", "edit_conflict", "bad_characters"}


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = {"board": "field-notes", "title": "A title", "text": "A text.", "bio": "A bio."}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_json_comes_is_taken_whole_or_refused_whole(world: World, api: Api, data: st.DataObject) -> None:
    thread = start(world.newcomer, world.public)
    post = reply(world.newcomer, thread)
    method, path, names = data.draw(st.sampled_from([
        ("post", "/api/v1/threads", ("board", "title", "text")),
        ("post", f"/api/v1/threads/{thread.pk}/posts", ("text",)),
        ("patch", f"/api/v1/threads/{thread.pk}", ("title",)),
        ("patch", f"/api/v1/posts/{post.pk}", ("text",)),
        ("patch", "/api/v1/me", ("bio",)),
        ("put", f"/api/v1/threads/{thread.pk}/closure", ()),
    ]))  # fmt: skip
    body = {name: FIELDS[name] for name in names}
    if names and data.draw(st.booleans()):
        body[data.draw(st.sampled_from(names))] = data.draw(JSON | st.text(max_size=300))
    elif data.draw(st.booleans()):
        body |= data.draw(st.dictionaries(st.text(max_size=8), JSON, max_size=2))
    sent: Any = data.draw(JSON) if data.draw(st.integers(0, 4)) == 0 else body
    client, before = api(world.newcomer), everything()

    raw = orjson.dumps(sent, option=orjson.OPT_PASSTHROUGH_SUBCLASS)
    answer = client.generic(method.upper(), path, raw, content_type="application/json", headers={"if-match": '"v1"'})

    assert answer.status_code < 500
    if answer.status_code >= 400:
        assert code_of(answer)
        assert everything() == before
