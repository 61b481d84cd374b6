"""Every change to files.

A file is in the storage before its row is there, and leaves it after its row is gone: a row never names what is not there.
"""

import secrets
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import IO

from django.db import transaction

from accounts.members.models import Member
from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from forum.kernel import files, idempotency, text
from forum.kernel.events import publish
from forum.kernel.files import KINDS, PictureRefused
from forum.kernel.jobs import enqueue
from threads.discussion.attachments import keeping, policies, selectors
from threads.discussion.attachments.events import FileBrought, FileRemoved, FileSettled
from threads.discussion.attachments.models import ALT_LONGEST, Attachment, AttachmentUse, FileState
from threads.discussion.services.discretion import tell

ENCODE = "discussion.encode_picture"
BATCH = 200


@transaction.atomic
def bring_file(
    *, actor: Viewer, file: IO[bytes], name: str, size: int, alt: str, key: idempotency.Key | None = None
) -> str:
    """Take a file of `size` bytes and return its id. A picture can be had once a worker has made it anew.

    Raises `NotSignedIn`, `Silenced`, `TooLarge`, `UnknownFile`, `PictureRefused`, `AltMissing`, `NoRoom`, `Invalid`.
    """
    member = check_member(actor)
    policies.check_bring(actor, size=size, kept=selectors.kept_by(member))
    kind = files.kind_of(file, name)
    alt = text.clean(alt, max_length=ALT_LONGEST, lines=False) if alt else ""
    policies.check_alt(alt, picture=KINDS[kind].picture)
    width, height = files.measured(file, kind) if KINDS[kind].picture else (None, None)
    if (earlier := idempotency.claim(key)) is not None:
        return earlier.resource
    made = Attachment(
        id=secrets.token_urlsafe(16), owner=member, kind=kind, name=files.safe_name(name, kind), alt=alt, size=size,
        state=FileState.WAITING if width else FileState.READY, width=width, height=height,
    )  # fmt: skip
    if width:
        keeping.put_waiting(made.pk, file)
        enqueue(ENCODE, key=f"encode:{made.pk}", payload={"attachment": made.pk})
    else:
        keeping.put(made.pk, keeping.DATA, file)
    made.save(force_insert=True)
    tell(FileBrought(attachment_id=made.pk), member)
    idempotency.keep(key, status=201, resource=made.pk)
    return made.pk


def encode_picture(*, attachment_id: str) -> None:
    """Have a waiting picture decoded and written anew, then let go of what was brought. Locks the row at the end.

    Done or gone already: nothing. May run twice; the second writes the same.
    """
    found = selectors.waiting(attachment_id)
    if found is None:
        return
    with tempfile.TemporaryDirectory(prefix="assay-picture-") as place:
        source, folder = Path(place) / "source", Path(place) / "made"
        folder.mkdir()
        keeping.copy_waiting(attachment_id, source)
        try:
            picture = files.encode_anew(source, found.kind, folder)
        except PictureRefused:
            _settle(attachment_id, state=FileState.REFUSED)
            return
        for media, path in picture.files.items():
            with path.open("rb") as file:
                keeping.put(attachment_id, keeping.ENDINGS[media], file)
    _settle(
        attachment_id, state=FileState.READY, variants=list(picture.files), width=picture.width, height=picture.height
    )


@transaction.atomic
def _settle(attachment_id: str, *, state: FileState, **told: list[str] | int) -> None:
    rows = Attachment.objects.filter(pk=attachment_id, state=FileState.WAITING)
    if rows.update(state=state, **told):
        discreet = Attachment.objects.filter(pk=attachment_id, owner__protected=True).exists()
        publish(FileSettled(attachment_id=attachment_id), coarse=discreet)
    transaction.on_commit(partial(keeping.forget_waiting, attachment_id))


@transaction.atomic
def show_in_post(*, post_id: int, attachment_ids: Sequence[str]) -> None:
    """The post shows these files, and no others any more. For whoever writes the post, in the same transaction.

    Locks the files' rows, so that none is removed meanwhile; one that is gone by now is not shown.
    """
    AttachmentUse.objects.filter(post=post_id).exclude(attachment__in=attachment_ids).delete()
    if not attachment_ids:
        return
    there = selectors.there_for_use(attachment_ids)
    AttachmentUse.objects.bulk_create(
        [AttachmentUse(attachment_id=pk, post_id=post_id) for pk in there], ignore_conflicts=True
    )


@transaction.atomic
def remove_file(*, actor: Viewer, attachment_id: str) -> None:
    """Remove one of the actor's own files that no post shows. Locks its row. Raises `NotFound`, `FileInUse`."""
    member = check_member(actor)
    found = selectors.own_for_update(attachment_id, member=member)
    policies.check_remove(used=selectors.is_used(found.pk))
    _remove(found, by=member)


@transaction.atomic
def clean_orphans() -> int:
    """Remove files that no post has shown for a week, up to 200; how many. Locks their rows."""
    # A post that came to show one of them while their rows were looked for has let go of its lock by now.
    found = [one for one in selectors.orphans(limit=BATCH) if not selectors.is_used(one.pk)]
    for one in found:
        _remove(one, by=None)
    return len(found)


def _remove(found: Attachment, *, by: Member | None) -> None:
    gone = found.pk
    found.delete()
    removed = FileRemoved(attachment_id=gone)
    publish(removed) if by is None else tell(removed, by)
    transaction.on_commit(partial(keeping.forget, gone))
