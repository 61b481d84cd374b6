"""A digest tells what opened, closes and was published of interviews, as far as everybody may know it."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from forum.embedded.mailbox import Mailbox
from forum.kernel import clock
from forum.kernel.jobs import enqueue
from forum.kernel.jobs.broker import task_named
from forum.kernel.jobs.models import Job
from forum.notifications import services
from forum.notifications.models import MailPace, MailPreferences, Notification, Topic
from forum.notifications.selectors import Told
from tests.interviews.cases import as_before, at
from tests.notifications.telling import tell, watch
from tests.notifications.test_mail_once import mails, prove
from tests.world import World, reply, start
from threads.interviews.models import Interview
from threads.interviews.states import State


def put_back(by: timedelta) -> None:
    """All that happened to interviews happened so long before."""
    for one in Interview.objects.exclude(state__in=["published", "corrected"]):
        Interview.objects.filter(pk=one.pk).update(face_at=one.face_at - by)


@pytest.mark.parametrize(("discreet", "told"), [(False, True), (True, False)])
def test_a_daily_digest_holds_the_day_before(
    world: World, mailbox: Mailbox, tmp_path: Path, discreet: bool, told: bool
) -> None:
    prove(world.geologist)
    services.set_channels(actor=world.geologist, wanted={Topic.WATCHED: Told(MailPace.DAILY, push=False)})
    thread = start(world.operator, world.public)
    watch(world.geologist, thread)
    tell()
    reply(world.operator, thread)
    tell()
    as_before()
    opened, hidden = at(world, State.COLLECTING), at(world, State.APPROACHED)
    put_back(timedelta(days=1))
    until = datetime.combine(clock.today(), datetime.min.time(), clock.now().tzinfo)
    Interview.objects.filter(pk=opened).update(
        face_at=until - timedelta(hours=3), questions_until=until + timedelta(days=9)
    )
    MailPreferences.objects.update_or_create(member=world.geologist, defaults={"discreet": discreet})
    Notification.objects.exclude(post=None).update(mail=MailPace.DAILY)

    payload = {"recipient": world.geologist.pk, "weekly": False}
    enqueue(services.DIGEST, key=f"digest:{world.geologist.pk}:{clock.today()}", payload=payload)
    task_named(services.DIGEST).run(Job.objects.get(task=services.DIGEST).pk)

    (mail,) = mails(tmp_path)
    for kind in ("plain", "html"):
        part = mail.get_body((kind,))
        assert part is not None
        text = part.get_content()
        assert (f"/interviews/{opened}" in text, "takes questions" in text) == (told, told)
        assert f"/interviews/{hidden}" not in text
