"""A key makes a second try the same request."""

import threading
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from forum.kernel.models import IdempotencyKey
from tests.http.asking import Ask, code


def test_a_repeat_gets_the_same_answer_and_stores_nothing_more(ask: Ask) -> None:
    first = ask.note(b'{"text": "gneiss"}', idempotency_key="abc")
    again = ask.note(b'{ "loud": false, "text": "gneiss" }', idempotency_key="abc")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert IdempotencyKey.objects.count() == 1


def test_another_body_under_the_same_key_is_refused(ask: Ask) -> None:
    ask.note(b'{"text": "gneiss"}', idempotency_key="abc")
    answer = ask.note(b'{"text": "schist"}', idempotency_key="abc")
    assert answer.status_code == 422
    assert code(answer) == "idempotency_key_reused"
    assert IdempotencyKey.objects.get().resource == "gneiss"


def test_a_key_belongs_to_one_member(ask: Ask) -> None:
    ask("POST", "/api/v1/notes", {"text": "gneiss"}, as_="7", idempotency_key="abc")
    answer = ask("POST", "/api/v1/notes", {"text": "schist"}, as_="8", idempotency_key="abc")
    assert answer.status_code == 201
    assert "Idempotency-Replayed" not in answer.headers


def test_a_refusal_leaves_the_key_free(ask: Ask) -> None:
    refused = ask.note(b'{"text": "heavy"}', idempotency_key="abc")
    assert code(refused) == "too_heavy"
    assert IdempotencyKey.objects.count() == 0
    assert ask.note(b'{"text": "light"}', idempotency_key="abc").status_code == 201


@pytest.mark.usefixtures("stores_nothing")
@pytest.mark.parametrize("key", ["", " ", "a b", "a" * 256, "ä", "a\tb", "a" * 100_000])
def test_a_key_of_another_form_is_refused(ask: Ask, key: str) -> None:
    answer = ask.note(b'{"text": "gneiss"}', idempotency_key=key)
    assert answer.status_code == 400
    assert code(answer) == "bad_idempotency_key"


def test_the_longest_key_is_taken(ask: Ask) -> None:
    assert ask.note(b'{"text": "gneiss"}', idempotency_key="!" + "~" * 254).status_code == 201


def test_two_files_of_one_name_are_two_bodies(ask: Ask) -> None:
    def send(content: bytes) -> int:
        files = {"file": SimpleUploadedFile("a.png", content), "title": "A pit"}
        answer = ask.client.post("/api/v1/pictures", files, headers={"idempotency-key": "abc"})
        return int(answer.status_code)

    assert [send(b"one"), send(b"one"), send(b"two")] == [201, 201, 422]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one(tmp_path: Path) -> None:
    answers: list[tuple[int, bool]] = []

    def send() -> None:
        try:
            headers = {"authorization": "Bearer 7", "idempotency-key": "abc"}
            body = b'{"text": "gneiss"}'
            answer = Client().post("/api/v1/notes", body, content_type="application/json", headers=headers)
            answers.append((answer.status_code, "Idempotency-Replayed" in answer.headers))
        finally:
            connection.close()

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert sorted(answers) == [(201, False)] + [(201, True)] * 7
    assert IdempotencyKey.objects.count() == 1
