"""New mail is told as one line: to whom, about what, and the code or link in it."""

from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend

from forum.embedded.mailbox import Mailbox

CODE = "Hello,\n\nyour code is\n\n    KHRP-7QWX\n\nIf it was not you, http://127.0.0.1:8000/ is where to look.\n"
LINK = "Hello,\n\nfollow http://127.0.0.1:8000/accounts/confirm/ab-12/ to go on.\n"


@pytest.mark.parametrize(
    ("body", "key"), [(CODE, "KHRP-7QWX"), (LINK, "http://127.0.0.1:8000/accounts/confirm/ab-12/")]
)
def test_a_new_mail_is_told_with_its_key(tmp_path: Path, body: str, key: str) -> None:
    mailbox = Mailbox(tmp_path)
    write(tmp_path, EmailMessage("Sign in to Assay", body, "a@forum.example", ["bob@forum.example"]))

    assert [str(mail) for mail in mailbox.new()] == [f"mail to bob@forum.example: Sign in to Assay: {key}"]
    assert mailbox.new() == []


def test_mail_from_before_the_start_is_not_told(tmp_path: Path) -> None:
    write(tmp_path, EmailMessage("Old", LINK, "a@forum.example", ["bob@forum.example"]))

    assert Mailbox(tmp_path).new() == []


def test_a_mail_still_being_written_is_told_when_it_is_whole(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    write(tmp_path, EmailMessage("Grüße", CODE, "a@forum.example", ["bob@forum.example"]))
    path = next(tmp_path.iterdir())
    whole = path.read_bytes()

    path.write_bytes(whole[:-20])
    assert mailbox.new() == []
    path.write_bytes(whole)

    assert [mail.subject for mail in mailbox.new()] == ["Grüße"]


def test_a_mail_without_a_key_is_told_without_one(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    write(tmp_path, EmailMessage("Digest", "Nothing new.", "a@forum.example", ["bob@forum.example"]))

    assert [str(mail) for mail in mailbox.new()] == ["mail to bob@forum.example: Digest"]


def write(folder: Path, message: EmailMessage) -> None:
    EmailBackend(file_path=str(folder)).send_messages([message])
