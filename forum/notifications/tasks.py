"""The workers' part: telling many, and mailing."""

from datetime import datetime

from celery import shared_task

from forum.kernel.jobs import Claim, leased, run_chunks
from forum.notifications import letters, selectors, services
from forum.notifications.reactions import TELL


def tell_chunk(claim: Claim) -> int | None:
    """Tell those named first, then the next chunk of the watchers; the last member looked at, None at the end."""
    post = selectors.told_post(int(claim.payload["post"] or 0))
    if post is None:
        return None
    seq, at = int(claim.payload["seq"] or 0), datetime.fromisoformat(str(claim.payload["at"]))
    if claim.cursor == 0:
        services.tell_named(seq=seq, post=post, at=at)
    return services.tell_watchers(seq=seq, post=post, at=at, after=claim.cursor)


@shared_task(name=TELL)
def tell(job_id: int) -> None:
    """Put a post into the inboxes of those it concerns."""
    run_chunks(job_id, tell_chunk, task=TELL)


@shared_task(name=services.MAIL)
def mail(job_id: int) -> None:
    """Send one mail, if it is still wanted. The job's id is the mail's own, so that a repeat can be known for one."""
    with leased(job_id) as claim:
        if claim is None:
            return
        recipient = int(claim.payload["recipient"] or 0)
        letter = selectors.letter(recipient, int(claim.payload["seq"] or 0))
        if letter is not None:
            letters.send(letter, recipient_id=recipient, delivery_id=claim.id)
