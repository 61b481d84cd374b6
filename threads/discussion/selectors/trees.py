"""A thread read as a tree of answers: bounded in breadth and depth, wherever one begins."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, OuterRef

from accounts.members.selectors import Viewer
from threads.discussion.models import Post
from threads.discussion.selectors.posts import PostRow, post_rows
from threads.discussion.selectors.visibility import thread_seen

ROOTS = 10
MOST = 120
"""Posts of one page of a tree. What hangs deeper or farther is one link away."""

# Breadth first, so that the bound cuts the far ends: PostgreSQL stops the recursion when the limit is reached.
_BELOW = """
    WITH RECURSIVE tree AS (
        SELECT id FROM threads_post WHERE id = ANY(%s)
        UNION ALL
        SELECT answer.id FROM threads_post AS answer JOIN tree ON answer.reply_to_id = tree.id WHERE answer.thread_id = %s
    )
    SELECT id FROM tree LIMIT %s
"""


@dataclass(slots=True)
class Branch:
    """A post with the answers to it, by number; `more` says that some are left out here."""

    row: PostRow
    answers: "list[Branch]" = field(default_factory=list)
    more: bool = False


def tree_of(
    thread_id: int, *, viewer: Viewer, first: int = 1, root: int = 0, roots: int = ROOTS, most: int = MOST
) -> tuple[list[Branch], int]:
    """Posts that answer none in this thread, from number `first` on, with what hangs below; and where to go on, 0 at the end.

    With `root`, that one post with what hangs below it. The number of queries does not depend on the tree.
    """
    found = Post.objects.filter(thread_seen(viewer, "thread__"), thread=thread_id)
    if root:
        tops = list(found.filter(number=root).values_list("id", "number"))
    else:
        found = found.filter(number__gte=first).exclude(reply_to__thread=thread_id)
        tops = list(found.order_by("number").values_list("id", "number")[: roots + 1])
    following = tops[roots][1] if len(tops) > roots else 0
    shown = [pk for pk, _ in tops[:roots]]
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [shown, thread_id, most + 1])
        ids = [pk for (pk,) in cursor.fetchall()]
    rows = post_rows(Post.objects.filter(pk__in=ids[:most]).order_by("number"), viewer=viewer, limit=most)
    cut = _cut_short(ids[:most], thread_id) if len(ids) > most else set()
    return _grown(rows, set(shown), cut), following


def _cut_short(ids: list[int], thread_id: int) -> set[int]:
    """Those of the posts with answers that are not among them."""
    left_out = Post.objects.filter(reply_to=OuterRef("pk"), thread=thread_id).exclude(pk__in=ids)
    return set(Post.objects.filter(Exists(left_out), pk__in=ids).values_list("pk", flat=True))


def _grown(rows: list[PostRow], tops: set[int], cut: set[int]) -> list[Branch]:
    branches = {row.number: Branch(row) for row in rows}
    below: dict[int, list[Branch]] = defaultdict(list)
    stems = []
    for branch in branches.values():
        if branch.row.id in tops or branch.row.reply_to not in branches:
            stems.append(branch)
        elif branch.row.reply_to is not None:
            below[branch.row.reply_to].append(branch)
    for number, branch in branches.items():
        branch.answers, branch.more = below[number], branch.row.id in cut
    return stems
