"""What stands between the right key and being signed in."""

from typing import Any

from allauth.account.stages import EmailVerificationStage
from django.http import HttpResponse

from accounts.members.models import Member


class ProvenAddress(EmailVerificationStage):
    """An address must be proven first, but for protected members, who have none."""

    def handle(self) -> tuple[HttpResponse | None, bool]:
        member: Any = self.login.user
        if isinstance(member, Member) and member.protected:
            return None, True
        answer: tuple[HttpResponse | None, bool] = super().handle()
        return answer
