"""Writes of every kind, such as happen while somebody pages through a list."""

from datetime import timedelta

from django.db import connection

from accounts.parties.models import Party
from forum.kernel import clock
from forum.notifications.models import Notification, Watch
from forum.webhooks import services as webhooks
from moderation.actions.models import Statement
from moderation.appeals import services as appeals
from moderation.audit.models import AuditRoot
from moderation.rules.models import ModelVersion
from tests.contract.ground import Ground
from tests.deposits.stock import PARTY, deposit, rows_of, stocked
from tests.interviews import cases
from tests.queue.ground import bad_post, decide, reported, tell
from tests.verification.cases import with_document
from tests.world import World, member, reply, start
from threads.deposits import services as catalogue
from threads.deposits.models import Occurrence, Target
from threads.disclosures import services as disclosures
from threads.discussion.models import Bookmark, Thread
from threads.discussion.services import start_thread
from threads.rankings.services import take_snapshot

OUTPUT = {
    "treo_t": "12", "reliability": "C", "credibility": "3", "source_title": "A report", "source_url": "https://example.org/o",
}  # fmt: skip
SOURCE = {"reason": "Read in a report.", "source_url": "https://example.org/o"}


def stir(laid: Ground, number: int) -> None:
    """One more of everything that a list shows, and something new about what it shows already."""
    world = laid.world
    _talk(laid, number)
    _catalogue(world, number)
    _order(world, number)
    _keep(world, number)
    cases.propose(world, f"Water below pool {number}")
    cases.ask(
        world,
        laid.own["POST /api/v1/interviews/{interview_id}/questions"][0]["interview_id"],
        f"Which stream, {number}?",
    )
    with_document(member(f"asking-{number}"))
    webhooks.ping(actor=world.admin, webhook_id=laid.values["matrix"]["webhook_id"])
    tell("audit", "search")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _talk(laid: Ground, number: int) -> None:
    world = laid.world
    reply(world.newcomer, Thread.objects.get(pk=laid.values["matrix"]["thread_id"]), f"From hole {number}.")
    start(world.newcomer, world.public, f"Cores from hole {number}")
    reply(world.newcomer, Thread.objects.filter(board=world.public, closed=False).earliest("id"), f"And hole {number}?")


def _catalogue(world: World, number: int) -> None:
    disclosures.state_interest(
        actor=world.geologist, said=disclosures.Said(disclosures.Interest.NONE, ""), deposit="mrima-hill"
    )
    start_thread(
        actor=world.geologist, board_slug="field-notes", title=f"On it {number}", source="A", deposits=["mrima-hill"]
    )
    stocked({
        "deposits.csv": rows_of("deposits", deposit(f"hill-{number}")),
        "parties.csv": rows_of("parties", {**PARTY, "slug": f"party-{number}", "name": f"Party {number}"}),
    })  # fmt: skip
    columns = {**OUTPUT, "year": str(1980 + number)}
    catalogue.apply_change(
        actor=world.editor, slug="mrima-hill", target=Target.OUTPUT, target_id=None, columns=columns, version=None, **SOURCE
    )  # fmt: skip
    catalogue.propose_change(
        actor=world.newcomer, slug="mrima-hill", target=Target.OUTPUT, target_id=None, columns=columns, **SOURCE
    )
    party = Party.objects.get(slug="pacific-wildcat")
    catalogue.apply_change(
        actor=world.editor, slug=party.slug, target=Target.PARTY, target_id=None, version=party.version,
        columns={"name": f"{party.name} {number}", "kind": "company", "source_url": OUTPUT["source_url"]}, **SOURCE,
    )  # fmt: skip
    price = {"oxide": "Dy2O3", "year": str(2000 + number), "usd_per_kg": "330"}
    sources = {"source_title": "A survey", "source_url": OUTPUT["source_url"]}
    catalogue.apply_change(
        actor=world.editor, slug="", target=Target.PRICE, target_id=None, columns=price | sources, version=None, **SOURCE
    )  # fmt: skip
    take_snapshot(actor_id=None)
    Occurrence.objects.create(
        key=f"survey:{number}",
        name=f"Hole {number}",
        country="KE",
        source_title="A survey",
        source_url=OUTPUT["source_url"],
    )


def _order(world: World, number: int) -> None:
    decide(reported(world, bad_post(world)), world.moderator, "hide")
    appeals.file_appeal(
        member_id=world.newcomer.pk, statement_id=Statement.objects.latest("id").pk, words="It was a joke."
    )
    reported(world, bad_post(world))
    AuditRoot.objects.create(day=clock.today() + timedelta(days=number), number=number, chain=b"", root=bytes([number]))
    ModelVersion.objects.create(version=number + 1, trained_at=clock.now(), learnt=0, held_out=0, weights=b"")


def _keep(world: World, number: int) -> None:
    """What the newcomer reads later, follows and was told."""
    thread = start(world.operator, world.public, f"To keep {number}")
    post = reply(world.operator, thread, f"Kept {number}")
    Bookmark.objects.create(member=world.newcomer, post=post, note="")
    Notification.objects.create(recipient=world.newcomer, seq=10**6 + number, reason=50, post=post, at=post.created_at)
    Watch.objects.create(member=world.newcomer, kind="thread", target_id=thread.pk, level=3)
