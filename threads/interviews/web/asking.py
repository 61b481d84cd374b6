"""What members do: propose, second, ask, vote, change their own question."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
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
from threads.interviews.forms import AskForm, FollowUpForm, IntoForm, ProposeForm, QuestionEditForm, ReasonForm
from threads.interviews.selectors import cases, questions
from threads.interviews.services import asking, following, proposing, requests
from threads.interviews.services.refusing import noting
from threads.interviews.states import takes_questions
from threads.interviews.web import shown
from threads.interviews.web.reading import interview_page

WANTED = {"1": True, "0": False}


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose an interview."""
    policies.check_verified(request.user)
    form = ProposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.spend("start", request)
        with form.taking():
            made = proposing.propose_interview(
                actor=request.user, title=form.cleaned_data["title"], subject=form.cleaned_data["subject"],
                reasons=form.cleaned_data["reasons"], deposits=form.slugs(),
                key=pages.page_key(request, "propose_interview", form.cleaned_data),
            )  # fmt: skip
            if isinstance(made, UUID):
                messages.info(request, _("Your proposal waits. It is an interview’s page as soon as it is released."))
                return pages.see_other(reverse("submissions"))
            return pages.see_other(reverse("interview", args=[made]))
    context = {"form": form, "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}]}
    return pages.render(request, "interviews/new.html", context, status=form.status)


@require_POST
def second(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Second a proposal, or no longer."""
    limits.spend("react", request)
    proposing.set_second(actor=request.user, interview_id=interview_id, wanted=_wanted(request))
    return pages.see_other(reverse("interview", args=[interview_id]))


@require_POST
def withdraw(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Take back one's own proposal."""
    limits.spend("write", request)
    requests.withdraw_request(actor=request.user, interview_id=interview_id)
    return pages.see_other(reverse("interview", args=[interview_id]))


@require_POST
def ask(request: HttpRequest, interview_id: int) -> HttpResponse:
    """Ask a question; what was typed comes back with the reason when it cannot stand."""
    row = cases.interview_row(interview_id)
    form = AskForm(request.POST)
    if form.is_valid():
        limits.spend("post", request)
        with form.taking():
            made = asking.ask_question(
                actor=request.user, interview_id=interview_id, source=form.cleaned_data["text"],
                key=pages.page_key(request, f"ask_question:{interview_id}", form.cleaned_data),
            )  # fmt: skip
            return pages.see_other(reverse("interview-question", args=[interview_id, made]))
    return interview_page(request, row, form)


@require_POST
def vote(request: HttpRequest, interview_id: int, question_id: int) -> HttpResponse:
    """Vote for a question, or no longer; back to where one was."""
    limits.spend("react", request)
    asking.set_vote(actor=request.user, question_id=question_id, wanted=_wanted(request))
    return pages.see_other(pages.next_url(request, reverse("interview-question", args=[interview_id, question_id])))


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, interview_id: int, question_id: int) -> HttpResponse:
    """One question under its own address, with what its asker and the editors of the case may do."""
    row = cases.interview_row(interview_id)
    sight = cases.sight(interview_id, viewer=request.user)
    found = questions.question_row(question_id, viewer=request.user, sight=sight)
    if found.interview_id != interview_id:
        raise NotFound
    bare = questions.question(question_id)
    mine = refusal(policies.check_edit_question, request.user, bare) is None
    forms: dict[str, Any] = {}
    if mine:
        forms["edit"] = QuestionEditForm(prefix="edit", initial={"text": bare.source, "version": bare.version})
    if sight.editor and found.state in {"open", "held", "selected"}:
        if found.state == "selected" and row.face == "answering":
            forms["follow"] = FollowUpForm(prefix="follow")
        forms["decline"] = ReasonForm(prefix="decline")
        forms["merge"] = IntoForm(prefix="merge")
    live = row.live and row.face == "answering"
    status = 200
    if request.method == "POST":
        done = _do(request, interview_id, question_id, request.POST.get("do", ""), forms)
        if done is None:
            return pages.see_other(found.url)
        status = done
    open_to_votes = takes_questions(row.face, live=row.live) and refusal(policies.check_verified, request.user) is None
    context = {
        "interview": shown.interview(row),
        "question": shown.question(found, can_vote=open_to_votes),
        "forms": forms,
        "can_withdraw": mine,
        "can_follow": request.user.is_authenticated and found.asker.id != request.user.pk,
        "can_admit": sight.editor and found.state == "held",
        "can_put": sight.editor and live and found.state == "open",
        "crumbs": [{"label": _("Interviews"), "url": reverse("interviews")}, {"label": row.title, "url": row.url}],
    }
    return pages.render(request, "interviews/question.html", context, status=status)


BUTTONS: dict[str, Callable[..., None]] = {
    "withdraw": asking.withdraw_question,
    "admit": asking.admit_question,
    "put": asking.put_question,
    "follow_it": partial(following.follow_question, wanted=True),
    "unfollow_it": partial(following.follow_question, wanted=False),
}
FORMS: dict[str, tuple[type[Form], Callable[..., object], dict[str, str]]] = {
    "edit": (QuestionEditForm, asking.edit_question, {"source": "text", "version": "version"}),
    "follow": (FollowUpForm, asking.follow_up, {"source": "text"}),
    "decline": (ReasonForm, asking.decline_question, {"reason": "reason"}),
    "merge": (IntoForm, asking.merge_question, {"into_id": "into"}),
}
"""What the forms of a question's page do: the form, the service, and which of its parameters takes which value."""


def _do(request: HttpRequest, interview_id: int, question_id: int, verb: str, forms: dict[str, Any]) -> int | None:
    """Do what the form says; the status to show it under again, None when it is done."""
    limits.spend("write", request)
    if verb in BUTTONS:
        with noting(interview_id, request.user):
            BUTTONS[verb](actor=request.user, question_id=question_id)
        return None
    if verb not in FORMS:
        raise BadForm
    kind, service, names = FORMS[verb]
    form = forms[verb] = kind(request.POST, prefix=verb)
    if form.is_valid():
        data = {parameter: form.cleaned_data[name] for parameter, name in names.items()}
        with form.taking(), noting(interview_id, request.user):
            service(actor=request.user, question_id=question_id, **data)
            return None
    return int(form.status)


def _wanted(request: HttpRequest) -> bool:
    wanted = WANTED.get(request.POST.get("wanted", ""))
    if wanted is None:
        raise BadForm
    return wanted
