"""Every read of files: whoever brought one, and whoever may read a post that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from accounts.members.models import Member
from accounts.members.selectors import Viewer
from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.files import KINDS
from threads.discussion import selectors as discussion
from threads.discussion.attachments.models import Attachment, AttachmentUse, FileState

UNUSED_DAYS = 7
"""Days that a file which no post shows is kept."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as one sees it who may."""

    id: str
    name: str
    alt: str
    media: str
    picture: bool
    size: int
    state: str
    width: int | None
    height: int | None
    variants: tuple[str, ...]
    brought_on: date

    @property
    def url(self) -> str:
        return f"/files/{self.id}"

    @property
    def markdown(self) -> str:
        """What to write in a post to show it."""
        label = (self.alt or self.name).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
        return f"{'!' if self.picture else ''}[{label}](attachment:{self.id})"


def files(*, viewer: Viewer) -> QuerySet[Attachment]:
    """The files that `viewer` may have: their own, and those in posts they may read."""
    shown = AttachmentUse.objects.filter(attachment=OuterRef("pk"), post__in=discussion.posts(viewer=viewer))
    mine = Q(owner=viewer.pk) if isinstance(viewer, Member) and viewer.is_active else Q(pk__in=[])
    return Attachment.objects.filter(mine | Q(Exists(shown)))


def file(attachment_id: str, *, viewer: Viewer) -> FileRow:
    """One file. Raises `NotFound`."""
    found = files(viewer=viewer).filter(pk=attachment_id).first()
    if found is None:
        raise NotFound
    return row_of(found)


def files_of(member: Member, *, after: int = 0, limit: int = 50) -> list[FileRow]:
    """The member's own files, the newest first, from place `after` on."""
    found = Attachment.objects.filter(owner=member).order_by("-brought_on", "id")
    return [row_of(one) for one in found[after : after + limit]]


def own_for_update(attachment_id: str, *, member: Member) -> Attachment:
    """One of the member's own; locks its row. Raises `NotFound`."""
    found = Attachment.objects.select_for_update().filter(owner=member, pk=attachment_id).first()
    if found is None:
        raise NotFound
    return found


def there_for_use(ids: Sequence[str]) -> list[str]:
    """Those of the files that are still there; locks their rows against removal, in order of id."""
    found = Attachment.objects.filter(pk__in=ids).order_by("id").select_for_update(no_key=True)
    return list(found.values_list("pk", flat=True))


def waiting(attachment_id: str) -> Attachment | None:
    """The picture that is to be made anew; None when that is done, or it is gone."""
    return Attachment.objects.filter(pk=attachment_id, state=FileState.WAITING).first()


def is_used(attachment_id: str) -> bool:
    return AttachmentUse.objects.filter(attachment=attachment_id).exists()


def kept_by(member: Member) -> int:
    """Bytes of all files that the member brought, as they were brought."""
    return Attachment.objects.filter(owner=member).aggregate(whole=Sum("size"))["whole"] or 0


def orphans(*, limit: int) -> list[Attachment]:
    """Files that no post has shown for a week; locks their rows, and leaves out those that others hold."""
    old = clock.today() - timedelta(days=UNUSED_DAYS)
    used = AttachmentUse.objects.filter(attachment=OuterRef("pk"))
    rows = Attachment.objects.filter(~Exists(used), brought_on__lt=old).order_by("brought_on", "id")
    return list(rows.select_for_update(skip_locked=True, of=("self",))[:limit])


def row_of(found: Attachment) -> FileRow:
    kind = KINDS[found.kind]
    return FileRow(
        id=found.pk,
        name=found.name,
        alt=found.alt,
        media=kind.media,
        picture=kind.picture,
        size=found.size,
        state=found.state,
        width=found.width,
        height=found.height,
        variants=tuple(found.variants),
        brought_on=found.brought_on,
    )
