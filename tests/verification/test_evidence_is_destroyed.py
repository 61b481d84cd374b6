"""After the decision key and file go, and the job looks that they are gone."""

import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from accounts.verification import services
from accounts.verification.models import Evidence
from accounts.verification.services import keeping
from accounts.verification.tasks import destroy_evidence
from forum.kernel.events.models import Outbox
from forum.kernel.jobs.models import Job
from tests.verification.cases import vote, with_document
from tests.world import World


def run_jobs() -> None:
    for job in Job.objects.filter(task="verification.destroy_evidence", done_at=None):
        destroy_evidence(job.pk)


@pytest.mark.parametrize("accept", [True, False])
def test_a_decision_destroys_it_and_says_what_was(world: World, accept: bool) -> None:
    request_id, piece = with_document(world.newcomer)
    vote(world.moderator, request_id, accept=accept)
    assert default_storage.exists(piece.path)
    run_jobs()
    gone = Evidence.objects.get(pk=piece.pk)
    assert gone.wrapped_key is None
    assert gone.destroyed_on is not None
    assert not default_storage.exists(piece.path)
    told = Outbox.objects.get(name="evidence_destroyed")
    assert told.payload["ciphertext"] == bytes(piece.ciphertext_sha256).hex()


def test_withdrawing_destroys_it(world: World) -> None:
    request_id, piece = with_document(world.newcomer)
    services.withdraw_request(actor=world.newcomer, request_id=request_id)
    run_jobs()
    assert not default_storage.exists(piece.path)


def test_an_open_case_keeps_it(world: World) -> None:
    request_id, piece = with_document(world.newcomer)
    assert services.destroy_evidence(request_id=request_id) == 0
    assert default_storage.exists(piece.path)


def test_running_twice_destroys_once(world: World) -> None:
    request_id, _ = with_document(world.newcomer)
    vote(world.moderator, request_id)
    assert services.destroy_evidence(request_id=request_id) == 1
    assert services.destroy_evidence(request_id=request_id) == 0
    assert Outbox.objects.filter(name="evidence_destroyed").count() == 1


def test_a_file_that_stays_fails_the_job_and_nothing_is_called_destroyed(world: World) -> None:
    request_id, piece = with_document(world.newcomer)
    vote(world.moderator, request_id)
    full = Path(default_storage.path(piece.path))
    full.unlink()
    # A folder with something in it: no store deletes that as a file.
    (full / "inner").mkdir(parents=True)
    with pytest.raises((keeping.NotDestroyed, OSError)):
        services.destroy_evidence(request_id=request_id)
    assert Evidence.objects.get(pk=piece.pk).destroyed_on is None
    assert not Outbox.objects.filter(name="evidence_destroyed").exists()
    shutil.rmtree(full)


def test_what_is_destroyed_stays_so_in_the_database(world: World) -> None:
    request_id, piece = with_document(world.newcomer)
    vote(world.moderator, request_id)
    services.destroy_evidence(request_id=request_id)
    with pytest.raises(IntegrityError, match="it is destroyed"), transaction.atomic():
        Evidence.objects.filter(pk=piece.pk).update(wrapped_key=b"again", destroyed_on=None)


def test_a_file_without_a_row_is_swept_up_and_no_other(world: World) -> None:
    _, piece = with_document(world.newcomer)
    orphan = "evidence/3f2b8c1e-7a54-4d0e-9c1b-2f6a1d5e8b90"
    default_storage.save(orphan, ContentFile(b"left behind"))
    assert services.sweep_orphans() >= 1
    assert not default_storage.exists(orphan)
    assert default_storage.exists(piece.path)
