"""Every door of accounts and of a member's own data, as every role: what docs/roles.md says is what happens."""

from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart

from accounts.members.selectors import Viewer
from tests.matrix.ground import undone
from tests.matrix.people import FILE, OPERATIONS, PAGES, ROLES, address, documented, lay_out
from tests.standing import Standing
from tests.world import client_of

__all__ = ["lay_out"]
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "BoUnDaRyStRiNg"


def app_of(viewer: Viewer) -> Client:
    """An app in which `viewer` signed in."""
    return app_in(client_of(viewer))


def app_in(browser: Client) -> Client:
    """An app signed in as this browser is: its token is the key of a session."""
    cookie = browser.cookies.get(settings.SESSION_COOKIE_NAME)
    key = cookie.value if cookie else None
    return Client(headers={"x-session-token": key}) if key else Client()


def asked(browser: Client, door: str, values: dict[str, Any]) -> HttpResponse:
    """The answer to `browser` at this door, with all changes undone."""
    method, path = address(door, values)
    if door in PAGES:
        return undone(browser, method, path, data=PAGES[door].format(**values), content_type=FORM)
    client, body = app_in(browser), OPERATIONS[door]
    if body in ("FILE", "PICTURE"):
        file = SimpleUploadedFile("proof", bytes(FILE["content"]), str(FILE["type"]))
        sent = encode_multipart(BOUNDARY, {"document" if body == "FILE" else "picture": file})
        return undone(client, method, path, data=sent, content_type=MULTIPART_CONTENT)
    return undone(client, method, path, data=body, content_type="application/json")


def test_every_door_is_documented() -> None:
    assert sorted(documented()) == sorted([*PAGES, *OPERATIONS])


@pytest.mark.parametrize("door", sorted([*PAGES, *OPERATIONS]))
def test_each_role_gets_what_the_document_says(standing: Standing[dict[str, Any]], door: str) -> None:
    found = {}
    for role, name in ROLES.items():
        with transaction.atomic():
            found[role] = asked(standing.browser(name), door, standing.laid).status_code
            transaction.set_rollback(True)
        connection.needs_rollback = False
    assert found == documented()[door]
