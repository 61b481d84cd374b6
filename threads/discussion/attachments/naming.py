"""What files are called in texts. Apart from the selectors, which stand on those of the posts that need this."""

from collections.abc import Iterable

from forum.kernel import text
from threads.discussion.attachments.models import Attachment, FileState


def files_named(ids: Iterable[str], *, owner_id: int) -> dict[str, text.Attachment]:
    """What `attachment:<id>` stands for in a text by `owner_id`: their own files, and nobody else's. One query if any."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = Attachment.objects.filter(pk__in=wanted, owner=owner_id).exclude(state=FileState.REFUSED)
    return {one.pk: text.Attachment(url=f"/files/{one.pk}", width=one.width, height=one.height) for one in rows}
