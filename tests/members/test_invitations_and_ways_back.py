"""Invitations let one in, once; the way back opens late, and can be stopped."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.db import connections
from django.test import Client

from accounts.members import services
from accounts.members.models import Invitation, Member, Pass, Role, Standing
from accounts.members.policies import Decided, InvitationOver, MayNotInvite, OwnInterest, WayBackShut
from accounts.members.selectors import may_enter
from forum.kernel import clock
from forum.kernel.errors import NotFound
from tests.members.signing import mailed_code, sign_in, with_password
from tests.world import PASSWORD, World, client_of, member, nothing_changes

NEW = "a much newer quiet pit"


def test_a_guest_comes_in_by_the_link_and_the_link_is_used_up(world: World) -> None:
    _, secret = services.invite(actor=world.editor, purpose=Invitation.Purpose.INTERVIEW, target="7")
    guest = Client()
    assert guest.get(f"/join/{secret}").status_code == 200
    assert guest.post(f"/join/{secret}").headers["Location"] == "/account/signup/"
    guest.post("/account/signup/", {"username": "kind-guest", "email": "guest@example.org", "password1": ""})
    guest.post("/account/confirm-email/", {"code": mailed_code()})
    joined = Member.objects.get(handle="kind-guest")
    assert joined.role == Role.GUEST
    assert may_enter(joined, purpose=Invitation.Purpose.INTERVIEW, target="7")
    assert not may_enter(joined, purpose=Invitation.Purpose.INTERVIEW, target="8")
    assert Client().get(f"/join/{secret}").status_code == 410


def test_looking_at_the_link_a_hundred_times_uses_nothing(world: World) -> None:
    _, secret = services.invite(actor=world.editor, purpose=Invitation.Purpose.BOARD, target="core-shed")
    with nothing_changes():
        for _ in range(100):
            Client().get(f"/join/{secret}")
    assert Invitation.objects.get().used_on is None


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_let_in() -> None:
    editor = member("edda-editor", Role.EDITOR)
    people = [member("first-guest"), member("other-guest")]
    _, secret = services.invite(actor=editor, purpose=Invitation.Purpose.BOARD, target="core-shed")

    def accept(one: Member) -> bool:
        try:
            services.accept_invitation(actor=one, secret=secret)
        except InvitationOver:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        let_in = list(pool.map(accept, people))
    assert sorted(let_in) == [False, True]
    assert Pass.objects.count() == 1


@pytest.mark.parametrize("how", ["revoked", "expired", "its inviter suspended", "unknown"])
def test_an_invitation_that_is_over_says_so_and_does_nothing(world: World, how: str) -> None:
    made, secret = services.invite(actor=world.editor, purpose=Invitation.Purpose.BOARD, target="core-shed")
    if how == "revoked":
        services.revoke_invitation(actor=world.editor, invitation_id=made.pk)
    elif how == "expired":
        Invitation.objects.update(expires_on=clock.today() - timedelta(days=1))
    elif how == "unknown":
        secret = "in_nothing"
    else:
        services.set_standing(member_id=world.editor.pk, standing=Standing.SUSPENDED, actor_id=None)
    with nothing_changes(), pytest.raises(InvitationOver):
        services.accept_invitation(actor=world.newcomer, secret=secret)


def test_members_invite_no_guests_and_guests_nobody(world: World) -> None:
    for who, purpose, target in (
        (world.geologist, Invitation.Purpose.BOARD, "core-shed"), (world.guest, Invitation.Purpose.FORUM, ""),
    ):  # fmt: skip
        with nothing_changes(), pytest.raises(MayNotInvite):
            services.invite(actor=who, purpose=purpose, target=target)


def test_the_way_back_opens_after_the_delay_once_and_voids_what_was(world: World) -> None:
    someone = with_password()
    old = sign_in(someone)
    TOTP.activate(someone, "JBSWY3DPEHPK3PXP")
    secret = services.ask_way_back(handle=someone.handle, words="You know my voice.")
    (asked,) = someone.ways_back.all()
    services.decide_way_back(actor=world.admin, way_back_id=asked.pk, grant=True, reason="Called back.")
    with nothing_changes(), pytest.raises(WayBackShut):
        services.open_way_back(secret=secret, password=NEW)
    with time_machine.travel(clock.now() + settings.WAY_BACK_DELAY + timedelta(hours=2), tick=False):
        services.open_way_back(secret=secret, password=NEW)
        assert old.get("/settings").status_code == 303
        assert sign_in(someone, NEW).get("/settings").status_code == 200
        with nothing_changes(), pytest.raises(WayBackShut):
            services.open_way_back(secret=secret, password=PASSWORD)


def test_whoever_still_has_the_keys_stops_it(world: World) -> None:
    secret = services.ask_way_back(handle=world.geologist.handle, words="Me.")
    (asked,) = world.geologist.ways_back.all()
    services.decide_way_back(actor=world.admin, way_back_id=asked.pk, grant=True, reason="Seemed right.")
    assert b"Somebody asked to be let into your account" in client_of(world.geologist).get("/settings/sessions").content
    services.stop_way_back(actor=world.geologist, way_back_id=asked.pk)
    with time_machine.travel(clock.now() + timedelta(days=5), tick=False), pytest.raises(WayBackShut):
        services.open_way_back(secret=secret, password=NEW)


def test_asking_for_nobody_looks_the_same(world: World) -> None:
    pages = [
        Client().post("/way-back", {"handle": handle, "words": "It is me."}).content.decode()
        for handle in ("gil-geologist", "no-such-hand")
    ]
    assert len(pages[0]) == len(pages[1])
    assert client_of(world.admin).get("/staff/ways-back").content.count(b"row-title") == 1


def test_only_another_administrator_decides_and_once(world: World) -> None:
    services.ask_way_back(handle=world.admin.handle, words="Me.")
    (asked,) = world.admin.ways_back.all()
    for who, refusal in ((world.moderator, NotFound), (world.newcomer, NotFound), (world.admin, OwnInterest)):
        with nothing_changes(), pytest.raises(refusal):
            services.decide_way_back(actor=who, way_back_id=asked.pk, grant=True, reason="Yes.")
    second = member("second-chief", Role.ADMIN)
    services.decide_way_back(actor=second, way_back_id=asked.pk, grant=False, reason="Unknown to me.")
    with nothing_changes(), pytest.raises(Decided):
        services.decide_way_back(actor=second, way_back_id=asked.pk, grant=True, reason="Yes.")
