"""A body says its length, and one that is too long is refused before it is read."""

import pytest
from django.test import RequestFactory

from forum.http.bodies import BODY_BYTES, JSON_BYTES
from forum.http.middleware import BodyLimit
from tests.http.asking import code


def refuse(**meta: str) -> object:
    sent = b" " * (JSON_BYTES + 1)
    request = RequestFactory().generic("POST", "/api/v1/notes", sent, **{"CONTENT_TYPE": "application/json", **meta})

    def unreachable(_request: object) -> object:
        raise AssertionError("the request went on")

    request.id = "0"  # type: ignore[attr-defined]
    return BodyLimit(unreachable)(request)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("meta", "status"),
    [
        ({"CONTENT_LENGTH": str(JSON_BYTES + 1)}, 413),
        ({"CONTENT_LENGTH": str(BODY_BYTES + 1), "CONTENT_TYPE": "image/png"}, 413),
        ({"CONTENT_LENGTH": "9" * 400}, 413),
        ({"CONTENT_LENGTH": "-1"}, 400),
        ({"CONTENT_LENGTH": "1e3"}, 400),
        ({"CONTENT_LENGTH": "١"}, 400),
        ({"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
)
def test_a_length_we_cannot_take_is_refused(meta: dict[str, str], status: int) -> None:
    answer = refuse(**meta)
    assert answer.status_code == status  # type: ignore[attr-defined]


def test_the_refusal_is_a_problem(ask: object) -> None:
    answer = ask("POST", "/api/v1/notes", raw=b" " * (JSON_BYTES + 1), as_="7")  # type: ignore[operator]
    assert code(answer) == "too_large"


def test_a_file_may_be_larger_than_json(ask: object) -> None:
    raw = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nA pit\r\n'
    raw += (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n'
        + b"a" * 5_000_000
        + b"\r\n--x--\r\n"
    )
    answer = ask("POST", "/api/v1/pictures", raw=raw, kind="multipart/form-data; boundary=x")  # type: ignore[operator]
    assert answer.status_code == 201
    assert answer.json()["text"] == "5000000 bytes"


def test_a_text_field_of_a_form_may_not(ask: object) -> None:
    raw = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\n' + b"a" * 2_000_000 + b"\r\n--x--\r\n"
    answer = ask("POST", "/api/v1/pictures", raw=raw, kind="multipart/form-data; boundary=x")  # type: ignore[operator]
    assert answer.status_code == 413
    assert code(answer) == "too_large"


@pytest.mark.parametrize("second", ["title", "file"])
def test_a_form_field_comes_once(ask: object, second: str) -> None:
    title = b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nA pit\r\n'
    file = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\na\r\n'
    again = {"title": title, "file": file}[second]
    raw = title + file + again + b"--x--\r\n"
    answer = ask("POST", "/api/v1/pictures", raw=raw, kind="multipart/form-data; boundary=x")  # type: ignore[operator]
    assert code(answer) == "bad_form"
