"""The desk: where the editors of a case and its guest do their part, and see what only they may."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from forum.http import limits, pages
from forum.http.pages import Form
from forum.http.refusals import BadForm
from forum.kernel.errors import NotFound
from threads.discussion.policies import refusal
from threads.interviews import policies
from threads.interviews.forms import AgreeForm, AnswerForm, IntoForm, SelectForm, TakedownForm
from threads.interviews.selectors import answers, cases, questions
from threads.interviews.selectors import desk as case
from threads.interviews.services import answering, publishing, requests
from threads.interviews.services.refusing import noting
from threads.interviews.states import Face, State
from threads.interviews.web import shown
from threads.interviews.web.actions import ACTIONS, BY_VERB, Action

MOST_CHOICES = 200
MERGES_INTO = (Face.PROPOSED, Face.WITH_EDITORS, Face.ACCEPTED, Face.COLLECTING)


@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The case as its editors or its guest see it, with what each can do now. For everybody else there is nothing here."""
    row, sight, state = _inside(request, interview_id)
    refused: dict[str, Form] = {}
    link = ""
    if request.method == "POST":
        action = BY_VERB.get(request.POST.get("do", ""))
        if action is None:
            raise BadForm
        form = _form(action, interview_id, request)
        if form.is_valid():
            limits.spend("write", request)
            with form.taking(), noting(interview_id, request.user):
                made = action.run(request.user, interview_id, form.cleaned_data)
                if action.verb != "approach":
                    return pages.see_other(reverse("interview-desk", args=[interview_id]))
                link = request.build_absolute_uri(reverse("invitation", args=[str(made)]))
                row, sight, state = _inside(request, interview_id)
        if not link:
            refused[action.verb] = form
    forms = [
        {"action": one, "form": refused.get(one.verb) or _form(one, interview_id)}
        for one in ACTIONS
        if one.offered(state, sight) or one.verb in refused
    ]
    status = next((form.status for form in refused.values()), 200)
    context = {"forms": forms, "link": link, **_case(row, sight, state, interview_id)}
    return pages.render(request, "interviews/desk.html", context, status=status)


def _case(row: cases.InterviewRow, sight: cases.Sight, state: str, interview_id: int) -> dict[str, Any]:
    writing = state in {"answering", "guest_review"} and (sight.editor or sight.guest)
    return {
        "interview": shown.interview(row),
        "state": state,
        "state_label": str(State(state).label),
        "sight": sight,
        "terms": case.terms_of(interview_id),
        "case": case.desk(interview_id) if sight.editor else None,
        "answers": [shown.answer(one) for one in answers.answer_rows(row, sight=sight)],
        "unanswered": answers.unanswered(interview_id) if writing else [],
        "writing": writing,
        "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}, {"label": row.title, "url": row.url}],
    }


def _inside(request: HttpRequest, interview_id: int) -> tuple[cases.InterviewRow, cases.Sight, str]:
    row = cases.interview_row(interview_id)
    sight = cases.sight(interview_id, viewer=request.user)
    if not sight.inside:
        raise NotFound
    return row, sight, cases.interview(interview_id).state


def _form(action: Action, interview_id: int, request: HttpRequest | None = None) -> Form:
    """The action's form, filled from the request where there is one; each has its own prefix on the page."""
    data = request.POST if request is not None else None
    if action.form is SelectForm:
        rows = questions.standings(interview_id)
        words = questions.words([one.id for one in rows[:MOST_CHOICES]])
        return SelectForm(data, prefix=action.verb, choices=words)
    if action.form is AgreeForm:
        terms = case.terms_of(interview_id)
        return AgreeForm(data, prefix=action.verb, initial={"terms": terms.id if terms else None})
    return action.form(data, prefix=action.verb)


@require_POST
def take_up(request: HttpRequest, interview_id: int) -> HttpResponse:
    """An editor takes a proposal on."""
    limits.spend("write", request)
    with noting(interview_id, request.user):
        requests.take_up(actor=request.user, interview_id=interview_id)
    return pages.see_other(reverse("interview-desk", args=[interview_id]))


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, interview_id: int) -> HttpResponse:
    """An editor merges a proposal into another interview."""
    row = cases.interview_row(interview_id)
    policies.check_editor(request.user)
    form = IntoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking(), noting(interview_id, request.user):
            requests.merge_interview(actor=request.user, interview_id=interview_id, into_id=form.cleaned_data["into"])
            return pages.see_other(row.url)
    context = {
        "interview": shown.interview(row),
        "form": form,
        "others": [shown.interview(one) for one in cases.interview_rows(MERGES_INTO) if one.id != interview_id],
        "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}, {"label": row.title, "url": row.url}],
    }
    return pages.render(request, "interviews/merge.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def take_down(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Any editor says that a transcript must go, and reads who has said so: safety does not wait for those of the case."""
    row = cases.interview_row(interview_id)
    policies.check_editor(request.user)
    if row.face != Face.PUBLISHED:
        raise NotFound
    form = TakedownForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking(), noting(interview_id, request.user):
            gone = publishing.vote_takedown(actor=request.user, interview_id=interview_id, **form.cleaned_data)
            return pages.see_other(row.url if gone else reverse("interview-takedown", args=[interview_id]))
    context = {
        "interview": shown.interview(row),
        "form": form,
        "votes": case.takedown_rows(interview_id),
        "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}, {"label": row.title, "url": row.url}],
    }
    return pages.render(request, "interviews/takedown.html", context, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, interview_id: int, question_id: int) -> HttpResponse:
    """Write the answer to a question, as guest or editor."""
    row, sight, _state = _inside(request, interview_id)
    if sight.invited:
        raise NotFound
    asked = questions.question(question_id)
    if asked.interview_id != interview_id:
        raise NotFound
    drafted = next((one for one in answers.answer_rows(row, sight=sight) if one.question_id == question_id), None)
    initial = {"version": 0, "attribution": "on_record"}
    if drafted is not None:
        initial = {"version": drafted.version, "attribution": drafted.attribution, "text": drafted.source}
    why_not = refusal(policies.check_writing, request.user, asked.interview)
    form = AnswerForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        limits.spend("write", request)
        with form.taking(), noting(interview_id, request.user):
            answering.write_answer(
                actor=request.user, question_id=question_id, source=form.cleaned_data["text"],
                attribution=form.cleaned_data["attribution"], version=form.cleaned_data["version"],
            )  # fmt: skip
            return pages.see_other(reverse("interview-desk", args=[interview_id]))
    context = {
        "interview": shown.interview(row),
        "question_html": pages.stored_html(asked.html),
        "form": form,
        "why_not": why_not.detail if why_not else "",
        "desk_url": reverse("interview-desk", args=[interview_id]),
        "crumbs": [{"label": row.title, "url": row.url}],
    }
    return pages.render(request, "interviews/answer.html", context, status=form.status)


STEPS = {
    "submit": answering.submit_answer,
    "clear": answering.clear_answer,
    "strike": answering.strike_answer,
    "release": answering.release_answer,
}


@require_POST
def step(request: HttpRequest, interview_id: int, answer_id: int) -> HttpResponse:
    """Take one answer a step further: to the guest, cleared, released, struck."""
    service = STEPS.get(request.POST.get("do", ""))
    version = request.POST.get("version", "")
    if service is None or not (version.isascii() and version.isdigit() and len(version) < 9):
        raise BadForm
    _inside(request, interview_id)
    if answers.interview_of(answer_id) != interview_id:
        raise NotFound
    limits.spend("write", request)
    with noting(interview_id, request.user):
        service(actor=request.user, answer_id=answer_id, version=int(version))
    return pages.see_other(f"{reverse('interview-desk', args=[interview_id])}#answer-{answer_id}")
