"""How long a reply takes into 100,000 inboxes, and what a reader of pages feels of it.

    ./dev bench fanout

Everything is real: web, relay, worker with two processes, on engines that do not wait for the disk. Members and watches are
made up. The clock runs from the reply's commit until its last notification is there. A reader asks for the thread's page
over and over, first with nothing going on, then while inboxes fill: what counts is the median.

Passes within 10 s and 1.5 times, on two cores.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from urllib.request import urlopen

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forum.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from accounts.members.models import Member  # noqa: E402
from forum.embedded.stack import Address, Stack, free_port  # noqa: E402
from threads.discussion import services as discussion  # noqa: E402
from threads.discussion.models import Colour  # noqa: E402

WATCHERS = 100_000
LIMIT_SECONDS = 10.0
LIMIT_SLOWDOWN = 1.5
IDLE_SECONDS = 8.0
PAUSE = 0.02
"""Seconds a reader waits between two pages."""

PATIENCE = 120.0


def one(statement: str, *params: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        (value,) = cursor.fetchone()
    return int(value)


def populate() -> tuple[Member, int]:
    """A thread of 21 posts with its watchers; the author, and the thread's id."""
    call_command("migrate", verbosity=0)
    author = Member.objects.create(handle="author", email="", password="!")
    discussion.create_board(
        slug="field-notes", title="Field notes", description="", colour=Colour.MALACHITE, position=0, levels=(0, 1, 1)
    )
    thread = discussion.start_thread(actor=author, board_slug="field-notes", title="Assays", source="First cores.")
    for number in range(20):
        discussion.post_reply(
            actor=author, thread_id=thread, source=f"Core {number}: **0.{number} %** over 3 m.\n\n" * 4
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_member (handle, handle_key, email, password, role, standing, bio, bio_html, joined_on, version,"
            " protected, reach, welcomed, picture)"
            " SELECT 'reader-' || n, 'reader-' || n, '', '!', 'member', 'good', '', '', current_date, 1, false, 'everybody',"
            " true, ''"
            " FROM generate_series(1, %s) AS n",
            [WATCHERS],
        )
        cursor.execute(
            "INSERT INTO forum_watch (member_id, kind, target_id, level)"
            " SELECT id, 'thread', %s, 3 FROM accounts_member WHERE id <> %s",
            [thread, author.pk],
        )
        cursor.execute("ANALYZE")
    return author, thread


class Reader(Thread):
    """Asks for a page until told to stop; `times` are seconds."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url, self.times, self.done = url, list[float](), Event()

    def run(self) -> None:
        while not self.done.is_set():
            began = time.perf_counter()
            with urlopen(self.url) as page:
                page.read()
            self.times.append(time.perf_counter() - began)
            self.done.wait(PAUSE)

    def stop(self) -> float:
        """The median, in milliseconds."""
        self.done.set()
        self.join()
        return statistics.median(self.times) * 1000


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            sys.exit("it did not come to an end")
        time.sleep(0.05)


def quiet() -> bool:
    """Whether nothing is left to number, to react to or to work on."""
    waiting = one(
        "SELECT (SELECT count(*) FROM forum_outbox) + (SELECT count(*) FROM forum_job WHERE due_at IS NOT NULL)"
        " + (SELECT count(*) FROM forum_consumer, forum_sequencer WHERE position < last_seq)"
    )
    return waiting == 0 and one("SELECT count(*) FROM forum_consumer") > 0


def told(post: int) -> int:
    return one("SELECT count(*) FROM forum_notification WHERE post_id = %s", post)


def measure(stack: Stack, author: Member, thread: int) -> tuple[float, float, float]:
    """Seconds until the last inbox, and the median page in milliseconds, idle and meanwhile."""
    wait_until(quiet)
    url = f"{stack.url}/threads/{thread}"
    for _ in range(50):
        urlopen(url).read()
    reader = Reader(url)
    reader.start()
    time.sleep(IDLE_SECONDS)
    idle = reader.stop()
    reader = Reader(url)
    reader.start()
    post = discussion.post_reply(actor=author, thread_id=thread, source="The assays are in.")
    began = time.monotonic()
    wait_until(lambda: told(post) >= WATCHERS)
    seconds = time.monotonic() - began
    busy = reader.stop()
    # Saved searches are matched a little later, when the post can be found: it must not tell anybody twice.
    wait_until(quiet)
    if told(post) != WATCHERS:
        sys.exit(f"{told(post):,} notifications for {WATCHERS:,} watchers")
    return seconds, idle, busy


def main() -> int:
    author, thread = populate()
    with tempfile.TemporaryDirectory(prefix="assay-") as folder:
        Path(folder).chmod(0o711)
        address = Address(port=free_port())
        environment = os.environ | {"ASSAY_DATA": folder, "ASSAY_ORIGIN": address.origin, "ASSAY_DEBUG": "0"}
        call_command("collectstatic", verbosity=0, interactive=False)
        stack = Stack(environment, address=address)
        try:
            stack.start("web", "relay", "worker", "caddy")
            seconds, idle, busy = measure(stack, author, thread)
        finally:
            stack.stop()
    print(f"{WATCHERS:,} inboxes after {seconds:.1f} s")
    print(f"median page {idle:.1f} ms idle, {busy:.1f} ms meanwhile: {busy / idle:.2f} times")
    return int(seconds > LIMIT_SECONDS or busy / idle > LIMIT_SLOWDOWN)


if __name__ == "__main__":
    raise SystemExit(main())
