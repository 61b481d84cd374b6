"""What somebody takes from a published answer into a thread."""

from django.utils.translation import gettext as _

from threads.interviews.models import TranscriptEntry
from threads.interviews.selectors.library import transcripts

LONGEST = 1_200


def quote_of(answer_id: int) -> str:
    """An answer that is out as a quote in Markdown, with its permanent address; "" where there is none. One query."""
    found = (
        TranscriptEntry.objects.filter(answer_id=answer_id, transcript__in=transcripts())
        .order_by("-transcript__version")
        .values_list("transcript__interview_id", "speaker", "answer_source")
        .first()
    )
    if found is None:
        return ""
    interview_id, speaker, source = found
    who = _plain(speaker or _("An answer"))
    words = source if len(source) <= LONGEST else source[:LONGEST].rsplit(" ", 1)[0] + " …"
    lines = [f"[{who}](/interviews/{interview_id}/answers/{answer_id}):", "", *words.splitlines()]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _plain(name: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\[]*_`<>" else sign for sign in name)
