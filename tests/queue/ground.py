"""What the tests of moderation begin with: something reported, and a moderator who has it before them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel.events.delivery import Delivery
from forum.kernel.events.sequencer import sequence
from forum.wiring import CONSUMERS
from moderation.actions import services as actions
from moderation.queue import services
from moderation.queue.models import ReviewItem
from tests.world import World, reply, start
from threads.discussion.models import Post

BAD = "Buy Strange Lake before Monday, it doubles next week, trust me."


def bad_post(world: World, author: Member | None = None) -> Post:
    """A post that ramps, by the newcomer unless said otherwise, in a thread of the geologist's."""
    return reply(author or world.newcomer, start(world.geologist, world.public), BAD)


def report(post: Post, by: Viewer, reason: str = "ramping", note: str = "Talks the price up.") -> services.Filed:
    return services.file_report(actor=by, kind="post", target_id=str(post.pk), reason=reason, note=note)


def reported(world: World, post: Post | None = None, *, by: Viewer | None = None) -> ReviewItem:
    """An open item: the bad post, reported by the operator."""
    found = post or bad_post(world)
    report(found, by or world.operator)
    return ReviewItem.objects.get(target_kind="post", target_id=str(found.pk), state="open")


def taken(item: ReviewItem, by: Member) -> ReviewItem:
    """The item with `by`'s lease on it, as they see it."""
    services.take_item(actor=by, item_id=item.pk)
    item.refresh_from_db()
    return item


def decide(item: ReviewItem, by: Member, kind: str, **chosen: object) -> actions.Taken:
    """Take and decide."""
    held = taken(item, by)
    choice = actions.Choice(kind=kind, **{"reason": "ramping", **chosen})  # type: ignore[arg-type]
    return actions.decide(actor=by, item_id=item.pk, version=held.version, choice=choice)


def tell(*names: str) -> None:
    """Let the consumers hear everything that was published, as the relay would."""
    wanted = [one for one in CONSUMERS if one.name in names]
    for consumer in wanted:
        Delivery(consumer).enter()
    while sequence():
        pass
    for consumer in wanted:
        delivery = Delivery(consumer, waits=())
        while delivery.step():
            pass


def at_once[Result](count: int, act: Callable[[int], Result]) -> list[Result]:
    """`act(0)` to `act(count - 1)`, each in a thread with a connection of its own, all let go at the same moment."""
    gate = Barrier(count)

    def one(number: int) -> Result:
        try:
            connection.ensure_connection()
            gate.wait(30)
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
