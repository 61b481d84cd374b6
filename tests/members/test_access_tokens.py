"""Personal access tokens: made once, shown once, stored as a digest, good for what they were given."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from accounts.members import scopes, services
from accounts.members.models import AccessToken
from forum.kernel.errors import Invalid, NotFound, NotSignedIn
from forum.kernel.events.models import Outbox
from tests.world import World, code_of, nothing_changes

DAY = timedelta(days=1)


def bearing(secret: str, scheme: str = "Bearer") -> Client:
    return Client(headers={"authorization": f"{scheme} {secret}"})


def made(world: World, *granted: str, lifetime: timedelta = DAY) -> tuple[AccessToken, str]:
    return services.issue_token(member=world.newcomer, name="test", granted=granted or ["me:read"], lifetime=lifetime)


def test_the_table_holds_a_digest_and_nothing_that_opens(world: World) -> None:
    token, secret = made(world)

    assert secret.startswith("assay_")
    assert len(secret) == len("assay_") + 43
    assert secret not in str(list(AccessToken.objects.values()))
    assert len(bytes(token.digest)) == 32
    assert bearing(secret).get("/api/v1/me").status_code == 200


def test_a_token_holds_to_the_end_of_its_last_day(world: World) -> None:
    with time_machine.travel("2026-03-01T12:00:00Z", tick=False):
        _, secret = made(world, lifetime=2 * DAY)
    with time_machine.travel("2026-03-03T23:59:00Z", tick=False):
        assert bearing(secret).get("/api/v1/me").status_code == 200
    with time_machine.travel("2026-03-04T00:01:00Z", tick=False), nothing_changes():
        assert code_of(bearing(secret).get("/api/v1/me")) == "bad_token"


def test_a_revoked_token_opens_nothing_more(world: World) -> None:
    token, secret = made(world)

    services.revoke_token(actor=world.newcomer, token_id=token.pk)

    assert code_of(bearing(secret).get("/api/v1/me")) == "bad_token"
    with nothing_changes():
        services.revoke_token(actor=world.newcomer, token_id=token.pk)


def test_nobody_revokes_the_token_of_another(world: World) -> None:
    token, secret = made(world)

    for actor, refusal in ((world.geologist, NotFound), (world.admin, NotFound), (world.nobody, NotSignedIn)):
        with nothing_changes(), pytest.raises(refusal):
            services.revoke_token(actor=actor, token_id=token.pk)
    assert bearing(secret).get("/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("scheme", "secret"),
    [
        ("Bearer", "assay_" + "x" * 43), ("Bearer", "x"), ("Bearer", "x" * 5000), ("Bearer", "assay_é"), ("Bearer", ""),
        ("Basic", "bm9yYTpub3Jh"), ("Token", "abc"), ("", "abc"),
    ],
)  # fmt: skip
def test_credentials_that_are_none_are_told_so_even_where_none_are_needed(
    world: World, scheme: str, secret: str
) -> None:
    with nothing_changes():
        answer = bearing(secret, scheme).get("/api/v1/boards")

    assert code_of(answer) == "bad_token"
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="assay", error="invalid_token"'


def test_a_token_does_what_its_scopes_say_and_no_more(world: World) -> None:
    _, secret = made(world, "me:read")
    client = bearing(secret)

    assert client.get("/api/v1/me").status_code == 200
    with nothing_changes():
        answer = client.patch("/api/v1/me", {"bio": "x"}, content_type="application/json", headers={"if-match": '"v1"'})
    assert code_of(answer) == "scope_missing"


@pytest.mark.parametrize("granted", [[], ["me:own"], ["me:read", "everything"]])
def test_an_unknown_scope_or_none_makes_no_token(world: World, granted: list[str]) -> None:
    with nothing_changes(), pytest.raises(Invalid):
        services.issue_token(member=world.newcomer, name="test", granted=granted, lifetime=DAY)
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("lifetime", [timedelta(0), -DAY, timedelta(hours=23), 367 * DAY])
def test_a_token_lives_from_a_day_to_a_year(world: World, lifetime: timedelta) -> None:
    with nothing_changes(), pytest.raises(Invalid):
        services.issue_token(member=world.newcomer, name="test", granted=["me:read"], lifetime=lifetime)
    assert not AccessToken.objects.exists()


def test_the_last_use_is_known_by_its_day_alone_and_costs_one_write_a_day(world: World) -> None:
    token, secret = made(world, lifetime=30 * DAY)
    client = bearing(secret)
    with time_machine.travel("2026-11-23T08:00:00Z", tick=False):
        client.get("/api/v1/me")
        token.refresh_from_db()
        first = token.last_used_on
        AccessToken.objects.update(name="untouched")
        client.get("/api/v1/me")

    assert first == date(2026, 11, 23)
    assert AccessToken.objects.get().name == "untouched"


def test_issuing_and_revoking_are_told_without_the_secret(world: World) -> None:
    token, secret = made(world, *scopes.SCOPES)
    services.revoke_token(actor=world.newcomer, token_id=token.pk)

    told = list(Outbox.objects.order_by("id").values("name", "actor_id", "payload"))

    about = {"member_id": world.newcomer.pk, "token_id": token.pk}
    assert [(one["name"], one["payload"]) for one in told] == [
        ("access_token_issued", about), ("access_token_revoked", about),
    ]  # fmt: skip
    assert secret not in str(told)
