"""Filters that a moderator keeps."""

from dataclasses import dataclass

from accounts.members.models import Member
from forum.kernel.errors import NotFound
from moderation.queue.models import SavedView
from moderation.queue.selectors.items import Filters


@dataclass(frozen=True, slots=True)
class ViewRow:
    """Filters under a name."""

    id: int
    name: str
    filters: Filters


def saved_views(*, viewer: Member) -> list[ViewRow]:
    """The filters that `viewer` has kept, by name. One query."""
    found = SavedView.objects.filter(member=viewer).order_by("name")
    return [ViewRow(one.pk, one.name, Filters(**one.filters)) for one in found]


def saved_view(view_id: int, *, viewer: Member) -> ViewRow:
    """One of them, or `NotFound`."""
    found = next((row for row in saved_views(viewer=viewer) if row.id == view_id), None)
    if found is None:
        raise NotFound
    return found
