"""Saved searches that tell: a new post is held against all of them in one statement."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from accounts.members.models import Member
from forum.kernel import clock
from forum.notifications.models import SearchAlert
from forum.notifications.services.telling import CHUNK, About, hears_of, tell_chosen
from forum.search import selectors as search
from forum.search.models import SavedSearch, SearchRow
from threads.discussion.models import Post

RENEWED = 200
"""Alerts made anew in one transaction."""

_FINDERS = """
    SELECT alert.member_id, 10::smallint AS reason, min(alert.search_id) AS search_id
    FROM forum_searchrow AS found JOIN forum_searchalert AS alert
        ON alert.filter <> '' AND found.document @@ alert.filter::tsquery
        AND (alert.title = '' OR ts_filter(found.document, '{a}') @@ alert.title::tsquery)
    WHERE found.post_id = %(post)s AND alert.member_id > %(after)s
    GROUP BY alert.member_id ORDER BY alert.member_id LIMIT %(limit)s
"""


class NotReadYet(Exception):
    """Search has not read the post yet; the job comes again."""


def watch_search(*, member: Member, search_id: int) -> None:
    """Have a saved search of the member's tell from now on."""
    _keep(SavedSearch.objects.select_related("member").get(pk=search_id, member=member))


@transaction.atomic
def match_searches(*, seq: int, post: Post, at: datetime, after: int, limit: int = CHUNK) -> int | None:
    """Tell those whose watched searches find `post`, as `tell_watchers`. Raises `NotReadYet`."""
    changed = SearchAlert.objects.exclude(query=F("search__query")).select_related("search__member")
    for one in changed[:RENEWED]:
        _keep(one.search)
    if not SearchAlert.objects.exists():
        return None
    if not SearchRow.objects.filter(post=post).exists():
        raise NotReadYet
    hears, params = hears_of(post)
    params |= {"after": after, "limit": limit}
    return tell_chosen(_FINDERS, hears, About(seq, at, post=post.pk), params)


@transaction.atomic
def renew_alerts(*, after: int) -> int | None:
    """Make the next alerts anew, since boards, names and years come and go; the last of them, None at the end."""
    rows = SearchAlert.objects.filter(pk__gt=after).select_related("search__member").order_by("pk")[:RENEWED]
    reached = None
    for one in rows:
        _keep(one.search)
        reached = int(one.pk)
    return reached if len(rows) == RENEWED else None


def _keep(saved: SavedSearch) -> None:
    """A search as PostgreSQL matches it; one that can find nothing, or nothing new, is kept with nothing to match."""
    query, form = search.compiled_for(saved.query, viewer=saved.member)
    over = query.before is not None and query.before <= clock.now()
    SearchAlert.objects.update_or_create(
        search=saved,
        defaults={
            "member": saved.member,
            "query": saved.query,
            "filter": "" if over else form.filter,
            "title": form.words if query.in_title else "",
        },
    )
