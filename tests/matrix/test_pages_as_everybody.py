"""Every page, as every kind of viewer, on every board."""

import re

import pytest
from django.test import Client

from forum.notifications.models import Topic
from tests.matrix import people
from tests.matrix.catalogue import PAGES as CATALOGUE_PAGES
from tests.matrix.ground import Ground, filled, kind, lay_out, routes, told_too_much, undone

__all__ = ["lay_out"]
FORM = "application/x-www-form-urlencoded"
STRANGERS = ("nobody", "nobody, unseen")
MEMBERS = ("member", "unseen", "staff", "author", "staff author")


def all_get(status: int, *, but: int | None = None, to: tuple[str, ...] = ()) -> dict[str, int]:
    """The same status for every kind of viewer, but another one for some."""
    return dict.fromkeys((*STRANGERS, *MEMBERS), status) | dict.fromkeys(to, but or status)


def members_get(status: int) -> dict[str, int]:
    """Strangers are sent to sign in; allauth's pages do so with 302."""
    return all_get(status, but=302, to=STRANGERS)


EVERYBODY = all_get(200)
SEEN = all_get(200, but=404, to=("nobody, unseen", "unseen"))
TO_SIGN_IN = dict.fromkeys(STRANGERS, 303)
TEXT_BACK = dict.fromkeys(STRANGERS, 401)
ADMINS = all_get(403) | TO_SIGN_IN
KEEPERS = all_get(403) | {"nobody": 303, "nobody, unseen": 404, "unseen": 404, "staff": 303, "staff author": 303}
BOARD = (
    "title=A&slug=another&colour=ochre&position=1&read_level=0&start_level=1&reply_level=1&slow_seconds=0&archive_days=0"
    "&default_watch=1&version=0"
)
TELLING = "mail=on&zone=UTC&quiet_from=0&quiet_until=0&digest_hour=8&digest_day=1" + "".join(
    f"&mail_{topic}=1" for topic in Topic
)
BOARD_AGAIN = BOARD.replace("version=0", "version=1")

# Route: method, body, and the status by what the viewer is to the place (see `ground.kind`).
WALK: dict[str, list[tuple[str, str, dict[str, int]]]] = {
    "": [("GET", "", EVERYBODY)],
    "about": [("GET", "", EVERYBODY)],
    "theme": [("GET", "", all_get(303))],
    "robots.txt": [("GET", "", EVERYBODY)],
    "metrics": [("GET", "", all_get(404))],
    "settings": [("GET", "", all_get(200, but=303, to=STRANGERS)), ("POST", "bio=Hello&version=1", all_get(303))],
    "boards": [("GET", "", EVERYBODY), ("POST", "", all_get(405))],
    "boards/<slug:slug>": [("GET", "", SEEN)],
    "boards/<slug:slug>/new": [
        ("GET", "", SEEN | {"nobody": 303}),
        ("POST", "title=A&text=B", all_get(303, but=404, to=("nobody, unseen", "unseen")) | {"nobody": 401}),
    ],
    "threads/<int:thread_id>": [("GET", "", SEEN)],
    "threads/<int:thread_id>/reply": [
        ("POST", "text=B", all_get(303, but=404, to=("unseen",)) | TEXT_BACK),
        ("POST", "text=", all_get(400, but=404, to=("nobody, unseen", "unseen"))),
        ("GET", "", all_get(405)),
    ],
    "threads/<int:thread_id>/closure": [
        ("POST", "closed=1", all_get(403) | {
            "nobody": 303, "nobody, unseen": 404, "unseen": 404, "staff": 303, "staff author": 303,
        }),
    ],
    "threads/<int:thread_id>/<int:number>": [("GET", "", all_get(303, but=404, to=("nobody, unseen", "unseen")))],
    "search": [("GET", "", EVERYBODY), ("POST", "", all_get(405))],
    "search/saved": [
        ("POST", "q=clay&name=Clay", all_get(303)),
        ("POST", "q=clay", all_get(400, but=303, to=STRANGERS)),
        ("GET", "", all_get(405)),
    ],
    "search/saved/<int:saved_id>/removal": [("POST", "", all_get(404, but=303, to=STRANGERS))],
    "files": [("GET", "", all_get(200, but=303, to=STRANGERS)), ("POST", "", all_get(400, but=303, to=STRANGERS))],
    "files/<str:attachment_id>": [("GET", "", SEEN)],
    "files/<str:attachment_id>/removal": [
        ("POST", "", all_get(404, but=409, to=("author", "staff author")) | dict.fromkeys(STRANGERS, 303)),
    ],
    "members/<str:handle>": [("GET", "", EVERYBODY)],
    "posts/<int:post_id>/edit": [
        ("GET", "", all_get(403) | {
            "nobody": 303, "nobody, unseen": 404, "unseen": 404, "author": 200, "staff author": 200,
        }),
        ("POST", "text=B&version=1", all_get(403) | {
            "nobody": 401, "nobody, unseen": 404, "unseen": 404, "author": 303, "staff author": 303,
        }),
    ],
    "inbox": [("GET", "", all_get(200, but=303, to=STRANGERS))],
    "inbox/count": [("GET", "", all_get(200, but=303, to=STRANGERS))],
    "inbox/reading": [("POST", "up_to=1", all_get(303)), ("GET", "", all_get(405))],
    "inbox/<int:seq>": [("GET", "", all_get(303) | {"unseen": 404})],
    "settings/notifications": [("GET", "", all_get(200, but=303, to=STRANGERS)), ("POST", TELLING, all_get(303))],
    "settings/notifications/push": [
        ("POST", "endpoint=https://example.org/x&p256dh=a&auth=b", all_get(400) | TO_SIGN_IN), ("GET", "", all_get(405)),
    ],
    "settings/notifications/push/removal": [("POST", "device=1", all_get(404) | TO_SIGN_IN), ("GET", "", all_get(405))],
    "service-worker.js": [("GET", "", EVERYBODY)],
    "mail/events": [("POST", "", all_get(404)), ("GET", "", all_get(405))],
    "settings/webhooks": [
        ("GET", "", all_get(200) | TO_SIGN_IN),
        ("POST", "name=A&url=https://hook.example.org/&kinds=reply_posted&on=on", all_get(200) | TO_SIGN_IN),
    ],
    "settings/webhooks/<int:webhook_id>": [("GET", "", all_get(404) | TO_SIGN_IN)],
    "settings/webhooks/<int:webhook_id>/secret": [("POST", "", all_get(404) | TO_SIGN_IN)],
    "settings/webhooks/<int:webhook_id>/ping": [("POST", "", all_get(404) | TO_SIGN_IN)],
    "settings/webhooks/<int:webhook_id>/redelivery": [("POST", "delivery=1", all_get(404) | TO_SIGN_IN)],
    "settings/webhooks/<int:webhook_id>/removal": [("POST", "", all_get(404) | TO_SIGN_IN)],
    "stop-mail/<str:token>": [("GET", "", EVERYBODY), ("POST", "", EVERYBODY)],
    "watching": [("POST", "kind=thread&key={thread_id}&level=muted", all_get(303) | {"unseen": 404})],
    "latest.atom": [("GET", "", EVERYBODY)],
    "sitemap.xml": [("GET", "", EVERYBODY)],
    "sitemaps/<int:number>.xml": [("GET", "", all_get(404))],
    "boards/<slug:slug>.atom": [("GET", "", SEEN)],
    "threads/<int:thread_id>.atom": [("GET", "", SEEN)],
    "members/<str:handle>.atom": [("GET", "", EVERYBODY)],
    "admin/boards": [("GET", "", ADMINS | {"as admin": 200})],
    "admin/boards/new": [("GET", "", ADMINS | {"as admin": 200}), ("POST", BOARD, ADMINS | {"as admin": 303})],
    "admin/boards/<slug:slug>": [("GET", "", ADMINS | {"as admin": 200}), ("POST", BOARD_AGAIN, ADMINS | {"as admin": 303})],
    "admin/boards/<slug:slug>/templates": [("POST", "name=A&body=B", ADMINS | {"as admin": 303})],
    "threads": [("GET", "", EVERYBODY)],
    "tags/<slug:tag>": [("GET", "", EVERYBODY)],
    "threads/<int:thread_id>/unread": [("GET", "", all_get(303) | {"unseen": 404})],
    "threads/<int:thread_id>/order": [("POST", "do=pin", KEEPERS), ("POST", "do=fly", all_get(400))],
    "threads/<int:thread_id>/edit": [
        ("GET", "", all_get(200) | {"member": 403, "nobody": 303, "nobody, unseen": 404, "unseen": 404}),
        ("POST", "title=A&version=1", all_get(303) | {"member": 403, "nobody, unseen": 404, "unseen": 404}),
    ],
    "threads/<int:thread_id>/move": [("GET", "", KEEPERS | {"staff": 200, "staff author": 200})],
    "threads/<int:thread_id>/split": [
        ("GET", "", KEEPERS | {"staff": 200, "staff author": 200}), ("POST", "title=A&posts=2", KEEPERS),
    ],
    "threads/<int:thread_id>/timers": [
        ("GET", "", KEEPERS | dict.fromkeys(("staff", "staff author"), 200)), ("POST", "close=", KEEPERS),
    ],
    "threads/<int:thread_id>/summary": [("GET", "", ADMINS | {"as admin": 200, "as editor": 200})],
    "threads/<int:thread_id>/changes/<int:line_id>/undo": [
        ("POST", "", KEEPERS | {"nobody, unseen": 303, "staff": 409, "staff author": 409}),
    ],
    "posts/<int:post_id>/removal": [
        ("POST", "removed=1", all_get(403) | {
            "nobody": 303, "nobody, unseen": 404, "unseen": 404, "author": 303, "staff author": 303,
        }),
    ],
    "posts/<int:post_id>/revisions": [("GET", "", SEEN)],
    "posts/<int:post_id>/reaction": [
        ("POST", "kind=thanks", all_get(303, but=404, to=("nobody, unseen", "unseen")) | {"author": 403, "staff author": 403}),
    ],
    "posts/<int:post_id>/bookmark": [("GET", "", all_get(200) | {"unseen": 404} | TO_SIGN_IN)],
    "bookmarks": [("GET", "", all_get(200) | TO_SIGN_IN)],
    "drafts": [("GET", "", all_get(200) | TO_SIGN_IN)],
    "drafts/<str:place>": [
        ("POST", "text=A", all_get(303) | {"unseen": 404} | TEXT_BACK),
        ("GET", "", all_get(303)),
    ],
    "drafts/<str:place>/files": [("POST", "text=A", all_get(303) | {"unseen": 404} | TEXT_BACK)],
    "submissions": [("GET", "", all_get(200) | TO_SIGN_IN)],
    "submissions/<uuid:submission_id>/withdraw": [
        ("POST", "", all_get(404) | {"author": 303, "staff author": 303} | TO_SIGN_IN),
    ],
    "preview": [("POST", "text=A", all_get(200) | TEXT_BACK)],
    "read-all": [("POST", "", all_get(303))],
    "interviews": [("GET", "", EVERYBODY)],
    "interviews/feed.xml": [("GET", "", EVERYBODY)],
    "interviews/verification": [("GET", "", EVERYBODY)],
    "interviews/new": [("DELETE", "", all_get(405))],
    "interviews/<int:interview_id>": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/desk": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/questions/<int:question_id>": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/questions/<int:question_id>/answer": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/answers/<int:answer_id>": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/answers/<int:answer_id>/quote": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/transcript.json": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/transcript.txt": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/chapters.json": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/second": [("GET", "", all_get(405))],
    "interviews/<int:interview_id>/withdrawal": [("GET", "", all_get(405))],
    "interviews/<int:interview_id>/triage": [("GET", "", all_get(405))],
    "interviews/<int:interview_id>/merger": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/takedown": [("GET", "", all_get(404))],
    "interviews/<int:interview_id>/questions": [("GET", "", all_get(405))],
    "interviews/<int:interview_id>/questions/<int:question_id>/vote": [("GET", "", all_get(405))],
    "interviews/<int:interview_id>/answers/<int:answer_id>/step": [("GET", "", all_get(405))],
    "api/v1/schema/": [("GET", "", EVERYBODY), ("POST", "", all_get(405))],
    "api/v1/docs/": [("GET", "", EVERYBODY)],
    "api/v1/docs/<slug:chapter>/": [("GET", "", EVERYBODY)],
    "problems/": [("GET", "", EVERYBODY)],
    "problems/<slug:code>/": [("GET", "", EVERYBODY)],
    "health/live": [("GET", "", EVERYBODY)],
    "health/ready": [("GET", "", EVERYBODY)],
    "account/login/": [("GET", "", all_get(200, but=302, to=MEMBERS))],
    "account/logout/": [("GET", "", members_get(200))],
    "account/inactive/": [("GET", "", EVERYBODY)],
    "account/signup/": [("GET", "", all_get(200, but=302, to=MEMBERS))],
    # The cast has no passwords to be asked for again, nor a second step.
    "account/reauthenticate/": [("GET", "", members_get(403))],
    "account/email/": [("GET", "", members_get(200))],
    "account/confirm-email/": [("GET", "", all_get(302))],
    "account/password/change/": [("GET", "", all_get(302))],
    "account/password/set/": [("GET", "", members_get(200))],
    "account/password/reset/": [("GET", "", EVERYBODY)],
    "account/login/code/": [("GET", "", all_get(200, but=302, to=MEMBERS))],
    "account/login/code/confirm/": [("GET", "", all_get(302))],
    "account/password/reset/confirm/": [("GET", "", all_get(302))],
    "account/password/reset/complete/": [("GET", "", all_get(302))],
    "account/password/reset/done/": [("GET", "", EVERYBODY)],
    "account/2fa/": [("GET", "", members_get(200))],
    "account/2fa/authenticate/": [("GET", "", all_get(302))],
    "account/2fa/reauthenticate/": [("GET", "", members_get(403))],
    "account/2fa/totp/activate/": [("GET", "", members_get(200))],
    "account/2fa/totp/deactivate/": [("GET", "", members_get(404))],
    "account/2fa/recovery-codes/": [("GET", "", members_get(404))],
    "account/2fa/recovery-codes/generate/": [("GET", "", members_get(200))],
    "account/2fa/recovery-codes/download/": [("GET", "", members_get(404))],
}  # fmt: skip


def pages() -> list[str]:
    """Every route but those of the API, which the schema names, of the app sign-in, which has its own schema, and of
    moderation, which has its own walk: there, not all staff are alike.
    """
    mine = re.compile(r"(?!_allauth/|api/v1/(?!schema/|docs/)|moderation/|reports?\b|notices\b)")
    return sorted(route for route in routes() if mine.match(route))


def test_no_page_is_forgotten() -> None:
    known = {*WALK, *CATALOGUE_PAGES, *(door.split()[1] for door in people.PAGES)}
    assert pages() == sorted(known)


@pytest.mark.parametrize("route", sorted(WALK))
def test_everybody_gets_what_they_may_and_not_a_word_of_another_board(standing: Ground, route: str) -> None:
    places = standing.laid
    # An address without a place in it is the same one on every board.
    visited = places if "<" in route or "{" in str(WALK[route][0][1]) else places[:1]
    wrong, leaks = [], []
    for name, viewer in standing.world.viewers.items():
        if route.startswith(("account/", "api/")) and name not in {"nobody", "newcomer", "admin"}:
            continue  # These know members and strangers, and nothing of levels.
        browser = standing.browser(name)
        for place in visited:
            path = "/" + filled(route, place)
            for method, body, statuses in WALK[route]:
                answer = undone(browser, method, path, data=filled(body, place), content_type=FORM)
                expected = statuses.get(f"as {name}", statuses[kind(viewer, place)])
                if answer.status_code != expected:
                    wrong.append((name, place.board.slug, method, body, answer.status_code, expected))
                leaks += [(name, method, path, slug) for slug in told_too_much(answer, viewer, places)]
    assert wrong == []
    assert leaks == []


def test_the_app_sign_in_breaks_for_nobody_and_knows_no_board(standing: Ground) -> None:
    newcomer = standing.world.newcomer
    app = [route for route in routes() if route.startswith("_allauth/")]
    assert len(app) > 15
    browser = standing.browser("newcomer")
    for route in app:
        answer = undone(browser, "GET", f"/{route}")
        assert answer.status_code < 500, route
        assert told_too_much(answer, newcomer, standing.laid) == []


def test_an_address_that_leads_nowhere_is_a_page_and_below_api_a_problem(standing: Ground) -> None:
    assert Client().get("/nowhere").headers["Content-Type"].startswith("text/html")
    assert Client().get("/api/v1/nowhere").headers["Content-Type"] == "application/problem+json"
