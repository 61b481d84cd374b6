"""Taking an answer into a thread: where to, and what."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.http import pages
from forum.kernel.errors import NotFound
from threads.discussion import policies as discussion_policies
from threads.discussion import selectors as discussion
from threads.interviews.selectors import cases, library
from threads.interviews.selectors.quotes import quote_of

THREADS = 8


@require_safe
def quote(request: HttpRequest, interview_id: int, answer_id: int) -> HttpResponse:
    """The quote, and threads and boards that it can go into: those on the interview's deposits first."""
    where, number = library.entry_of_answer(answer_id)
    if where != interview_id:
        raise NotFound
    viewer = request.user
    row = cases.interview_row(interview_id)
    threads, boards = [], []
    if viewer.is_authenticated:
        near = discussion.threads_on_any(row.deposits, viewer=viewer, limit=THREADS)
        latest = discussion.threads_by_activity(viewer=viewer, limit=THREADS).rows
        threads = list({one.id: one for one in (*near, *latest)}.values())[:THREADS]
        boards = [
            one
            for one in discussion.boards(viewer=viewer)
            if discussion_policies.refusal(discussion_policies.check_start, viewer, one) is None
        ]
    context = {
        "interview": {"title": row.title, "url": row.url, "name": row.name},
        "number": number,
        "quote": quote_of(answer_id),
        "threads": [{"title": one.title, "url": f"{one.url}?answer={answer_id}#reply"} for one in threads],
        "boards": [
            {"title": one.title, "url": f"{reverse('thread-new', args=[one.slug])}?answer={answer_id}"}
            for one in boards
        ],
        "sign_in_url": pages.sign_in_url(request.path),
        "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}, {"label": row.title, "url": row.url}],
    }
    return pages.render(request, "interviews/quote.html", context)
