"""`manage.py rotate_keys` brings evidence and second factors under the newest key; the old one then opens nothing."""

from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command

from accounts.verification import services
from forum.kernel import sealing
from forum.kernel.errors import Unavailable
from tests.verification.cases import PDF, with_document
from tests.world import World

OLD, NEW = sealing.new_key(), sealing.new_key()


def test_after_the_rotation_the_old_key_is_not_needed(world: World, settings: Any) -> None:
    settings.SEALING_KEYS = f"old:{OLD}"
    request_id, piece = with_document(world.newcomer)
    TOTP.activate(world.newcomer, "JBSWY3DPEHPK3PXP")
    settings.SEALING_KEYS = f"new:{NEW},old:{OLD}"
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    assert "1 pieces of evidence, 1 second factors" in said.getvalue()

    settings.SEALING_KEYS = f"new:{NEW}"
    services.take_case(actor=world.moderator, request_id=request_id)
    opened = services.open_evidence(actor=world.moderator, request_id=request_id, evidence_id=piece.id)
    assert opened == ("pdf", PDF)
    assert Authenticator.objects.get().wrap().instance.data["secret"]
    settings.SEALING_KEYS = f"old:{OLD}"
    with pytest.raises(Unavailable):
        services.open_evidence(actor=world.moderator, request_id=request_id, evidence_id=piece.id)


def test_a_second_run_changes_nothing(world: World, settings: Any) -> None:
    with_document(world.newcomer)
    settings.SEALING_KEYS = f"new:{NEW}"
    call_command("rotate_keys", stdout=StringIO())
    said = StringIO()
    call_command("rotate_keys", stdout=said)
    assert "0 pieces of evidence, 0 second factors" in said.getvalue()
