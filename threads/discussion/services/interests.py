"""The author's interest in a thread's deposits: stated before a post, frozen onto it."""

from collections.abc import Sequence

from accounts.members.models import Member
from threads.disclosures import selectors as disclosures
from threads.disclosures.policies import DisclosureNeeded
from threads.disclosures.services import Said, state_where_missing
from threads.discussion.models import Post, PostInterest


def interests_of(author: Member, deposit_ids: Sequence[int], said: Said | None) -> list[int]:
    """What the author has stated of these deposits, for the post that is about to be written; none without deposits.

    Raises `DisclosureNeeded` where nothing was stated and nothing is said now.
    """
    if not deposit_ids:
        return []
    if disclosures.unstated(author, deposit_ids):
        if said is None:
            raise DisclosureNeeded
        state_where_missing(actor=author, said=said, deposit_ids=deposit_ids)
    return disclosures.in_force(author, deposit_ids)


def freeze(post: Post, disclosure_ids: Sequence[int]) -> None:
    """What is stated now stays with the post, whatever is stated later."""
    PostInterest.objects.bulk_create(PostInterest(post=post, disclosure_id=pk) for pk in disclosure_ids)
