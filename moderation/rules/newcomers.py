"""The first posts of new members wait for a moderator: most abuse comes with the first words, and with a link in them."""

from django.conf import settings

from accounts.members.models import Member, Role
from forum.kernel.screening import Draft, Verdict
from threads.discussion.models import Post, State

FIRST_POSTS = 3
CLEAR = Verdict()
HELD = Verdict(effect="hold", score=0.3, labels=("first_posts",))


def hold_first_posts(draft: Draft) -> Verdict:
    """Hold a post of whoever has fewer than three that stand, as `FIRST_POSTS_HELD` says: "links" only those that lead out
    of the house, "all" every one, "none" none. Verified members, guests and staff are somebody's responsibility already.
    """
    if draft.kind != "post" or settings.FIRST_POSTS_HELD == "none":
        return CLEAR
    if settings.FIRST_POSTS_HELD == "links" and not any(_leads_out(link) for link in draft.links):
        return CLEAR
    return HELD if _is_new(draft.author_id) else CLEAR


def _leads_out(link: str) -> bool:
    return link.startswith(("http://", "https://", "//")) and not link.startswith(f"{settings.ORIGIN}/")


def _is_new(author_id: int) -> bool:
    """Two queries at most."""
    if not Member.objects.filter(pk=author_id, role=Role.MEMBER).exists():
        return False
    return Post.objects.filter(author_id=author_id, state=State.VISIBLE)[:FIRST_POSTS].count() < FIRST_POSTS
