"""Visibility, when a notification is written and again whenever it is read, for every kind of viewer."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.members.models import Member, Role
from accounts.members.selectors import Viewer, level_of
from accounts.members.services import change_role
from forum.notifications import selectors, services
from forum.notifications.models import Notification, Watch, WatchLevel
from tests.notifications.telling import tell
from tests.world import World, client_of, reply, start

KINDS = ("newcomer", "geologist", "operator", "protected", "guest", "editor", "moderator", "second_moderator", "admin")
BOARDS = ("public", "members_only", "verified_only", "staff_only")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", BOARDS)
def test_only_who_may_read_is_told_by_mention_or_watch(world: World, kind: str, place: str) -> None:
    member, board = world.viewers[kind], getattr(world, place)
    assert isinstance(member, Member)
    author = world.admin if kind != "admin" else world.editor
    thread = start(author, board)
    # Set while one could see it, or by a defect: the row alone must not tell.
    Watch.objects.create(member=member, kind="thread", target_id=thread.pk, level=WatchLevel.WATCHING)
    reply(author, thread)
    reply(author, thread, f"@{member.handle}, look.")
    tell()
    expected = 2 if level_of(member) >= board.read_level else 0
    assert Notification.objects.filter(recipient=member).count() == expected
    assert selectors.unread_count(viewer=member) == expected


def test_what_one_may_no_longer_see_is_neither_shown_nor_counted(world: World, api: Callable[[Viewer], Client]) -> None:
    thread = start(world.editor, world.verified_only, "Grades of the lower lens")
    reply(world.editor, thread, "@gil-geologist, look.")
    tell()
    assert selectors.unread_count(viewer=world.geologist) == 1
    change_role(member=world.geologist, role=Role.MEMBER, actor_id=None)
    world.geologist.refresh_from_db()
    assert selectors.unread_count(viewer=world.geologist) == 0
    assert selectors.inbox(viewer=world.geologist) == []
    assert api(world.geologist).get("/api/v1/me/notifications").json()["results"] == []
    assert b"lower lens" not in client_of(world.geologist).get("/inbox").content


@pytest.mark.parametrize("kind", ["newcomer", "guest"])
def test_a_thread_out_of_sight_cannot_be_watched(world: World, kind: str) -> None:
    thread = start(world.editor, world.verified_only)
    answer = client_of(world.viewers[kind]).post("/watching", {"kind": "thread", "key": thread.pk, "level": "watching"})
    assert answer.status_code == 404
    assert not Watch.objects.exists()


def test_a_watch_on_what_is_out_of_sight_is_not_listed(world: World, api: Callable[[Viewer], Client]) -> None:
    thread = start(world.editor, world.verified_only)
    services.set_watch(actor=world.geologist, kind="thread", key=str(thread.pk), level=WatchLevel.WATCHING)
    change_role(member=world.geologist, role=Role.MEMBER, actor_id=None)
    world.geologist.refresh_from_db()
    assert api(world.geologist).get("/api/v1/me/subscriptions").json()["results"] == []


@pytest.mark.parametrize("path", ["/inbox", "/inbox/count", "/inbox/1", "/settings/notifications"])
def test_who_is_not_signed_in_is_sent_to_sign_in(world: World, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/account/login/")


def test_nobody_reads_or_marks_what_another_was_told(world: World, api: Callable[[Viewer], Client]) -> None:
    thread = start(world.geologist, world.public)
    reply(world.operator, thread)
    tell()
    seq = Notification.objects.get().seq
    stranger = api(world.newcomer)
    changed = stranger.patch(f"/api/v1/me/notifications/{seq}", {"read": True}, content_type="application/json")
    assert (changed.status_code, changed.json()["code"]) == (404, "not_found")
    assert client_of(world.newcomer).post("/inbox/reading", {"one": seq}).status_code == 404
    stranger.put("/api/v1/me/notifications/reading", {"up_to": seq}, content_type="application/json")
    assert not Notification.objects.get().read
