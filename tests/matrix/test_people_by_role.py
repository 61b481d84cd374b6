"""Every door of accounts and of a member's own data, as every role: what docs/roles.md says is what happens."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.client import MULTIPART_CONTENT, encode_multipart

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from tests.matrix.ground import undone
from tests.matrix.people import FILE, OPERATIONS, PAGES, ROLES, address, documented, lay_out
from tests.world import World, client_of

FORM = "application/x-www-form-urlencoded"
BOUNDARY = "BoUnDaRyStRiNg"


def app_of(viewer: Viewer) -> Client:
    """An app in which `viewer` signed in: its token is the key of a session."""
    key = client_of(viewer).session.session_key if isinstance(viewer, Member) else None
    return Client(headers={"x-session-token": key}) if key else Client()


def asked(viewer: Viewer, door: str, values: dict[str, Any]) -> HttpResponse:
    """The answer to `viewer` at this door, with all changes undone."""
    method, path = address(door, values)
    if door in PAGES:
        return undone(client_of(viewer), method, path, data=PAGES[door].format(**values), content_type=FORM)
    client, body = app_of(viewer), OPERATIONS[door]
    if body in ("FILE", "PICTURE"):
        file = SimpleUploadedFile("proof", bytes(FILE["content"]), str(FILE["type"]))
        sent = encode_multipart(BOUNDARY, {"document" if body == "FILE" else "picture": file})
        return undone(client, method, path, data=sent, content_type=MULTIPART_CONTENT)
    return undone(client, method, path, data=body, content_type="application/json")


def test_every_door_is_documented() -> None:
    assert sorted(documented()) == sorted([*PAGES, *OPERATIONS])


@pytest.mark.parametrize("door", sorted([*PAGES, *OPERATIONS]))
def test_each_role_gets_what_the_document_says(world: World, door: str) -> None:
    values = lay_out(world)
    found = {}
    for role, name in ROLES.items():
        with transaction.atomic():
            found[role] = asked(world.viewers[name], door, values).status_code
            transaction.set_rollback(True)
        connection.needs_rollback = False
    assert found == documented()[door]
