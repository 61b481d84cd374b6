"""Following a question: being told what becomes of it."""

from django.db import connection, transaction

from accounts.members.policies import check_member
from accounts.members.selectors import Viewer
from threads.interviews.models import QuestionFollow
from threads.interviews.selectors import cases, questions


@transaction.atomic
def follow_question(*, actor: Viewer, question_id: int, wanted: bool) -> None:
    """Follow a question that one may read, or no longer; asking for what already is changes nothing. Tells nobody.

    Raises `NotSignedIn`, `NotFound`.
    """
    member = check_member(actor)
    sight = cases.sight(questions.interview_of(question_id), viewer=member)
    found = questions.question_row(question_id, viewer=member, sight=sight)
    if wanted:
        QuestionFollow.objects.get_or_create(question_id=found.id, member=member)
    else:
        QuestionFollow.objects.filter(question=found.id, member=member).delete()


def go_on_following(*, question_id: int, into_id: int) -> None:
    """Whoever asked or followed a question follows the one into which it was merged. The caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO threads_questionfollow (question_id, member_id)"
            " SELECT %(into)s, member_id FROM threads_questionfollow WHERE question_id = %(one)s"
            " UNION SELECT %(into)s, asker_id FROM threads_question WHERE id = %(one)s ON CONFLICT DO NOTHING",
            {"into": into_id, "one": question_id},
        )
