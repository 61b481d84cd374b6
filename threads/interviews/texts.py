"""What people write here, made fit to show."""

from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex

from django.conf import settings

from accounts.members.models import Member
from accounts.members.selectors import members_by_handle
from forum.kernel import clock, text
from forum.kernel.screening import Draft, Verdict, screen
from threads.deposits.selectors import names_for_text


@dataclass(frozen=True, slots=True)
class Written:
    """A text that was cleaned, rendered and screened. `verdict` is what the rules make of it."""

    source: str
    html: str
    text: str
    verdict: Verdict


def written(source: str, *, longest: int, kind: str, author_id: int, above: str = "") -> Written:
    """`source` ready to store, screened together with what stands `above` it. Raises `Invalid` with codes for a text that
    cannot stand.
    """
    cleaned, rendered = shaped(source, longest=longest)
    verdict = screen(Draft(kind=kind, text=above + cleaned, author_id=author_id, links=rendered.links))
    return Written(cleaned, rendered.html, rendered.text, verdict)


def shaped(source: str, *, longest: int) -> tuple[str, text.Rendered]:
    """`source` cleaned and rendered, not screened. Raises `Invalid` with codes for a text that cannot stand."""
    cleaned = text.clean(source, max_length=longest)
    if not cleaned:
        raise text.TextEmpty
    parsed = text.parse(cleaned, origin=settings.ORIGIN)
    people = members_by_handle(set(parsed.handles))
    names = text.Names(
        members={name: person.url for name, person in people.items()}, deposits=names_for_text(parsed.deposits)
    )
    return cleaned, text.render(parsed, names=names, prefix=f"i{token_hex(4)}-")


def line(value: str, *, longest: int, kind: str, author_id: int, lines: bool = False) -> str:
    """Plain words without markup, cleaned and screened; empty ones stay empty, for the caller to judge."""
    if not value.strip():
        return ""
    cleaned = text.clean(value, max_length=longest, lines=lines)
    screen(Draft(kind=kind, text=cleaned, author_id=author_id))
    return cleaned


def moment_of(member: Member) -> datetime:
    """Now, or the hour for a protected member, of whom nothing more exact is kept."""
    now = clock.now()
    return clock.hour_of(now) if member.protected else now
