"""Whatever bytes arrive, the answer is a coded refusal or a success that was asked for, and never a defect."""

import json
import string

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.http import valkey
from forum.kernel.models import IdempotencyKey
from tests.http.asking import Ask, problem

FEW = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=30,
)
FIELDS = st.sampled_from(
    ["text", "count", "loud", "tags", "parts", "about", "kind", "at", "on", "ref", "share", "weight", ""]
)
VISIBLE = st.text(alphabet=string.printable[:94] + " ", max_size=60)


def settled(answer: object) -> None:
    """A success, or a problem below 500; the limits begin anew for the next example."""
    assert answer.status_code < 500, answer.content  # type: ignore[attr-defined]
    if answer.status_code >= 400:  # type: ignore[attr-defined]
        problem(answer)  # type: ignore[arg-type]
    valkey.client().flushdb()


@FEW
@given(raw=st.binary(max_size=300))
def test_any_bytes_as_a_body(ask: Ask, raw: bytes) -> None:
    settled(ask.note(raw, idempotency_key="k"))
    assert IdempotencyKey.objects.count() == 0


@FEW
@given(body=st.dictionaries(FIELDS, ANY_JSON, max_size=6))
def test_any_json_under_the_names_we_know(ask: Ask, body: dict[str, object]) -> None:
    settled(ask.note(json.dumps(body).encode("utf-8", "surrogatepass")))


@FEW
@given(
    field=st.sampled_from(["text", "kind", "at", "on", "ref", "share", "tags"]),
    value=st.text(max_size=40) | st.from_regex(r"[-+0-9TZ:.eE ]{1,30}"),
)
def test_any_text_where_a_text_may_stand(ask: Ask, field: str, value: str) -> None:
    body = {"text": "a", field: [value] if field == "tags" else value}
    settled(ask.note(json.dumps(body).encode()))


@FEW
@given(
    query=st.text(alphabet=string.printable, max_size=80)
    | st.from_regex(r"(%[0-9a-fA-F]{2}|[a-z=&]){1,30}", fullmatch=True)
)
def test_any_query(db: None, query: str) -> None:
    client = Client(raise_request_exception=False)
    settled(client.generic("GET", "/api/v1/notes", QUERY_STRING=query))


@FEW
@given(path=st.text(alphabet=[chr(n) for n in range(256)], max_size=40))
def test_any_path(db: None, path: str) -> None:
    client = Client(raise_request_exception=False)
    settled(client.generic("GET", "/", PATH_INFO=f"/api/v1/notes/{path}"))


@FEW
@given(
    name=st.sampled_from(
        ["ACCEPT", "IF_MATCH", "IF_NONE_MATCH", "IDEMPOTENCY_KEY", "COOKIE", "AUTHORIZATION", "X_FORWARDED_FOR", "ORIGIN",
         "SEC_FETCH_SITE", "HOST", "ACCEPT_LANGUAGE", "X_SESSION_TOKEN", "HX_REQUEST", "REFERER", "X_REQUEST_ID"]
    ),
    value=VISIBLE | st.text(alphabet=[chr(n) for n in range(256)], max_size=40),
)  # fmt: skip
def test_any_header(db: None, name: str, value: str) -> None:
    client = Client(raise_request_exception=False)
    told = {"HTTP_AUTHORIZATION": "Bearer 7", f"HTTP_{name}": value}
    if name == "AUTHORIZATION":
        told["HTTP_AUTHORIZATION"] = f"Bearer x{value}"
    body = b'{"text": "a"}'
    settled(client.generic("PUT", "/api/v1/notes/1", body, content_type="application/json", **told))


@FEW
@given(raw=st.binary(max_size=200), boundary=st.text(alphabet=string.ascii_letters + "-'()+_,./:=? ", max_size=80))
def test_any_multipart_body(ask: Ask, raw: bytes, boundary: str) -> None:
    kind = f"multipart/form-data; boundary={boundary}"
    settled(ask("POST", "/api/v1/pictures", raw=raw, kind=kind))
    framed = f"--{boundary}\r\nContent-Disposition: form-data; name=".encode() + raw + f"\r\n--{boundary}--".encode()
    settled(ask("POST", "/api/v1/pictures", raw=framed, kind=kind))


@pytest.mark.parametrize(
    ("path", "cookie"),
    [("/boards", "theme=a\x00b"), ("/boards", "theme=%00"), ("/boards", 'theme="\\000"'), ("/boards?a=%00", ""),
     ("/boards?a=%1f", ""), ("/boards?a=%ff", ""), ("/boards?a=%ED%A0%80", ""), ("/boards?%00=1", "")],
)  # fmt: skip
@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_characters_that_nothing_may_hold(ask: Ask, prefix: str, path: str, cookie: str) -> None:
    answer = ask("GET", prefix + path, **({"cookie": cookie} if cookie else {}))
    assert answer.status_code == 400
    if prefix:
        assert problem(answer)["code"] == "bad_characters"


@pytest.mark.parametrize("path", ["/boards%00", "/a%00b", "/boards%0a", "/%7f", "/%ff", "/%ED%A0%80"])
@pytest.mark.parametrize("prefix", ["", "/api/v1"])
def test_characters_that_no_path_may_hold(ask: Ask, prefix: str, path: str) -> None:
    answer = ask("GET", prefix + path)
    assert answer.status_code == 400
    if prefix:
        assert problem(answer)["code"] == "bad_characters"


@pytest.mark.parametrize("raw", [b"text=%ff%fe", b"text=\xff", b"text=%ED%A0%80", b"%ff=1"])
def test_a_form_that_is_no_utf_8_is_not_read_as_something_else(ask: Ask, raw: bytes) -> None:
    answer = ask("POST", "/write", raw=raw, kind="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert "<code>bad_form</code>" in answer.content.decode()


def test_ordinary_characters_of_any_script_are_clean(ask: Ask) -> None:
    assert ask("GET", "/boards?q=ပန်ဝါ+M%C3%A1rz%0D%0Ab%09c").status_code == 200
    assert ask("GET", "/ပန်ဝါ").status_code == 404
