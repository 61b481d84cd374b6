"""What privacy does when something happens."""

from accounts.members.events import MemberJoined
from accounts.members.models import Member
from forum.kernel.events import Context
from forum.privacy import documents, services


def note_first_consents(event: MemberJoined, context: Context) -> None:
    """Whoever joins agrees to the documents that the page of joining names."""
    member = Member.objects.filter(pk=event.member_id).first()
    if member is not None:
        for document in documents.current():
            services.note_consent(member=member, document=document)
