"""Whatever a protected member does, its event waits for the full hour with the others, so that no log holds the minute."""

from collections.abc import Callable

import pytest

from accounts.members.models import Member
from forum.kernel.events.models import Outbox
from forum.notifications import services as inbox
from forum.notifications.models import WatchLevel
from tests.attachments.files import bring
from tests.deposits.stock import MRIMA, stocked
from tests.deposits.test_members_propose_and_editors_decide import OUTPUT, WHERE
from tests.world import World, start
from threads.deposits import services as catalogue
from threads.deposits.models import Proposal, Target
from threads.disclosures import services as disclosures
from threads.discussion.attachments import services as attachments

pytestmark = pytest.mark.django_db


def state_and_end(world: World) -> None:
    said = disclosures.Said(disclosures.Interest.HOLDS, "200 shares")
    made = disclosures.state_interest(actor=world.protected, said=said, deposit="mrima-hill")
    disclosures.end_interest(actor=world.protected, disclosure_id=made)


def bring_and_remove(world: World) -> None:
    attachments.remove_file(actor=world.protected, attachment_id=bring(world.protected))


def watch(world: World) -> None:
    thread = start(world.geologist, world.public)
    Outbox.objects.all().delete()
    inbox.set_watch(actor=world.protected, kind="thread", key=str(thread.pk), level=WatchLevel.WATCHING)
    inbox.drop_watch(actor=world.protected, kind="thread", key=str(thread.pk))
    inbox.set_mail_preferences(actor=world.protected, mail=False, discreet=True)


def propose_a_change(world: World) -> None:
    catalogue.propose_change(
        actor=world.protected, slug="mrima-hill", target=Target.OUTPUT, target_id=None, columns=OUTPUT, reason="Read in it.",
        source_url=WHERE,
    )  # fmt: skip
    assert Proposal.objects.get().made_at.minute == 0


@pytest.mark.parametrize("deed", [state_and_end, bring_and_remove, watch, propose_a_change])
def test_no_event_of_theirs_is_told_at_once(world: World, deed: Callable[[World], None]) -> None:
    stocked(MRIMA)
    Member.objects.filter(pk=world.protected.pk).update(protected=True, email="", joined_on="2026-11-01")
    world.protected.refresh_from_db()
    deed(world)
    told = Outbox.objects.filter(actor_id=world.protected.pk)
    assert told.exists()
    assert not told.filter(held_until=None).exists()
