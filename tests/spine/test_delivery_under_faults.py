"""Valkey, the worker, the mail server and the push service die in turn: each notice is in the inbox once, each mail and push
arrives at least once under a name that stays, and nothing arrives without its cause."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.members import scopes, services
from forum.embedded.stack import free_port
from forum.notifications import services as notifications
from tests import world as cast
from tests.notifications.pushed import Browser, Service
from tests.running import Forum, running
from tests.spine.stack import execute, wait_until
from tests.spine.test_the_whole_forum_under_faults import restart, rows
from threads.discussion.models import Thread

pytestmark = pytest.mark.stack


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail (RFC 5321). The first `mute` it takes, and hangs up without saying so."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int, mute: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Taking)
        self.taken: list[str] = []
        self.mute = mute

    def begin(self) -> None:
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def end(self) -> None:
        self.shutdown()
        self.server_close()


class Taking(socketserver.StreamRequestHandler):
    server: MailServer

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                mail = b""
                while (piece := self.rfile.readline()) not in {b".\r\n", b""}:
                    mail += piece
                self.server.taken.append(mail.decode())
                if len(self.server.taken) <= self.server.mute:
                    return
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 fine\r\n")
            if verb == b"QUIT":
                return


def all_is_settled() -> bool:
    """Whether every event is handled and every job done; what waits for its minute, or for the next try, is due now."""
    execute("UPDATE forum_job SET due_at = now() WHERE due_at > now() + interval '8 seconds'")
    (settled,) = rows(
        "SELECT NOT EXISTS (SELECT FROM forum_outbox) AND NOT EXISTS (SELECT FROM forum_job WHERE done_at IS NULL)"
        " AND (SELECT bool_and(position = (SELECT max(seq) FROM forum_event)) FROM forum_consumer)"
    )
    return bool(settled[0])


def test_each_mail_and_push_arrives_whatever_dies(
    tmp_path: Path, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> None:
    mail_port, push_port = free_port(), free_port()
    outside = {
        "ASSAY_MAIL_URL": f"smtp://127.0.0.1:{mail_port}?plain",
        "ASSAY_PUSH_SERVICES": f"http://127.0.0.1:{push_port}",
        "ASSAY_SECRET_KEY": settings.SECRET_KEY,
        "ASSAY_SEALING_KEYS": settings.SEALING_KEYS,
    }
    settings.PUSH_SERVICES = (outside["ASSAY_PUSH_SERVICES"],)
    with django_db_blocker.unblock(), running(tmp_path, "relay", "worker", **outside) as forum, forum.inside():
        # The inbox hears of what happens from its first moment on.
        wait_until(lambda: rows("SELECT count(*) FROM forum_consumer WHERE name = 'inbox'") == [(1,)])
        world = cast.build()
        thread = cast.start(world.operator, world.public)
        prepare(world, outside["ASSAY_PUSH_SERVICES"])
        with listening(mail_port, push_port) as first:
            cast.reply(world.operator, thread, "@gil-geologist, while all is well.")
            wait_until(all_is_settled)
        # Both are gone now.
        let_faults_happen(forum, world, thread.pk)
        # They come back, and of the first things they take they do not say that they have them.
        with listening(mail_port, push_port, mute=2) as second:
            cast.reply(world.operator, thread, "@gil-geologist, once more.")
            wait_until(all_is_settled)
        assert [len(server.taken) for server in first] == [1, 1]
        check(world, *([*before.taken, *after.taken] for before, after in zip(first, second, strict=True)))


@contextmanager
def listening(mail_port: int, push_port: int, *, mute: int = 0) -> Iterator[tuple[MailServer, Service]]:
    """A mail server and a push service, there until the end of the block."""
    mail, push = MailServer(mail_port, mute=mute), Service(push_port)
    push.mute = mute
    mail.begin()
    push.begin()
    try:
        yield mail, push
    finally:
        mail.end()
        push.end()


def prepare(world: cast.World, service: str) -> None:
    member, browser = world.geologist, Browser()
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    token, _secret = services.issue_token(member=member, name="test", granted=scopes.SCOPES, lifetime=timedelta(days=1))
    notifications.add_endpoint(
        actor=member, address=f"{service}/one", p256dh=browser.p256dh, auth=browser.auth, credential=f"token:{token.pk}"
    )


def let_faults_happen(forum: Forum, world: cast.World, thread_id: int) -> None:
    """Mentions while nobody takes mail or push, and while Valkey and the worker die."""
    thread = Thread.objects.get(pk=thread_id)
    for number in range(6):
        cast.reply(world.operator, thread, f"@gil-geologist, number {number}.")
        if number == 1:
            forum.valkey.kill()
        if number == 3:
            forum.valkey.start()
        if number == 4:
            restart(forum, "worker")
    wait_until(lambda: rows("SELECT count(*) FROM forum_notification")[0][0] == 7)
    wait_until(lambda: rows("SELECT count(*) FROM forum_job WHERE task = 'notifications.push' AND tries > 0")[0][0] > 0)


def check(world: cast.World, mails: list[str], pushes: list[tuple[dict[str, str], bytes]]) -> None:
    told = rows(f"SELECT post_id, delivery FROM forum_notification WHERE recipient_id = {world.geologist.pk}")
    assert len(told) == len({post for post, _ in told}) == 8
    assert rows("SELECT count(*) FROM forum_notification") == [(8,)]
    deliveries = {f"<notification.{delivery}@127.0.0.1>" for _, delivery in told}
    named = [line for one in mails for line in one.splitlines() if line.startswith("Message-ID:")]
    assert {line.split()[1] for line in named} == deliveries
    assert len(named) > len(deliveries)
    jobs = {f"n{job}" for (job,) in rows("SELECT id FROM forum_job WHERE task = 'notifications.push'")}
    topics = [headers["topic"] for headers, _ in pushes]
    assert (len(jobs), set(topics)) == (8, jobs)
    assert len(topics) > len(jobs)
