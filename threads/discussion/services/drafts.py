"""Texts being written, kept on the server."""

import re
from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel import clock, text
from forum.kernel.errors import Conflict, EditConflict, FieldError, Invalid, Words
from threads.deposits.selectors import deposit_row
from threads.discussion import selectors
from threads.discussion.models import TITLE_LONGEST, Draft, State, Thread
from threads.discussion.services.rendering import POST_LONGEST, clean_line

AT_ONCE = 500
"""Drafts that are carried on in one statement."""

MOST = 100
PLACE = re.compile(r"(?:thread|post):[1-9][0-9]{0,17}|board:[a-z0-9_-]{1,60}|deposit:[a-z0-9_-]{1,80}")


class TooManyDrafts(Conflict):
    """409: a member keeps up to a hundred drafts."""

    code = "too_many_drafts"
    title = _("You keep a hundred drafts already. Please discard one first.")


@transaction.atomic
def save_draft(*, actor: Viewer, place: str, title: str, source: str, sequence: int, instead_of: str = "") -> int:
    """Keep what the actor has typed for `place`, and return the new sequence. Locks the draft's row.

    `sequence` is the one that was last seen, 0 for none; `instead_of` the place of another draft, which this one takes up:
    it is forgotten. Raises `EditConflict` when another device has saved since, `NotSignedIn`, `NotFound` for a place the actor
    may not see, `TooManyDrafts`, `Invalid`. A draft is no text for others: it is not screened, and a silenced member may keep
    one.
    """
    member = check_member(actor)
    title = clean_line(title, max_length=TITLE_LONGEST)
    source = text.clean(source, max_length=POST_LONGEST)
    check_place(place, viewer=member)
    found = Draft.objects.select_for_update().filter(member=member, place=place).first()
    if (found.sequence if found else 0) != sequence:
        raise EditConflict
    Draft.objects.filter(member=member, place=instead_of).exclude(place=place).delete()
    if found is None:
        return _first(member, place, title, source)
    if (found.title, found.text) != (title, source):
        found.title, found.text, found.sequence, found.kept_on = title, source, sequence + 1, clock.today()
        found.kept_for = place
        found.save(update_fields=["title", "text", "sequence", "kept_on", "kept_for"])
    return found.sequence


def carry_drafts(*, from_thread_id: int, to_thread_id: int, after: int) -> int | None:
    """Posts went to another thread: what the next members behind `after` write for those goes there, too.

    By a merge all does that was kept for that thread or one that had been merged into it; by its undoing what was not kept
    anew since; by a split nothing. It stays behind where its member has a draft there, or may not read what stands there. The
    last member looked at, None at the end.
    """
    # Another merge may have come after the one that is to be followed.
    target = Thread.objects.select_related("board").get(
        pk=selectors.gone_into([to_thread_id]).get(to_thread_id, to_thread_id)
    )
    whole = Thread.objects.filter(pk__in=selectors.joined_within(target.pk)).values_list("pk", flat=True)
    leaving = Draft.objects.filter(place=f"thread:{from_thread_id}", kept_for__in=[f"thread:{pk}" for pk in whole])
    due = list(leaving.filter(member__gt=after).order_by("member").values_list("member", flat=True)[:AT_ONCE])
    if due and target.state == State.VISIBLE:
        there = f"thread:{target.pk}"
        own = Draft.objects.filter(member=OuterRef("member"), place=there)
        readers = selectors.readers_of(target.board)
        leaving.filter(~Exists(own), Q(member__in=readers), member__in=due).update(place=there)
    return due[-1] if due else None


@transaction.atomic
def drop_draft(*, actor: Viewer, place: str) -> None:
    """Discard a draft; doing it again changes nothing. Raises `NotSignedIn`."""
    Draft.objects.filter(member=check_member(actor), place=place).delete()


def drop_sent(member: Member, place: str) -> None:
    """Forget the draft of a text that has been sent, in the sender's transaction. A save that comes late is then refused."""
    Draft.objects.filter(member=member, place=place).delete()


def drop_begun(member: Member, *, board: str, deposits: Sequence[str], source: str) -> None:
    """The same for a new thread, which was written on its board's page or on that of the first deposit it is about.

    Of both places, so that a thread about a deposit takes no other text with it that was begun for its board.
    """
    there = Q(place=f"board:{board}")
    if deposits:
        there = Q(place=f"deposit:{deposits[0]}") | (there & Q(text=source))
    Draft.objects.filter(there, member=member).delete()


def drop_old(*, days: int = 180) -> int:
    """Forget the drafts nobody has touched for so long; how many."""
    gone, _ = Draft.objects.filter(kept_on__lt=clock.today() - timedelta(days=days)).delete()
    return gone


def check_place(place: str, *, viewer: Member) -> None:
    """Whether `place` is one that the viewer can write for. Raises `Invalid`, `NotFound`."""
    if not PLACE.fullmatch(place):
        detail: Words = _("A draft belongs to thread:5, board:supply, deposit:mount-weld or post:12.")
        raise Invalid(detail, errors=[FieldError("place", "bad_place", detail)])
    kind, _colon, key = place.partition(":")
    if kind == "board":
        selectors.board(key, viewer=viewer)
    elif kind == "deposit":
        deposit_row(key)
    elif kind == "thread":
        selectors.thread_row(int(key), viewer=viewer)
    else:
        selectors.post(int(key), viewer=viewer)


def _first(member: Member, place: str, title: str, source: str) -> int:
    if Draft.objects.filter(member=member).count() >= MOST:
        raise TooManyDrafts
    _, made = Draft.objects.get_or_create(
        member=member, place=place, defaults={"kept_for": place, "title": title, "text": source}
    )
    if not made:
        raise EditConflict  # Another device's first save came at the same moment.
    return 1
