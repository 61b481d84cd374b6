"""Erased: every store wiped or said why not; threads stay readable; the certificate names them all."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core.files.storage import default_storage
from django.test import Client

from accounts.members.models import AccessToken, Member, Session, Standing
from accounts.verification.models import Attestation, Evidence
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.privacy import services
from forum.privacy.models import Erasure
from forum.privacy.policies import ErasureWaiting, StaffFirst
from forum.privacy.stores import STORES
from moderation.actions.models import Action, SealedText
from tests.members.signing import me_by, sign_in, with_password
from tests.verification.cases import attest, with_document
from tests.world import PASSWORD, World, nothing_changes, reply, start


def erase(member: Member) -> str:
    made, secret = services.ask_erasure(actor=member, handle=member.handle, at_once=True)
    services.run_erasure(erasure_id=made.id)
    return secret


def test_nothing_of_the_member_is_left_but_what_threads_need(world: World) -> None:
    someone = with_password("pia-password")
    client = sign_in(someone)
    thread = start(someone, world.public)
    reply(world.newcomer, thread)
    attest(world, someone)
    _, piece = with_document(someone, party_name="Somewhere")
    erase(Member.objects.get(pk=someone.pk))

    gone = Member.objects.get(pk=someone.pk)
    assert gone.standing == Standing.ERASED
    assert "pia" not in gone.handle
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert not Session.objects.filter(member=gone).exists()
    assert not Attestation.objects.filter(member=gone).exists()
    assert not Evidence.objects.filter(pk=piece.pk).exists()
    assert not default_storage.exists(piece.path)
    assert client.get("/settings").status_code == 303
    assert Client().get(f"/members/{gone.handle}").status_code == 404
    page = Client().get(f"/threads/{thread.pk}").content.decode()
    assert "First cores." in page
    assert "pia-password" not in page


def test_the_certificate_names_every_store(world: World) -> None:
    secret = erase(world.newcomer)
    page = Client().get(f"/erasures/{secret}").content.decode()
    named = {line["store"] for line in Erasure.objects.get().stores}
    assert {store.name for store in STORES if store.fate not in {"verification", "member"}} <= named
    assert {"evidence", "attestations", "accounts.Member", "forum_event"} <= named
    assert "threads.Post.author" in page
    assert Client().get("/erasures/gone_x").status_code == 404


def test_there_is_a_week_to_change_ones_mind(world: World) -> None:
    made, _ = services.ask_erasure(actor=world.newcomer, handle="nora-new")
    services.run_erasure(erasure_id=made.id)
    assert Member.objects.get(pk=world.newcomer.pk).handle == "nora-new"
    services.stop_erasure(actor=world.newcomer)
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        services.run_erasure(erasure_id=made.id)
    assert Member.objects.get(pk=world.newcomer.pk).handle == "nora-new"


def test_after_the_week_it_is_done_once(world: World) -> None:
    made, _ = services.ask_erasure(actor=world.newcomer, handle="nora-new")
    with time_machine.travel(clock.now() + timedelta(days=7), tick=False):
        services.run_erasure(erasure_id=made.id)
        name = Member.objects.get(pk=world.newcomer.pk).handle
        services.run_erasure(erasure_id=made.id)
    assert name == Member.objects.get(pk=world.newcomer.pk).handle != "nora-new"


def test_a_wrong_handle_erases_nobody(world: World) -> None:
    with nothing_changes(), pytest.raises(Invalid):
        services.ask_erasure(actor=world.newcomer, handle="gil-geologist")


def test_asking_twice_asks_once(world: World) -> None:
    services.ask_erasure(actor=world.newcomer, handle="nora-new")
    with nothing_changes(), pytest.raises(ErasureWaiting):
        services.ask_erasure(actor=world.newcomer, handle="nora-new")


def test_staff_give_up_their_office_first(world: World) -> None:
    with nothing_changes(), pytest.raises(StaffFirst):
        services.ask_erasure(actor=world.admin, handle=world.admin.handle)


def test_a_token_of_before_opens_nothing(world: World) -> None:
    someone = with_password()
    services_token = sign_in(someone)
    services_token.post("/account/reauthenticate/", {"password": PASSWORD})
    page = services_token.post("/settings/tokens", {"name": "x", "scopes": ["me:read"], "days": "7"})
    secret = str(page.context["secret"])
    assert me_by(secret, "Authorization").status_code == 200
    erase(Member.objects.get(pk=someone.pk))
    assert me_by(secret, "Authorization").status_code == 401
    assert not AccessToken.objects.filter(member=someone).exists()


def test_the_certificate_says_what_is_sealed_for_a_case_and_until_when(world: World) -> None:
    until = clock.now() + timedelta(days=40)
    removal = Action.objects.create(
        kind="remove",
        target_kind="post",
        target_id="1",
        member=world.newcomer,
        actor=world.moderator,
        at=clock.now(),
        reason="other",
        state="in_force",
    )
    SealedText.objects.create(action=removal, texts={"source": "What was removed."}, destroy_at=until)

    secret = erase(world.newcomer)

    line = next(line for line in Erasure.objects.get().stores if line["store"] == "moderation.SealedText")
    assert (line["rows"], line["until"]) == (1, until.date().isoformat())
    page = Client().get(f"/erasures/{secret}")
    assert until.date().isoformat() in page.content.decode()
    assert "What was removed." not in page.content.decode()
