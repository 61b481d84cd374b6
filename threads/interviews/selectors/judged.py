"""What moderators judge of what members write here. Nothing of a case but who has a part in it, for keeping them away."""

from django.db.models import Q

from forum.kernel.errors import NotFound
from threads.disclosures.models import Disclosure, Interest
from threads.interviews.models import CaseEditor, Interview, Question, QuestionState
from threads.interviews.selectors.questions import UNSEEN


def proposal(interview_id: int, *, hidden: bool) -> Interview:
    """An interview with its proposer, or `NotFound`; with `hidden`, though moderators have hidden it. One query."""
    found = Interview.objects.select_related("proposer").filter(pk=interview_id).first()
    if found is None or (found.hidden and not hidden):
        raise NotFound
    return found


def question_in_public(question_id: int, *, hidden: bool) -> Question:
    """A question that everybody can read, or `NotFound`; with `hidden`, though moderators have hidden it. One query."""
    unseen = set(UNSEEN) - {QuestionState.HIDDEN} if hidden else set(UNSEEN)
    found = Question.objects.select_related("interview", "asker").exclude(state__in=unseen)
    one = found.filter(pk=question_id, follows_up=None, interview__hidden=False).first()
    if one is None:
        raise NotFound
    return one


def people_of(interview: Interview) -> tuple[int, ...]:
    """Its guest, its proposer, the editors of its case, and who has stated an interest in its deposits. Two queries."""
    editors = CaseEditor.objects.filter(interview=interview).values_list("editor_id", flat=True)
    stated = Disclosure.objects.filter(deposit__interview_links__interview=interview, ended_on=None).exclude(
        Q(interest=Interest.NONE) | Q(member=None)
    )
    inside = {interview.proposer_id, interview.guest_id or interview.proposer_id, *editors}
    return tuple(sorted({*inside, *stated.values_list("member_id", flat=True)}))
