"""What no form of ours would send is refused as a page, and nothing of it is stored."""

import pytest
from django.test import Client

from tests.world import World, client_of, nothing_changes, reply, start

FORM = "application/x-www-form-urlencoded"


def is_page(answer: object) -> bool:
    headers, text = answer.headers, answer.text  # type: ignore[attr-defined]
    return headers["Content-Type"].startswith("text/html") and "<h1" in text and "Traceback" not in text


@pytest.mark.parametrize(
    "raw",
    [
        "text=a%00b", "text=%E2%80%AE", "text=%C2%85x%07", "text=", "text=+%0A+", "other=a",
        "text=" + "x" * 40_001, "te%00xt=a", "text=a&form_key=a+b", "text=a&form_key=" + "x" * 256,
        "&".join(f"field{n}=1" for n in range(300)), "text=" + "%CC%80" * 5_000, "text=" + "%3E" * 20_000,
        "text=%ED%A0%80", "text=%FF%FE",
    ],
)  # fmt: skip
def test_a_reply_that_no_form_would_send_is_refused(world: World, raw: str) -> None:
    thread = start(world.geologist, world.public)
    browser = client_of(world.newcomer)

    with nothing_changes():
        answer = browser.post(f"/threads/{thread.pk}/reply", raw, content_type=FORM)

    assert answer.status_code == 400
    assert is_page(answer)


@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=x", "application/json", "text/plain"])
def test_ten_megabytes_are_refused(world: World, kind: str) -> None:
    thread = start(world.geologist, world.public)
    browser = client_of(world.newcomer)
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n' + b"x" * 10_000_000 + b"\r\n--x--\r\n"

    with nothing_changes():
        answer = browser.generic("POST", f"/threads/{thread.pk}/reply", body, content_type=kind)

    assert answer.status_code in ({413} if kind != "text/plain" else {400, 413})
    assert is_page(answer)


@pytest.mark.parametrize("version", ["", "0", "-1", "abc", "1.5", "9" * 400, "1e3", "\0", "2"])
def test_an_edit_of_no_known_version_is_refused(world: World, version: str) -> None:
    post = reply(world.newcomer, start(world.geologist, world.public))
    browser = client_of(world.newcomer)

    with nothing_changes():
        answer = browser.post(f"/posts/{post.pk}/edit", {"text": "Else.", "version": version})

    assert answer.status_code in {400, 412}
    assert is_page(answer)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"}, {"origin": "http://testserver.evil.example"},
        {"origin": "http://testserver:8080"},
    ],
)  # fmt: skip
def test_a_form_from_another_site_is_refused(world: World, headers: dict[str, str]) -> None:
    thread = start(world.geologist, world.public)
    browser = client_of(world.newcomer)

    with nothing_changes():
        answer = browser.post(f"/threads/{thread.pk}/reply", {"text": "Forged."}, headers=headers)

    assert answer.status_code == 403
    assert is_page(answer)


def test_a_form_without_its_token_is_refused(world: World) -> None:
    thread = start(world.geologist, world.public)
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = client_of(world.newcomer).cookies

    with nothing_changes():
        answer = browser.post(f"/threads/{thread.pk}/reply", {"text": "Forged."})

    assert answer.status_code == 403
    assert "Forged." in answer.text  # It comes back to be read, and nothing on the page would send it.
    assert f'action="/threads/{thread.pk}/reply"' not in answer.text


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
@pytest.mark.parametrize("path", ["/", "/boards", "/boards/field-notes", "/settings", "/about"])
def test_a_wrong_method_is_refused(world: World, method: str, path: str) -> None:
    browser = client_of(world.admin)

    with nothing_changes():
        answer = browser.generic(method, path)

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert is_page(answer)


@pytest.mark.parametrize(
    "path",
    [
        "/threads/0", "/threads/-1", f"/threads/{10**9}", f"/threads/{2**63}", f"/threads/{10**400}", "/threads/abc",
        "/threads/1.0", "/boards/" + "x" * 5000, "/members/" + "x" * 5000, "/members/%F0%9F%8C%8B", "/posts/0/edit",
        "/boards/field-notes/", "/members/..%2F..%2Fetc", "/problems/nonsense/",
    ],
)  # fmt: skip
def test_an_address_of_nothing_is_a_page_that_says_so(world: World, path: str) -> None:
    answer = client_of(world.admin).generic("GET", path)

    assert answer.status_code == 404
    assert is_page(answer)


@pytest.mark.parametrize(
    "path",
    ["/?x=%00", "/members/a%00b", "/?x=%ED%A0%80", "/members/%FF", "/boards/field-notes?at=%1B", "/members/%ED%A0%80"],
)
def test_characters_that_no_address_may_hold_are_refused(world: World, path: str) -> None:
    answer = Client().generic("GET", path.partition("?")[0], QUERY_STRING=path.partition("?")[2])

    assert answer.status_code in {400, 404}
    assert is_page(answer)


@pytest.mark.parametrize("at", ["", "x", "AAAA", "A" * 2000, "é", "0", "-1"])
def test_a_place_in_a_list_of_their_own_making_is_refused(world: World, at: str) -> None:
    for path in ("/boards/field-notes", "/members/nora-new"):
        answer = Client().get(path, {"at": at})
        assert answer.status_code == 404
        assert is_page(answer)


@pytest.mark.parametrize(
    "sent", ["/\\evil.example", "//evil.example", "https://evil.example", "/a\r\nX: 1", "x" * 3000]
)
def test_the_theme_switch_leads_nowhere_else(world: World, sent: str) -> None:
    answer = Client().get("/theme", {"theme": "dark", "next": sent})

    assert answer.status_code in {303, 400}
    assert answer.headers.get("Location", "/") == "/"
    assert "X" not in answer.headers
