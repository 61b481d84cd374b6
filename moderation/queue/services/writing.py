"""What staff write for themselves and for each other."""

from dataclasses import asdict

from django.db import transaction

from accounts.members.selectors import Viewer
from forum.kernel import clock, text
from forum.kernel.errors import NotFound
from forum.kernel.events import publish
from moderation.queue import policies, selectors
from moderation.queue.events import ItemNoted
from moderation.queue.models import NOTE_LONGEST, Note, SavedView
from moderation.queue.selectors import Filters


@transaction.atomic
def add_note(*, actor: Viewer, item_id: int, words: str) -> int:
    """Write a note for other staff; its id. Locks the item's row.

    Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`, `Invalid`.
    """
    member = policies.check_moderate(actor)
    cleaned = text.clean(words, max_length=NOTE_LONGEST)
    if not cleaned:
        raise text.TextEmpty
    item = selectors.item_for_update(item_id, viewer=member)
    note = Note.objects.create(item=item, author=member, text=cleaned, at=clock.now())
    publish(ItemNoted(item_id=item.pk, note_id=note.pk), actor_id=member.pk)
    return note.pk


@transaction.atomic
def save_view(*, actor: Viewer, name: str, filters: Filters) -> int:
    """Keep filters under a name, in place of those that had it; its id. Locks nothing.

    Raises `NotSignedIn`, `ModeratorsOnly`, `TooManyViews`, `Invalid`.
    """
    member = policies.check_moderate(actor)
    cleaned = text.clean(name, max_length=60, lines=False)
    if not cleaned:
        raise text.TextEmpty
    policies.check_save_view(others=SavedView.objects.filter(member=member).exclude(name=cleaned).count())
    made, _new = SavedView.objects.update_or_create(member=member, name=cleaned, defaults={"filters": asdict(filters)})
    return made.pk


@transaction.atomic
def drop_view(*, actor: Viewer, view_id: int) -> None:
    """Forget saved filters. Raises `NotSignedIn`, `ModeratorsOnly`, `NotFound`."""
    member = policies.check_moderate(actor)
    if not SavedView.objects.filter(member=member, pk=view_id).delete()[0]:
        raise NotFound
