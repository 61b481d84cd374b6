"""Roles, the levels they reach, and how a change of them is told."""

import pytest

from accounts.members import selectors, services
from accounts.members.models import Level, Role, Standing
from accounts.members.selectors import NOBODY, Viewer, is_staff, level_of
from forum.kernel.events.models import Outbox
from tests.world import World, client_of, member


@pytest.mark.parametrize(
    ("role", "level"),
    [
        (Role.GUEST, Level.MEMBER), (Role.MEMBER, Level.MEMBER), (Role.VERIFIED, Level.VERIFIED),
        (Role.MODERATOR, Level.STAFF), (Role.EDITOR, Level.STAFF), (Role.ADMIN, Level.STAFF),
    ],
)  # fmt: skip
def test_each_role_reaches_its_level(db: None, role: Role, level: Level) -> None:
    somebody = member("somebody", role)

    assert level_of(somebody) == level
    assert is_staff(somebody) == (level == Level.STAFF)


def test_a_reader_without_an_account_is_at_the_public_level() -> None:
    viewer: Viewer = NOBODY
    assert level_of(viewer) == Level.PUBLIC


@pytest.mark.parametrize("standing", [Standing.SUSPENDED, Standing.BANNED])
def test_even_staff_who_are_suspended_see_what_the_public_sees(db: None, standing: Standing) -> None:
    assert level_of(member("somebody", Role.ADMIN, standing=standing)) == Level.PUBLIC


def test_a_new_role_counts_with_the_next_sign_in_and_is_told(world: World) -> None:
    browser = client_of(world.newcomer)
    assert browser.get("/boards/core-shed").status_code == 404

    services.change_role(member=world.newcomer, role=Role.VERIFIED, actor_id=world.admin.pk)

    assert browser.get("/settings").status_code == 303
    browser = client_of(selectors.fresh(world.newcomer))
    assert browser.get("/boards/core-shed").status_code == 200
    told = Outbox.objects.get(name="role_changed")
    assert (told.actor_id, told.payload) == (world.admin.pk, {"member_id": world.newcomer.pk})
