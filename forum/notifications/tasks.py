"""The workers' part: telling many, mailing and pushing."""

from datetime import UTC, date, datetime, time, timedelta

from celery import shared_task
from django.db import transaction

from forum.kernel import clock
from forum.kernel.jobs import Claim, enqueue, leased, run_chunks
from forum.notifications import letters, push, selectors, services
from forum.notifications.models import MailPace
from forum.notifications.reactions import MATCH, TELL, TELL_FOLLOWERS
from forum.notifications.services.mailing import DIGESTS
from threads.interviews.selectors.news import DigestRow
from threads.interviews.selectors.news import digest as digest_of_interviews

RENEW = "notifications.renew_alerts"


def _number(claim: Claim, name: str) -> int:
    return int(claim.payload.get(name) or 0)


def _at(claim: Claim) -> datetime:
    return datetime.fromisoformat(str(claim.payload["at"]))


def tell_chunk(claim: Claim) -> int | None:
    """Tell those named first, then the next chunk of the watchers; the last member looked at, None at the end."""
    post = selectors.told_post(_number(claim, "post"))
    if post is None:
        return None
    seq, at = _number(claim, "seq"), _at(claim)
    if claim.payload.get("edit"):
        services.tell_mentioned(seq=seq, post=post, at=at)
        return None
    if claim.cursor == 0:
        services.tell_named(seq=seq, post=post, at=at)
    return services.tell_watchers(seq=seq, post=post, at=at, after=claim.cursor)


def match_chunk(claim: Claim) -> int | None:
    post = selectors.told_post(_number(claim, "post"))
    if post is None:
        return None
    return services.match_searches(seq=_number(claim, "seq"), post=post, at=_at(claim), after=claim.cursor)


def followers_chunk(claim: Claim) -> int | None:
    seq, at, actor = _number(claim, "seq"), _at(claim), _number(claim, "actor") or None
    if change := _number(claim, "change"):
        return services.tell_followers(
            seq=seq, at=at, change_id=change, deposit_id=_number(claim, "deposit"), actor_id=actor, after=claim.cursor
        )
    if question := _number(claim, "question"):
        return services.tell_question(
            seq=seq, at=at, interview_id=_number(claim, "interview"), question_id=question, actor_id=actor,
            after=claim.cursor,
        )  # fmt: skip
    step = str(claim.payload["step"])
    return services.tell_interview(
        seq=seq, at=at, interview_id=_number(claim, "interview"), step=step, actor_id=actor, after=claim.cursor
    )


@shared_task(name=TELL)
def tell(job_id: int) -> None:
    """Put a post into the inboxes of those it concerns."""
    run_chunks(job_id, tell_chunk, task=TELL)


@shared_task(name=MATCH)
def match(job_id: int) -> None:
    """Put a post into the inboxes of those whose saved searches find it."""
    run_chunks(job_id, match_chunk, task=MATCH)


@shared_task(name=TELL_FOLLOWERS)
def tell_followers(job_id: int) -> None:
    """Tell those who follow a deposit, an interview or a question."""
    run_chunks(job_id, followers_chunk, task=TELL_FOLLOWERS)


@shared_task(name=services.MAIL)
def mail(job_id: int) -> None:
    """Mail what waits for one member, if it is still wanted; in quiet hours, after them."""
    with leased(job_id) as claim:
        if claim is not None:
            _mail(claim, MailPace.SOON)


@shared_task(name=services.DIGEST)
def digest(job_id: int) -> None:
    """Mail one member's digest."""
    with leased(job_id) as claim:
        if claim is not None:
            _mail(claim, MailPace.WEEKLY if claim.payload["weekly"] else MailPace.DAILY)


def _mail(claim: Claim, pace: MailPace) -> None:
    """The job's id is the mail's own, and what it carries is set once: so a repeat can be known for one."""
    recipient = _number(claim, "recipient")
    letter = letters.addressed(recipient)
    if letter is None:
        return
    quiet = selectors.quiet_until(letter.wanted, clock.now()) if pace == MailPace.SOON else None
    if quiet is not None:
        services.put_off_mail(recipient_id=recipient, until=quiet)
        return
    services.take_mail(recipient_id=recipient, delivery_id=claim.id, digest=pace)
    rows, count = selectors.delivered(claim.id, viewer=letter.member)
    if not rows:
        return
    try:
        letters.send(letter, rows, count=count, delivery_id=claim.id, news=_news(claim, pace))
    except letters.AddressRefused:
        services.stop_bounced(member_id=recipient)


def _news(claim: Claim, pace: MailPace) -> list[DigestRow]:
    """What a digest tells of interviews: the day or week before the day of its key, so that a repeat says the same."""
    if pace == MailPace.SOON:
        return []
    until = datetime.combine(date.fromisoformat(claim.key.rpartition(":")[2]), time(), UTC)
    return digest_of_interviews(since=until - timedelta(days=7 if pace == MailPace.WEEKLY else 1), until=until)


@shared_task(name=services.PUSH)
def push_one(job_id: int) -> None:
    """Push one notice to one browser, if it is still unread; in quiet hours, a word after them that something waits."""
    with leased(job_id) as claim:
        if claim is not None:
            _push(claim)


def _push(claim: Claim) -> None:
    endpoint_id, seq = _number(claim, "endpoint"), _number(claim, "seq")
    endpoint = selectors.endpoint(endpoint_id)
    if endpoint is None:
        services.drop_dead_endpoint(endpoint_id=endpoint_id)
        return
    member = endpoint.member
    if not member.is_active or member.protected:
        return
    wanted = selectors.mail_preferences(viewer=member)
    row = selectors.notification(seq, viewer=member) if seq else None
    if (row is None or row.read) if seq else not selectors.unread_count(viewer=member):
        return
    quiet = selectors.quiet_until(wanted, clock.now())
    if quiet is not None:
        services.put_off_push(endpoint_id=endpoint_id, until=quiet)
        return
    data = push.message(row, discreet=wanted.discreet)
    try:
        push.send(bytes(endpoint.sealed), data, topic=f"n{claim.id}")
    except push.EndpointGone:
        services.drop_dead_endpoint(endpoint_id=endpoint_id)


@shared_task(name="notifications.look_at_hours")
def look_at_hours() -> None:
    """Begin the digests of those whose hour it is."""
    services.begin_digests()


@shared_task(name=DIGESTS)
def begin_digests(job_id: int) -> None:
    """Write down who gets a digest now."""
    run_chunks(job_id, lambda claim: services.digest_chunk(after=claim.cursor), task=DIGESTS)


@shared_task(name="notifications.begin_renewing")
def begin_renewing() -> None:
    """Have the saved searches that tell made anew; once a day, however often it is asked."""
    with transaction.atomic():
        enqueue(RENEW, key=f"alerts:{clock.today()}", payload={})


@shared_task(name=RENEW)
def renew_alerts(job_id: int) -> None:
    """Make the saved searches that tell anew."""
    run_chunks(job_id, lambda claim: services.renew_alerts(after=claim.cursor), task=RENEW)
