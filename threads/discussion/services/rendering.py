"""From what was typed to what is stored."""

from secrets import token_hex

from django.conf import settings
from django.db import transaction

from accounts.members.models import Level
from accounts.members.selectors import Viewer, members_by_handle
from forum.kernel import text
from forum.kernel.events import publish
from forum.kernel.jobs import enqueue
from threads.discussion import selectors
from threads.discussion.attachments.services import show_in_post
from threads.discussion.events import QuoteTakenBack
from threads.discussion.models import AnswerQuote, Post, PostQuote, TranscriptTakenDown
from threads.discussion.models.threads import Writing

POST_LONGEST = 40_000
TELL_QUOTING = "discussion.tell_quoting"
QUOTING = 200
"""Posts told of in one transaction."""


def rendered_post(source: str, *, author_id: int, read_level: int = Level.PUBLIC) -> Writing:
    """`source` cleaned, and rendered with the members and posts it names and the author's files. Up to four queries.

    Raises `Invalid` with codes.

    Names are looked up as everybody sees them who has `read_level`, the level of the board that the text will stand on.
    """
    cleaned = text.clean(source, max_length=POST_LONGEST)
    if not cleaned:
        raise text.TextEmpty
    parsed = text.parse(cleaned, origin=settings.ORIGIN)
    people = {name: person.url for name, person in members_by_handle(set(parsed.handles)).items()}
    names = selectors.names_for(parsed, read_level=read_level, author_id=author_id, members=people)
    # The prefix keeps footnotes of two posts on one page apart; it must be there before the post has an id.
    rendered = text.render(parsed, names=names, prefix=f"p{token_hex(4)}-")
    return Writing(source=cleaned, rendered=rendered, words=_own_words(cleaned, parsed, rendered, names))


def clean_line(value: str, *, max_length: int) -> str:
    """One line that may be empty: a reason, a note. Raises `Invalid`."""
    return text.clean(value, max_length=max_length).replace("\n", " ")


def preview(*, actor: Viewer, source: str, read_level: int = Level.PUBLIC) -> str:
    """What `source` would look like, stored nowhere. Raises `Invalid` with codes."""
    cleaned = text.clean(source, max_length=POST_LONGEST)
    parsed = text.parse(cleaned, origin=settings.ORIGIN)
    names = selectors.names_for(parsed, read_level=read_level, author_id=actor.pk or 0)
    return text.render(parsed, names=names, prefix="preview-").html


def note_named(post: Post, writing: Writing) -> None:
    """Keep which files a post shows, and which posts and answers it quotes, seen or not: what is hidden later goes from there.

    Up to six queries.
    """
    show_in_post(post_id=post.pk, attachment_ids=writing.rendered.images)
    parsed = text.parse(writing.source, origin=settings.ORIGIN)
    AnswerQuote.objects.bulk_create(
        [AnswerQuote(post=post, interview_number=one.interview, answer_number=one.answer) for one in parsed.answers],
        ignore_conflicts=True,
    )
    found = selectors.posts_at(parsed.posts)
    PostQuote.objects.bulk_create(
        [PostQuote(post=post, quoted=one, thread_number=ref.thread, number=ref.number) for ref, one in found.items()],
        ignore_conflicts=True,
    )


def _own_words(source: str, parsed: text.Parsed, rendered: text.Rendered, names: text.Names) -> str:
    """The plain words without quotes of posts and answers: what search finds and lists show is the writer's own."""
    if not parsed.posts and not parsed.answers:
        return rendered.text
    own = text.parse(text.without_quotes(source, origin=settings.ORIGIN, sign=""), origin=settings.ORIGIN)
    return text.render(own, names=names).text


@transaction.atomic
def take_back_answers(*, interview_id: int) -> None:
    """A transcript was taken down: from this commit on no quote of it is shown, in whatever post, now or later.

    That is decided where posts are read; a job tells open pages and kept copies to read them again. Locks nothing.
    """
    TranscriptTakenDown.objects.get_or_create(interview_number=interview_id)
    enqueue(TELL_QUOTING, key=f"quoting:{interview_id}", payload={"interview": interview_id})


@transaction.atomic
def tell_quoting(*, interview_id: int, after: int) -> int | None:
    """Tell of the next posts behind `after` that quote the interview; the last of them, None at the end."""
    quoting = Post.objects.filter(answer_quotes__interview_number=interview_id, pk__gt=after).order_by("pk").distinct()
    told = list(quoting.values_list("thread_id", "pk")[:QUOTING])
    for thread_id, post_id in told:
        publish(QuoteTakenBack(thread_id=thread_id, post_id=post_id))
    return told[-1][1] if told else None
