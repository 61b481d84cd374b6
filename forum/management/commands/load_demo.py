"""A small living community to look at: members of every role, boards of every level, threads with replies.

Runs once: with members present it changes nothing. The accounts' passwords are random and stand in
`demo-accounts.json` in the data folder, readable by its owner alone.
"""

import json
import os
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction

from accounts.members import selectors as members
from accounts.members import services as member_services
from accounts.members.models import Member, Role
from accounts.verification import services as verification
from accounts.verification.models import Position
from forum.demo import interviews, talk
from forum.demo.people import BOARDS, PEOPLE
from forum.demo.threads import THREADS
from forum.demo.verified import ATTESTED, WAITING
from forum.kernel import clock, ids
from forum.notifications import services as notifications

THERE_SINCE = timedelta(days=400)


class Command(BaseCommand):
    help = "Fill an empty forum with a small living community, once."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if members.anybody():
            self.stdout.write("There are members already: nothing was changed.")
            return
        people, accounts = {}, []
        for handle, role, bio in PEOPLE:
            password = ids.new_secret()[:16]
            with clock.set_back(THERE_SINCE):
                people[handle] = _join(handle, Role(role), bio, password)
            accounts.append({"handle": handle, "email": people[handle].email, "password": password, "role": role})
        _verify(people)
        talk.open_boards()
        call_command("sync_catalogue", stdout=self.stdout)
        talk.load(people)
        interviews.load(people)
        for member in people.values():
            # What they said to one another is told in their inboxes; a first start need not bring a stack of mail as well.
            notifications.set_mail_preferences(actor=member, mail=False, discreet=False)
        path = settings.DATA / "demo-accounts.json"
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(accounts, file, indent=2)
        self.stdout.write(f"{len(people)} members, {len(BOARDS)} boards, {len(THREADS)} threads.")


def _verify(people: dict[str, Member]) -> None:
    """Attest some of them, the way the staff does it: two vouch or a document is seen; and leave one case open."""
    page = b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n"
    for handle, position, scope, party in ATTESTED:
        asked = verification.request_verification(
            actor=people[handle], position=Position(position), scope=scope, party_name=party, party_shown=bool(party)
        )
        verification.add_evidence(actor=people[handle], request_id=asked, content=page, claimed="application/pdf")
        verification.take_case(actor=people["okafor"], request_id=asked)
        verification.cast_vote(
            actor=people["okafor"],
            request_id=asked,
            accept=True,
            reason="Thesis and field books seen.",
            no_interest=True,
        )
        people[handle] = members.fresh(people[handle])
    for handle, position, scope, statement in WAITING:
        asked = verification.request_verification(
            actor=people[handle], position=Position(position), scope=scope, statement=statement
        )
        verification.add_evidence(actor=people[handle], request_id=asked, content=page, claimed="application/pdf")


def _join(handle: str, role: Role, bio: str, password: str) -> Member:
    """A member as if signed up with a proven address."""
    member = member_services.join_member(handle=handle, email=f"{handle}@demo.example", password=password)
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    if role != Role.MEMBER:
        member_services.change_role(member=member, role=role, actor_id=None)
    # They have been here for a while: what is held of somebody new is not held of them.
    Member.objects.filter(pk=member.pk).update(joined_on=clock.today() - timedelta(days=400))
    member = members.fresh(member)
    return member_services.edit_profile(actor=member, bio=bio, version=member.version)
