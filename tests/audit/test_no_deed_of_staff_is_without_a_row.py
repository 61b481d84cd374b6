"""Every change that staff can make by moderation's doors, and every private thing they can open, is told to the audit log."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import Client

from forum.kernel.events.definition import definition_of
from forum.kernel.events.models import Outbox
from forum.wiring import AUDITED
from moderation.actions import services as actions
from tests.matrix.test_moderation_as_everybody import FORM, OPERATIONS, PAGES, filled, lay_out
from tests.queue.ground import bad_post, decide, reported
from tests.world import World, client_of

type Api = Callable[..., Client]
STAFF = ("admin", "moderator", "second_moderator")
# What one keeps for oneself, reports as everybody does, or what changes nothing.
OWN = re.compile(r"queue/views|reports?\b|queue/bulk$|me/|notices/by|^report/")
NAMES = {definition_of(cls).name for cls in AUDITED}


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    connection.needs_rollback = False


def deeds() -> list[tuple[str, str, str, str, dict[str, int]]]:
    """Each unsafe operation and page: (door, method, address, body, statuses)."""
    rest = [("rest", *name.split(), body, expected) for name, (body, expected) in OPERATIONS.items()]
    pages = [("page", method, f"/{route}", body, expected) for route, (method, body, expected) in PAGES.items()]
    return [one for one in (*rest, *pages) if one[1] != "GET" and not OWN.search(one[2].removeprefix("/"))]


def test_each_change_by_staff_is_told(world: World, api: Api) -> None:
    ground, walked = lay_out(world), 0
    for door, method, address, body, expected in deeds():
        for who in (one for one in STAFF if expected[one] < 400):
            if who == "moderator" and re.search(r"queue/next$|/lease$", address) and method != "DELETE":
                continue  # Nothing else waits for them, and what they hold they only hold for longer.
            person = getattr(world, who)
            client = api(person) if door == "rest" else client_of(person)
            with rolled_back():
                last = Outbox.objects.order_by("-id").values_list("id", flat=True).first() or 0
                kind = "application/json" if door == "rest" else FORM
                answer = client.generic(
                    method, filled(address, ground), data=filled(body, ground), content_type=kind,
                    headers={"if-match": f'"v{ground["version"]}"'},
                )  # fmt: skip
                told = Outbox.objects.filter(pk__gt=last, actor_id=person.pk, name__in=NAMES)
                assert answer.status_code < 400, (address, who)
                assert told.exists(), (method, address, who)
                walked += 1
    assert walked > 40


def test_opening_what_is_sealed_and_learning_who_reported_is_told(world: World, api: Api) -> None:
    removal = decide(reported(world), world.moderator, "remove").action_id
    opening = actions.unseal(actor=world.moderator, action_id=removal)
    actions.sign(actor=world.admin, action_id=opening.action_id)
    item = reported(world, bad_post(world))
    for who, method, address, name in (
        (world.second_moderator, "GET", f"/api/v1/moderation/actions/{removal}/sealed", "sealed_text_read"),
        (world.moderator, "PUT", f"/api/v1/moderation/queue/{item.pk}/lease", "private_thing_opened"),
    ):
        assert api(who).generic(method, address).status_code == 200
        assert Outbox.objects.filter(name=name, actor_id=who.pk).count() >= 1
        assert name in NAMES
