"""A post that shows a file, while somebody removes that file: two connections, and each step where it hurts most."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from forum.kernel import clock
from tests.attachments.files import bring
from tests.beside import Beside, until_it_waits
from tests.world import World, start
from threads.discussion import services as discussion
from threads.discussion.attachments import services
from threads.discussion.attachments.models import Attachment, AttachmentUse
from threads.discussion.models import Post

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def show(world: World) -> Callable[[], Any]:
    """A reply that shows a file of a week ago, which no post has shown so far."""
    thread, file = start(world.geologist, world.public), bring(world.geologist, b"a,b\n1,2\n", "grades.csv")
    Attachment.objects.update(brought_on=clock.today() - timedelta(days=8))
    source = f"See [the figures](attachment:{file})."
    return lambda: discussion.post_reply(actor=world.geologist, thread_id=thread.pk, source=source)


def test_a_post_stands_though_its_file_was_removed_while_it_was_saved(
    world: World, beside: Beside, show: Callable[[], Any]
) -> None:
    with transaction.atomic():
        services.remove_file(actor=world.geologist, attachment_id=Attachment.objects.get().pk)
        reply = beside(show)
        until_it_waits(reply)

    assert Post.objects.get(pk=reply.result(30)).number == 2
    assert not Attachment.objects.exists()
    assert not AttachmentUse.objects.exists()


def test_a_file_stays_that_a_post_came_to_show_while_the_sweep_looked_for_orphans(
    beside: Beside, show: Callable[[], Any]
) -> None:
    gate = 8144

    def held_up(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        """The statement that looks for orphans sees the moment at which it began, and goes on when the gate opens."""
        if "SKIP LOCKED" in sql:
            sql = sql.replace(" WHERE ", f" WHERE (SELECT pg_advisory_xact_lock({gate})) IS NOT NULL AND ", 1)
        return execute(sql, *rest)

    def sweep() -> int:
        with connection.execute_wrapper(held_up):
            return services.clean_orphans()

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [gate])
        swept = beside(sweep)
        until_it_waits(swept)
        made = show()

    assert swept.result(30) == 0
    assert AttachmentUse.objects.get().post_id == made
