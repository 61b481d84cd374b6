"""Reading: the lists, one interview, its transcript, and how to verify it."""

import base64
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.members.selectors import Viewer
from forum.http import pages
from forum.http.conditional import etag, matches, not_modified
from forum.http.cursors import Cursor
from forum.kernel import clock
from forum.kernel.errors import NotFound
from threads.discussion.policies import refusal
from threads.interviews import documents, feeds, policies
from threads.interviews.forms import AskForm
from threads.interviews.selectors import answers, cases, desk, library, questions
from threads.interviews.states import Face, takes_questions
from threads.interviews.web import shown

TABS = (
    ("asking", gettext_lazy("Taking questions")),
    ("library", gettext_lazy("Published")),
    ("answering", gettext_lazy("In the making")),
    ("proposals", gettext_lazy("Proposed")),
    ("ended", gettext_lazy("Ended")),
)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Interviews by where they stand; the published ones are a library with filters."""
    tab = request.GET.get("tab", "")
    if tab not in dict(TABS):
        tab = "library" if "tab" in request.GET else _first_tab()
    url = reverse("interviews")
    context: dict[str, Any] = {
        "tab": tab,
        "tabs": [{"label": label, "url": f"{url}?tab={code}", "current": code == tab} for code, label in TABS],
        "mine": [
            {"title": one.row.title, "url": reverse("interview-desk", args=[one.row.id]), "state": one.state.label}
            for one in cases.own_cases(viewer=request.user)
        ],
        "new_url": reverse("interview-new") if refusal(policies.check_verified, request.user) is None else None,
        "feed_url": reverse("interview-feed"),
    }
    context |= _library(request, url) if tab == "library" else _listed(request, tab, url)
    return pages.render(request, "interviews/index.html", context)


def _first_tab() -> str:
    return "asking" if cases.interview_rows(cases.TABS["asking"], limit=1) else "library"


def _listed(request: HttpRequest, tab: str, url: str) -> dict[str, Any]:
    purpose = f"interviews:{tab}"
    before = Cursor.open(request.GET["at"], purpose=purpose)["before"] if "at" in request.GET else 0
    more = cases.interview_rows(cases.TABS[tab], before=before, limit=cases.PAGE + 1)
    rows = more[: cases.PAGE]
    older = Cursor.seal({"before": rows[-1].id}, purpose=purpose) if len(more) > len(rows) else None
    return {
        "rows": [shown.interview(row) for row in rows],
        "older_url": f"{url}?tab={tab}&at={older}" if older else None,
        "newer_url": f"{url}?tab={tab}" if before else None,
    }


def _library(request: HttpRequest, url: str) -> dict[str, Any]:
    asked = {name: request.GET.get(name, "")[:120] for name in ("guest", "deposit", "role", "year")}
    year = (
        int(asked["year"]) if asked["year"].isascii() and asked["year"].isdigit() and len(asked["year"]) == 4 else None
    )
    after = None
    if "at" in request.GET:
        place = Cursor.open(request.GET["at"], purpose="library")
        after = (datetime.fromisoformat(place["at"]), place["id"])
    more = library.library(
        guest=asked["guest"],
        deposit=asked["deposit"],
        role=asked["role"],
        year=year,
        after=after,
        limit=library.PAGE + 1,
    )
    rows = more[: library.PAGE]
    older = None
    if len(more) > len(rows) and rows[-1].published_at:
        older = Cursor.seal({"at": rows[-1].published_at.isoformat(), "id": rows[-1].id}, purpose="library")
    query = urlencode({"tab": "library", **{name: value for name, value in asked.items() if value}})
    return {
        "rows": [shown.interview(row) for row in rows],
        "filters": asked,
        "years": [str(one) for one in library.years()],
        "older_url": f"{url}?{query}&at={older}" if older else None,
        "newer_url": f"{url}?{query}" if after else None,
    }


@require_safe
def interview(request: HttpRequest, interview_id: int) -> HttpResponse:
    """One interview: its transcript once that is out, else where it stands and its questions."""
    row = cases.interview_row(interview_id)
    if row.face == Face.PUBLISHED:
        return transcript(request, interview_id)
    return interview_page(request, row, AskForm())


def interview_page(request: HttpRequest, row: cases.InterviewRow, form: AskForm) -> HttpResponse:
    """The page of an interview that is not published, with what was typed into its form."""
    viewer = request.user
    sight = cases.sight(row.id, viewer=viewer)
    asking = (
        takes_questions(row.face, live=row.live)
        and row.questions_until is not None
        and clock.now() < row.questions_until
    )
    listed = _questions(request, row, viewer, sight, asking=asking)
    why_not = refusal(policies.check_verified, viewer)
    context = {
        "interview": shown.interview(row),
        "desk_url": reverse("interview-desk", args=[row.id]) if sight.inside else None,
        "take_up_url": reverse("interview-triage", args=[row.id])
        if row.face in {Face.PROPOSED, Face.WITH_EDITORS}
        and not sight.inside
        and refusal(policies.check_editor, viewer) is None
        else None,
        "merge_url": reverse("interview-merger", args=[row.id])
        if row.face == Face.PROPOSED and refusal(policies.check_editor, viewer) is None
        else None,
        "second_url": reverse("interview-second", args=[row.id]) if row.face == Face.PROPOSED else None,
        "seconded": sight.seconded,
        "can_second": why_not is None,
        "withdraw_url": reverse("interview-withdrawal", args=[row.id])
        if sight.proposer and row.face == Face.PROPOSED
        else None,
        "asking": asking,
        "form": form,
        "can_ask": asking and (why_not is None or form.is_bound) and not sight.guest,
        "why_not": why_not.detail if why_not else "",
        "ask_url": reverse("interview-questions", args=[row.id]),
        "live": row.live and row.face in {Face.COLLECTING, Face.SELECTED, Face.ANSWERING},
        "answers": [shown.answer(one) for one in answers.answer_rows(row, sight=sight) if one.released_at],
        "sign_in_url": pages.sign_in_url(row.url),
        "ordering_url": reverse("interview-verification") + "#order",
        "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}],
        **listed,
    }
    return pages.render(request, "interviews/interview.html", context, status=form.status)


def _questions(
    request: HttpRequest, row: cases.InterviewRow, viewer: Viewer, sight: cases.Sight, *, asking: bool
) -> dict[str, Any]:
    """The questions as filtered, and the filters as tabs; nothing before there can be any."""
    if row.face not in {Face.COLLECTING, Face.SELECTED, Face.ANSWERING, Face.EMBARGOED}:
        return {"questions": [], "newcomers": [], "filters": []}
    which = request.GET.get("questions", "order")
    if which not in questions.FILTERS or (which == "held" and not sight.editor):
        which = "order"
    purpose = f"questions:{row.id}:{which}"
    place = Cursor.open(request.GET["at"], purpose=purpose) if "at" in request.GET else {}
    found = questions.question_rows(row.id, viewer=viewer, sight=sight, which=which, **place)
    counts = questions.counts(row.id)
    names = {
        "order": _("By support"),
        "newest": _("Newest"),
        "selected": _("Put to the guest"),
        "declined": _("Declined, merged"),
    }
    if viewer.is_authenticated:
        names["mine"] = _("Mine")
    if sight.editor:
        names["held"] = _("Held")
    further = Cursor.seal({"order": found.order, "after": found.after}, purpose=purpose) if found.after else None
    return {
        "questions": [shown.question(one, can_vote=asking) for one in found.rows],
        "newcomers": [shown.question(one, can_vote=asking) for one in found.newcomers],
        "question_count": counts["order"],
        "filters": [
            {"label": label, "url": f"{row.url}?questions={code}#questions", "current": code == which,
             "count": counts.get(code, 0)}
            for code, label in names.items()
        ],
        "older_url": f"{row.url}?questions={which}&at={further}#questions" if further else None,
        "newer_url": f"{row.url}?questions={which}#questions" if place else None,
    }  # fmt: skip


def transcript(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The transcript, as a magazine would print it; `?version=` shows one from before a correction."""
    asked = request.GET.get("version")
    version = pages.whole_number(asked, default=0) if asked else None
    found = library.published(interview_id, version=version)
    row = found.interview
    sight = cases.sight(interview_id, viewer=request.user)
    terms = desk.terms_of(interview_id)
    context = {
        "interview": shown.interview(row),
        "entries": [shown.entry(one, row.id) for one in found.entries],
        "version": found.version,
        "versions": [{"version": one.version, "note": one.note, "made_at": one.made_at,
                      "url": f"{row.url}?version={one.version}", "current": one.version == found.version.version}
                     for one in found.versions],
        "newest": found.version.version == found.versions[0].version,
        "chapters": [{"clock": one.clock, "title": one.title, "url": f"{row.recording_url}#t={one.starts_at}"}
                     for one in found.chapters] if row.recording_url else [],
        "terms_label": terms.attribution_label if terms else "",
        "minutes": max(1, sum(len(one.answer_source.split()) for one in found.entries) // 220),
        "document_url": f"{row.url}/transcript.json?version={found.version.version}",
        "verification_url": reverse("interview-verification"),
        "desk_url": reverse("interview-desk", args=[row.id]) if sight.editor else None,
        "takedown_url": reverse("interview-takedown", args=[row.id])
        if refusal(policies.check_editor, request.user) is None
        else None,
        "json_ld": feeds.json_ld(found, origin=settings.ORIGIN),
        "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}],
    }  # fmt: skip
    tag = (interview_id, row.version, found.version.sha256)
    # Asked for anew each time: what is taken down for somebody's safety is gone at once from every cache.
    return pages.render(request, "interviews/transcript.html", context, version=tag, max_age=0)


@require_safe
def answer(request: HttpRequest, interview_id: int, answer_id: int) -> HttpResponse:
    """An answer's permanent address leads to its place in the transcript."""
    where, _number = library.entry_of_answer(answer_id)
    if where != interview_id:
        raise NotFound
    return pages.see_other(f"{reverse('interview', args=[interview_id])}#a{answer_id}")


@require_safe
def document(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The bytes that are signed, with digest, signature and key in the headers."""
    asked = request.GET.get("version")
    found, raw = library.document(interview_id, version=pages.whole_number(asked, default=0) if asked else None)
    return _file(
        request,
        raw,
        "application/json",
        {
            "Content-Digest": f"sha-256=:{base64.b64encode(bytes(found.sha256)).decode()}:",
            "Assay-Signature": base64.b64encode(bytes(found.signature)).decode(),
            "Assay-Key": found.key_id,
        },
    )


@require_safe
def plain(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The transcript as plain text, for programs that read podcasts."""
    words = feeds.plain_text(library.published(interview_id))
    return _file(request, words.encode(), "text/plain; charset=utf-8")


@require_safe
def chapters(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The recording's chapters (JSON Chapters 1.2)."""
    raw = feeds.chapters(library.published(interview_id))
    return _file(request, raw, "application/json+chapters")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The library as RSS 2.0 with the podcast namespace."""
    rows = library.library(limit=50)
    raw = feeds.rss(rows, library.feed_parts([row.id for row in rows]), origin=settings.ORIGIN, site=settings.SITE_NAME)
    return _file(request, raw, "application/rss+xml; charset=utf-8")


def _file(request: HttpRequest, raw: bytes, kind: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    """Bytes for programs: kept by nobody without asking again, and then sent only if they have changed."""
    tag = etag(0, raw)
    if matches(request.META.get("HTTP_IF_NONE_MATCH"), tag):
        return not_modified(tag)
    return HttpResponse(raw, content_type=kind, headers={"Cache-Control": "no-cache", "ETag": tag, **(headers or {})})


@require_safe
def verification(request: HttpRequest) -> HttpResponse:
    """How a transcript is verified, with the site's public key, and how questions are ordered."""
    key = documents.public_key()
    context = {"public_key": base64.b64encode(key).decode(), "key_id": documents.key_id(key)}
    return pages.render(request, "interviews/verification.html", context)
