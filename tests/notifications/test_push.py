"""Web push: encrypted for one browser, content-free where asked, and ended by what ends the browser's sign-in."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.members.models import Member, Session
from forum.kernel.jobs.broker import task_named
from forum.kernel.jobs.models import Job
from forum.notifications import push, services
from forum.notifications.models import PushEndpoint
from tests.notifications.pushed import Browser, Service
from tests.notifications.telling import tell
from tests.world import World, client_of, reply, start


def run_pushes() -> None:
    for job in Job.objects.filter(task=services.PUSH).exclude(due_at=None):
        task_named(services.PUSH).run(job.pk)


def mention(world: World) -> None:
    reply(world.operator, start(world.operator, world.public, "North wall"), "@gil-geologist, the secret is 0.1 %.")
    tell()


def test_a_mention_is_pushed_encrypted_with_who_and_where(world: World, service: Service) -> None:
    browser = Browser()
    assert browser.subscribe(client_of(world.geologist), service.origin) == 303
    mention(world)
    (headers, body), *more = service.taken
    assert not more
    assert browser.read(body) == {
        "title": "North wall", "body": "olga-operator mentioned you in post 2", "url": "/inbox/2", "tag": "n2",
    }  # fmt: skip
    assert headers["authorization"].startswith("vapid t=")
    assert headers["content-encoding"] == "aes128gcm"
    assert headers["topic"] == f"n{Job.objects.get(task=services.PUSH).pk}"
    assert b"secret" not in body


def test_discreet_push_carries_nothing(world: World, service: Service) -> None:
    Browser().subscribe(client_of(world.geologist), service.origin)
    services.set_mail_preferences(actor=world.geologist, mail=True, discreet=True)
    mention(world)
    ((_headers, body),) = service.taken
    assert body == b""


@pytest.mark.parametrize("status", [404, 410])
def test_a_dead_endpoint_is_dropped(world: World, service: Service, status: int) -> None:
    service.status = status
    Browser().subscribe(client_of(world.geologist), service.origin)
    mention(world)
    assert not PushEndpoint.objects.exists()
    assert not Job.objects.filter(task=services.PUSH).exclude(due_at=None).exists()


@pytest.mark.parametrize("status", [302, 429, 500])
def test_a_service_that_does_not_take_it_is_asked_again_with_the_same_topic(
    world: World, service: Service, status: int
) -> None:
    Browser().subscribe(client_of(world.geologist), service.origin)
    service.status = status
    with pytest.raises(push.PushAway):
        mention(world)
    assert len(service.taken) == 1
    service.status = 201
    run_pushes()
    first, second = (headers["topic"] for headers, _ in service.taken)
    assert first == second
    assert not Job.objects.filter(task=services.PUSH).exclude(due_at=None).exists()


def test_what_was_read_meanwhile_is_not_pushed(world: World, service: Service) -> None:
    Browser().subscribe(client_of(world.geologist), service.origin)
    service.status = 500
    with pytest.raises(push.PushAway):
        mention(world)
    services.mark_read(actor=world.geologist, up_to=1000)
    service.status = 201
    run_pushes()
    assert len(service.taken) == 1


def test_signing_out_ends_push_to_that_browser(world: World, service: Service) -> None:
    Browser().subscribe(client_of(world.geologist), service.origin)
    Session.objects.filter(member=world.geologist).delete()
    mention(world)
    assert service.taken == []
    assert not PushEndpoint.objects.exists()


def test_of_a_protected_member_no_device_is_kept(world: World, service: Service) -> None:
    Member.objects.filter(pk=world.protected.pk).update(protected=True, email="")
    world.protected.refresh_from_db()
    assert Browser().subscribe(client_of(world.protected), service.origin) == 403
    assert not PushEndpoint.objects.exists()


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:22/", "https://169.254.169.254/latest", "https://fcm.googleapis.com.evil.example/x", "http://fcm.googleapis.com/x",
     "https://fcm.googleapis.com:8443/x", "https://user@fcm.googleapis.com/x", "https://fcm.googleapis.com\\@evil.example/", "ftp://x",
     "https://[::1", "", "https://xn--fcm.googleapis.com/x", "https://evilpush.apple.com/x"],
)  # fmt: skip
def test_no_address_but_a_push_services_is_taken(world: World, settings: Settings, address: str) -> None:
    settings.PUSH_SERVICES = ("fcm.googleapis.com", "*.push.apple.com")
    browser = Browser()
    body = {"endpoint": address, "p256dh": browser.p256dh, "auth": browser.auth}
    assert client_of(world.geologist).post("/settings/notifications/push", body).status_code == 400
    assert not PushEndpoint.objects.exists()


@pytest.mark.parametrize(("p256dh", "auth"), [("AAAA", "AAAA"), ("", ""), ("é", "é"), ("A" * 87, "A" * 22)])
def test_keys_that_are_none_are_refused(world: World, service: Service, p256dh: str, auth: str) -> None:
    body = {"endpoint": service.origin + "/one", "p256dh": p256dh, "auth": auth}
    assert client_of(world.geologist).post("/settings/notifications/push", body).status_code == 400
    assert not PushEndpoint.objects.exists()


def test_the_address_is_sealed_where_it_lies(world: World, service: Service) -> None:
    Browser().subscribe(client_of(world.geologist), service.origin, "/who-knows-me")
    assert b"who-knows-me" not in bytes(PushEndpoint.objects.get().sealed)


def test_a_browser_that_changes_hands_is_pushed_to_for_whoever_has_it_now(world: World, service: Service) -> None:
    browser = Browser()
    browser.subscribe(client_of(world.geologist), service.origin)
    browser.subscribe(client_of(world.newcomer), service.origin)
    assert [one.member_id for one in PushEndpoint.objects.all()] == [world.newcomer.pk]


def test_the_service_worker_stands_at_the_root_and_asks_no_other_host(world: World) -> None:
    answer = Client().get("/service-worker.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert b"http" not in answer.content
    assert b"showNotification" in answer.content
