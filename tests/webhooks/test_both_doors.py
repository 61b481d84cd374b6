"""Webhooks over REST and as pages: their owner's alone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.members.selectors import Viewer
from forum.webhooks.models import Delivery, Webhook
from tests.webhooks.receiving import Receiver, hook, tell
from tests.world import World, client_of, code_of, nothing_changes, send, start

type Api = Callable[[Viewer], Client]
AT = "/api/v1/webhooks"


def test_a_webhook_from_beginning_to_end_over_rest(world: World, api: Api, other_side: Receiver) -> None:
    client = api(world.newcomer)
    said = {"name": "Mirror", "url": other_side.url, "kinds": ["thread_started"]}
    made = send(client, "post", AT, said)
    assert (made.status_code, made.json()["secret"][:6]) == (201, "whsec_")
    here = made.headers["Location"]
    read = client.get(here)
    assert "secret" not in read.json()
    assert send(client, "put", here, said | {"name": "Mirror 2"}).status_code == 428
    changed = send(client, "put", here, said | {"name": "Mirror 2"}, if_match=read.headers["ETag"])
    assert changed.json()["name"] == "Mirror 2"
    stale = send(client, "put", here, said, if_match=read.headers["ETag"])
    assert code_of(stale) == "edit_conflict"
    for _ in range(2):
        assert send(client, "post", f"{here}/deliveries", idempotency_key="ping-1").status_code == 201
    tell()
    (one,) = client.get(f"{here}/deliveries").json()["results"]
    assert (one["kind"], one["outcome"], one["tries"], one["status"]) == ("ping", "delivered", 1, 204)
    again = send(client, "post", f"{here}/deliveries/{one['id']}/redeliveries", idempotency_key="again-1")
    assert (again.status_code, again.json()["outcome"]) == (202, "waiting")
    assert send(client, "post", f"{here}/secret").json()["secret"] != made.json()["secret"]
    assert send(client, "delete", here).status_code == 204
    assert client.get(here).status_code == 404


def test_nobody_reaches_anothers(world: World, api: Api, other_side: Receiver) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    start(world.geologist, world.public)
    tell()
    here, one = f"{AT}/{mine}", Delivery.objects.get().pk
    said = {"name": "A", "url": other_side.url, "kinds": ["thread_started"]}
    other, page = api(world.admin), client_of(world.admin)
    assert other.get(AT).json()["results"] == []
    with nothing_changes():
        for method, path, body in (
            ("get", here, None), ("put", here, said), ("delete", here, None), ("post", f"{here}/secret", None),
            ("get", f"{here}/deliveries", None), ("post", f"{here}/deliveries", None),
            ("get", f"{here}/deliveries/{one}", None), ("post", f"{here}/deliveries/{one}/redeliveries", None),
        ):  # fmt: skip
            assert send(other, method, path, body, if_match='"v1"').status_code == 404, path
        assert page.get(f"/settings/webhooks/{mine}").status_code == 404
        for what in ("secret", "ping", "redelivery", "removal"):
            assert page.post(f"/settings/webhooks/{mine}/{what}", {"delivery": one}).status_code == 404


def test_a_delivery_of_another_webhook_is_not_found_under_ones_own(
    world: World, api: Api, other_side: Receiver
) -> None:
    hook(world.geologist, other_side.url)
    mine, _ = hook(world.newcomer, other_side.url, "reply_posted")
    start(world.operator, world.public)
    tell()
    theirs = Delivery.objects.get().pk
    client = api(world.newcomer)
    assert client.get(f"{AT}/{mine}/deliveries/{theirs}").status_code == 404
    assert send(client, "post", f"{AT}/{mine}/deliveries/{theirs}/redeliveries").status_code == 404


def test_ten_are_enough(world: World, api: Api, other_side: Receiver) -> None:
    for _ in range(10):
        hook(world.newcomer, other_side.url)
    said = {"name": "A", "url": other_side.url, "kinds": ["thread_started"]}
    assert code_of(send(api(world.newcomer), "post", AT, said)) == "too_many_webhooks"


@pytest.mark.parametrize("kinds", [[], ["nothing"], ["thread_started", "role_changed"]])
def test_only_the_kinds_there_are(world: World, api: Api, other_side: Receiver, kinds: list[str]) -> None:
    said = {"name": "A", "url": other_side.url, "kinds": kinds}
    assert code_of(send(api(world.newcomer), "post", AT, said)) == "invalid"
    assert not Webhook.objects.exists()


def test_a_webhook_from_beginning_to_end_by_the_pages(world: World, other_side: Receiver) -> None:
    page = client_of(world.newcomer)
    said = {"name": "Mirror", "url": other_side.url, "kinds": ["thread_started"], "on": "on"}
    made = page.post("/settings/webhooks", said)
    assert "whsec_" in made.text
    assert "whsec_" not in page.get("/settings/webhooks").text
    here = f"/settings/webhooks/{Webhook.objects.get().pk}"
    assert page.post(f"{here}/ping").status_code == 303
    tell()
    assert "204" in page.get(here).text
    assert page.post(f"{here}/redelivery", {"delivery": Delivery.objects.get().pk}).status_code == 303
    assert "whsec_" in page.post(f"{here}/secret").text
    assert page.post(here, said | {"url": "https://127.0.0.1/"}).status_code == 400
    assert page.post(here, said | {"name": "Mirror 2"}).status_code == 303
    assert "Mirror 2" in page.get("/settings/webhooks").text
    assert page.post(f"{here}/removal").status_code == 303
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("count", [2, 30])
def test_the_log_takes_as_many_statements_for_few_as_for_many(
    world: World, api: Api, other_side: Receiver, count: int
) -> None:
    mine, _ = hook(world.newcomer, other_side.url)
    Delivery.objects.bulk_create(
        Delivery(webhook_id=mine, message=f"msg_{n}", kind="ping", data={}, at="2026-11-22T00:00:00Z")
        for n in range(count)
    )
    client = api(world.newcomer)
    client.get(f"{AT}/{mine}/deliveries")
    with CaptureQueriesContext(connection) as captured:
        assert len(client.get(f"{AT}/{mine}/deliveries").json()["results"]) == count
    assert len(captured) == 3  # the token, the webhook, its deliveries
