"""`manage.py load_data --topics 10000 --posts 200000`: a forum of any size, to measure and to look at.

Members, threads and posts come on top of what is there. It is one transaction: broken off, it leaves nothing behind.
"""

from argparse import ArgumentParser
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from forum.demo import talk
from forum.demo.scale import rows
from forum.demo.scale.dump import NoDump, dumped
from forum.demo.scale.material import Material, invented
from forum.demo.scale.skew import shape
from forum.kernel import clock
from forum.kernel.jobs import enqueue
from forum.search.indexing import without_index
from forum.search.services import catch_up
from forum.search.tasks import CATCH_UP
from threads.discussion.models import Board


class Command(BaseCommand):
    help = "Add invented members, threads and posts by COPY; or texts of a Stack Exchange dump."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--topics", type=int, default=10_000, help="threads to add (10,000)")
        parser.add_argument("--posts", type=int, default=200_000, help="posts to add, first posts included (200,000)")
        parser.add_argument("--members", type=int, help="members to add (one for forty posts, 20 at least)")
        parser.add_argument("--from", type=Path, dest="folder", help="a folder with Posts.xml of a Stack Exchange dump")
        parser.add_argument(
            "--searchable", action="store_true", help="have search read them now; else a worker does, later"
        )
        parser.add_argument("--seed", type=int, default=1, help="another number gives other words (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        topics, posts, random = options["topics"], options["posts"], Random(options["seed"])
        members = options["members"] or max(20, posts // 40)
        if not 1 <= topics <= posts:
            raise CommandError("There must be a thread at least, and as many posts as threads.")
        began = monotonic()
        with transaction.atomic():
            _open_boards()
            rows.lock()
            people = rows.add_members(members, random=random)
            self.stdout.write(f"{len(people):,} members")
            material = self._material(options, [handle for _, handle, _ in people])
            self.stdout.write(f"{sum(map(len, material.pieces.values())):,} texts rendered")
            form = shape(topics=topics, posts=posts, until=clock.now().timestamp(), seed=options["seed"])
            before = rows.add_posts(
                form, material, rows.places(people), random=random, told=Progress(self, posts, "written")
            )
            rows.settle(since=before.thread)
            if options["searchable"]:
                with without_index():
                    catch_up(after=before.post, told=Progress(self, posts, "read for search"))
            else:
                enqueue(CATCH_UP, key=f"search:load:{before.post}", payload={})
        self.stdout.write(f"{topics:,} threads, {posts:,} posts in {monotonic() - began:.0f} seconds.")

    def _material(self, options: dict[str, Any], handles: list[str]) -> Material:
        if options["folder"] is None:
            return invented(seed=options["seed"], handles=handles[:500])
        try:
            return dumped(options["folder"])
        except NoDump as error:
            raise CommandError(str(error)) from error


class Progress:
    """Says every two seconds how far it has got."""

    def __init__(self, command: BaseCommand, whole: int, done: str) -> None:
        self.command, self.whole, self.what = command, whole, done
        self.began = self.said = monotonic()

    def __call__(self, done: int) -> None:
        now = monotonic()
        if now - self.said >= 2:
            self.said = now
            pace = done / (now - self.began)
            self.command.stdout.write(
                f"{done:>12,} of {self.whole:,} posts {self.what}, {pace:,.0f} a second, {(self.whole - done) / pace:.0f} s to go"
            )


def _open_boards() -> None:
    """A forum without boards gets those of the demo community."""
    if not Board.objects.exists():
        talk.open_boards()
